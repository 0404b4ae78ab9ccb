import { afterAll, beforeAll } from 'vitest';
import { sql, startServers, type TestServers, valuesOf } from '#e2e/faults/servers.ts';
import { qualified, quote } from '../../postgres/quote.ts';
import { taskConfig } from '../../task/config.ts';
import type { ContractFixture } from '../contract/ground.ts';
import { destinationContract } from '../contract.ts';
import { openPostgresDestination } from './destination.ts';

let servers: TestServers;
let fixture: ContractFixture;

beforeAll(async () => {
  servers = await startServers();
  const [source, destination] = await servers.databases('contract');
  const { source: from, destination: to } = taskConfig.parse({
    name: 'contract',
    source: servers.source.endpoint('contract'),
    destination: servers.destination.endpoint('contract'),
    objects: [{ schema: 'public' }],
  });
  if (to.type === 'selectdb') throw new Error('It is another server');
  fixture = {
    source: from,
    destination: to,
    atSource: (...statements) => sql(source, ...statements),
    open: (task) => openPostgresDestination(to, task),
    rows: async (table, columns) => {
      const row = columns.map((name) => `coalesce(${quote(name)}::text, '-')`).join(` || '|' || `);
      return (await valuesOf(destination, `select ${row} from ${qualified(table)}`)).map(String);
    },
  };
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

destinationContract('PostgreSQL', () => fixture);
