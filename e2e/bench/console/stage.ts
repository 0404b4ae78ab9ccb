import { join } from 'node:path';
import { ConsoleClient } from '#e2e/console/client.ts';
import { fillStore } from '#e2e/console/many-tasks.ts';
import { type ConsoleProcess, start } from '#e2e/console/process.ts';
import { sql, startServers, type TestServers } from '#e2e/faults/servers.ts';
import { buildIfStale } from '#lib/launch/build.ts';
import { type PostgresServer, startServer } from '#lib/postgres/server.ts';
import { scaled } from '../settings.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** On both servers. */
export const DATABASE = 'shop';
/** Of the tree. */
export const TABLES = scaled(10_000);
export const TASKS = scaled(2_000);

/** A production console with a metadata store of its own, full of tasks, between two servers. */
export interface ConsoleStage extends AsyncDisposable {
  readonly servers: TestServers;
  readonly url: string;
  readonly client: ConsoleClient;
  /** A document from one server to the other. */
  document(name: string, schema: string): Record<string, unknown>;
}

export async function openConsoleStage(say: (line: string) => void): Promise<ConsoleStage> {
  await buildIfStale(ROOT, say);
  const servers = await startServers();
  let store: PostgresServer | null = null;
  let running: ConsoleProcess | null = null;
  const close = async (): Promise<void> => {
    await running?.end();
    await store?.stop('immediate');
    await servers[Symbol.asyncDispose]();
  };
  try {
    // Apart from the servers that are loaded: what a full load costs the store's disk is not what is asked here.
    store = await startServer({ dir: join(servers.dir, 'store') });
    for (const side of ['source', 'destination'] as const) await sql(servers[side].url(), `create database ${DATABASE}`);
    running = await start({ OPENDTS_DATA: join(servers.dir, 'console'), DATABASE_URL: store.url() });
    const client = await new ConsoleClient(running.url).enter();
    say(`${TASKS} tasks …`);
    await fillStore(store.url(), TASKS);
    const { url } = running;
    return {
      servers,
      url,
      client,
      document: (name, schema) => ({
        name,
        source: servers.source.endpoint(DATABASE),
        destination: servers.destination.endpoint(DATABASE),
        objects: [{ schema }],
      }),
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
