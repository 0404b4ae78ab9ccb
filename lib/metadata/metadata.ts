import { hkdfSync } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { type Env, metadataFolder } from '#lib/env.ts';
import { adoptServer, type PostgresServer, startServer } from '#lib/postgres/server.ts';
import { readSecret } from '#lib/secret.ts';
import { holdStore, type StoreInUse } from './hold.ts';
import { migrate, readMigrations } from './migrate.ts';

export interface Metadata {
  /** For Prisma; set as DATABASE_URL of this process by who opened it. */
  readonly url: string;
  close(): Promise<void>;
}

/** Small: the store holds tasks and their logs, never the data that is moved. */
const SETTINGS = { max_connections: 40, shared_buffers: '64MB', max_wal_size: '256MB', log_min_messages: 'warning' };

/** How long a server that is starting up or shutting down is waited for. */
const TURNING_MS = 20_000;

/**
 * Opens the metadata store: the embedded server of the data folder (adopted when its process outlived ours), or the one that
 * DATABASE_URL names; makes this process its only user and applies what migrations are missing.
 * @throws StoreInUse when another process has it
 */
export async function openMetadata(env: Env, onLost: (error: StoreInUse) => void): Promise<Metadata> {
  const server = env.databaseUrl === null ? await embedded(env) : null;
  const url = env.databaseUrl ?? server?.url('opendts') ?? '';
  const place = env.databaseUrl === null ? `the data folder ${env.dataFolder}` : `the metadata store ${nameOf(env.databaseUrl)}`;
  const hold = await holdStore(url, place, onLost);
  try {
    await bringUpToDate(url);
  } catch (error) {
    await hold.release();
    await server?.stop();
    throw error;
  }
  return {
    url,
    close: async () => {
      await hold.release();
      await server?.stop();
    },
  };
}

async function embedded(env: Env): Promise<PostgresServer> {
  await mkdir(env.dataFolder, { recursive: true, mode: 0o711 });
  const dir = metadataFolder(env);
  const password = Buffer.from(hkdfSync('sha256', await readSecret(env), '', 'opendts metadata store', 24)).toString('base64url');
  const deadline = Date.now() + TURNING_MS;
  for (;;) {
    try {
      const server = adoptServer({ dir, password }) ?? (await startServer({ dir, password, settings: SETTINGS }));
      await makeDatabase(server.url());
      return server;
    } catch (error) {
      // The server of a killed process may still be recovering, or that of an ending one on its way down.
      if (Date.now() > deadline) throw error;
      await new Promise((settle) => setTimeout(settle, 300));
    }
  }
}

async function makeDatabase(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rowCount } = await client.query(`select from pg_database where datname = 'opendts'`);
    if (rowCount === 0) await client.query('create database opendts');
  });
}

async function bringUpToDate(url: string): Promise<void> {
  const folder = join(process.env.OPENDTS_ROOT ?? process.cwd(), 'prisma', 'migrations');
  await withClient(url, (client) => migrate(client, readMigrations(folder)));
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'opendts start', connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Without the password. */
function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
