import { Client } from './client.ts';
import { type Emulator, type EmulatorSettings, startEmulator } from './emulator.ts';

/** An emulator with a client of root in it, in a database `app`. */
export interface Bench extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly client: Client;
  readonly as: (user: string, password: string) => Promise<Client>;
}

export async function openBench(settings: EmulatorSettings = {}): Promise<Bench> {
  const emulator = await startEmulator({ schemaChangeMs: 10, ...settings });
  const clients: Client[] = [];
  const as = async (user: string, password: string): Promise<Client> => {
    const opened = await Client.open({ ...emulator, user, password });
    clients.push(opened);
    return opened;
  };
  const client = await as('root', settings.password ?? '');
  await client.run('CREATE DATABASE app');
  await client.run('USE app');
  return {
    emulator,
    client,
    as,
    async [Symbol.asyncDispose]() {
      for (const opened of clients) await opened[Symbol.asyncDispose]();
      await emulator[Symbol.asyncDispose]();
    },
  };
}

export const UNIQUE_TABLE = `CREATE TABLE t (k INT NOT NULL, v INT) UNIQUE KEY(k) DISTRIBUTED BY HASH(k) BUCKETS 1 PROPERTIES ("replication_num" = "1")`;
export const DUPLICATE_TABLE = `CREATE TABLE t (k INT NOT NULL, v INT) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k) BUCKETS 1 PROPERTIES ("replication_num" = "1")`;
export const JSON_LINES = { format: 'json', read_json_by_line: 'true', strict_mode: 'true' } as const;

/** A load of one row into `t`. */
export const oneRow = (label: string, k = 1, v = 1) => ({
  database: 'app',
  table: 't',
  body: `{"k":${k},"v":${v}}\n`,
  headers: { ...JSON_LINES, label },
});

/** Until it is so. Tests wait for states, never for times. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
}
