import { join } from 'node:path';
import pg from 'pg';
import type { Env } from '#lib/env.ts';
import { Refused } from '#lib/refused.ts';
import { openEmbedded } from './embedded.ts';
import { holdStore } from './hold.ts';
import { migrate, readMigrations } from './migrate.ts';

export interface Metadata {
  /** For Prisma; set as DATABASE_URL of this process by who opened it. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Opens the metadata store: the embedded server of the data folder (adopted when its process outlived ours), or the one that
 * DATABASE_URL names; makes this process its only user and applies what migrations are missing.
 * @throws StoreInUse when another process has it, Refused when it cannot be reached or started
 */
export async function openMetadata(env: Env, onLost: (error: Refused) => void): Promise<Metadata> {
  const server = env.databaseUrl === null ? await openEmbedded(env, onLost) : null;
  const url = env.databaseUrl ?? server?.url ?? '';
  const place = env.databaseUrl === null ? `the data folder ${env.dataFolder}` : `the metadata store ${nameOf(env.databaseUrl)}`;
  const hold = await holdStore(url, place, onLost).catch(async (error: unknown) => {
    // Another process that has it needs the server we adopted: it is left running.
    if (error instanceof Refused) server?.letGo();
    else await server?.stop();
    throw error instanceof Refused ? error : unreachable(place, error);
  });
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

async function bringUpToDate(url: string): Promise<void> {
  const folder = join(process.env.OPENDTS_ROOT ?? process.cwd(), 'prisma', 'migrations');
  await withClient(url, (client) => migrate(client, readMigrations(folder)));
}

function unreachable(place: string, error: unknown): Refused {
  const reason = error instanceof Error ? error.message || String((error as { readonly code?: unknown }).code) : String(error);
  return new Refused(
    `OpenDTS cannot use ${place}: ${reason}\nCheck that this server runs, and address, account and database in DATABASE_URL, its password in % notation.`,
  );
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
