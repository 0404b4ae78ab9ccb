import { afterAll, beforeAll, describe } from 'vitest';
import { sql, startServers, type TestServers } from '#e2e/faults/servers.ts';
import { type Address, Client } from '#e2e/selectdb/client.ts';
import { startEmulator } from '#e2e/selectdb/emulator.ts';
import { realDoris } from '#e2e/selectdb/real.ts';
import { selectdbEndpoint, taskConfig } from '../../task/config.ts';
import type { ContractFixture } from '../contract/ground.ts';
import { destinationContract } from '../contract.ts';
import { openSelectDbDestination } from './destination.ts';

interface Server extends AsyncDisposable {
  readonly address: Address;
}

const EMULATED = async (): Promise<Server> => {
  const emulator = await startEmulator();
  return { address: { ...emulator, user: 'root', password: '' }, [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose]() };
};

function contractOf(name: string, start: () => Promise<Server>): void {
  describe(name, () => {
    let servers: TestServers;
    let server: Server;
    let client: Client;
    let fixture: ContractFixture;

    beforeAll(async () => {
      servers = await startServers();
      server = await start();
      client = await Client.open(server.address);
      // Of another run, where the server keeps them.
      for (const [database] of await client.rows('SHOW DATABASES'))
        if (database?.startsWith('con_')) await client.run(`DROP DATABASE \`${database}\` FORCE`);
      const [source] = await servers.databases('contract');
      const { host, mysqlPort: port, httpPort, user, password } = server.address;
      const destination = selectdbEndpoint.parse({ type: 'selectdb', host, port, httpPort, user, password, database: 'con_marks' });
      const from = servers.source.endpoint('contract');
      const config = taskConfig.parse({ name: 'contract', source: from, destination, objects: [{ schema: 'public' }] });
      fixture = {
        source: config.source,
        destination,
        selectdb: { replicationNum: 1 },
        atSource: (...statements) => sql(source, ...statements),
        open: (task) => openSelectDbDestination(destination, task, { replicationNum: 1 }),
        rows: async ({ schema, name: table }, columns) => {
          const rows = await client.rows(`SELECT ${columns.map((column) => `\`${column}\``).join(', ')} FROM \`${schema}\`.\`${table}\``);
          return rows.map((row) => row.map((value) => value ?? '-').join('|'));
        },
      };
    }, 300_000);

    afterAll(async () => {
      await client[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
      await servers[Symbol.asyncDispose]();
    });

    destinationContract('SelectDB', () => fixture);
  });
}

contractOf('the emulator', EMULATED);
const real = realDoris();
if (real === null) console.log('contract: DORIS_URL is not set, no real Doris is asked');
else contractOf(`Doris at ${real.address.host}`, async () => ({ address: real.address, [Symbol.asyncDispose]: async () => {} }));
