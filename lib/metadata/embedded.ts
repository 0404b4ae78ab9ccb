import { hkdfSync } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import pg from 'pg';
import { type Env, metadataFolder } from '#lib/env.ts';
import { adoptServer, type PostgresServer, startServer } from '#lib/postgres/server.ts';
import { Refused } from '#lib/refused.ts';
import { readSecret } from '#lib/secret.ts';

export interface EmbeddedStore {
  readonly url: string;
  /** Watches it no longer, and leaves it running. */
  letGo(): void;
  stop(): Promise<void>;
}

/** Small: the store holds tasks and their logs, never the data that is moved. */
const SETTINGS = { max_connections: 40, shared_buffers: '64MB', max_wal_size: '256MB', log_min_messages: 'warning' };

/** How long a server that is starting up or shutting down is waited for. */
const TURNING_MS = 20_000;
const WATCH_MS = 1_000;

/**
 * Starts or adopts the server in the data folder, and starts it again where it was when it is killed: tasks keep running
 * meanwhile. `onLost` is called when it cannot be.
 * @throws Refused when the data folder cannot be used
 */
export async function openEmbedded(env: Env, onLost: (error: Refused) => void): Promise<EmbeddedStore> {
  let server = await bringUp(env);
  let revival: Promise<void> | null = null;
  const watch = setInterval(() => {
    if (server.alive() || revival !== null) return;
    console.error('The metadata store ended unexpectedly. Starting it again …');
    revival = bringUp(env, server.port)
      .then((again) => {
        server = again;
        console.error('The metadata store runs again.');
      }, onLost)
      .finally(() => {
        revival = null;
      });
  }, WATCH_MS).unref();
  return {
    url: server.url('opendts'),
    letGo: () => clearInterval(watch),
    stop: async () => {
      clearInterval(watch);
      await revival;
      await server.stop();
    },
  };
}

/** @throws Refused */
async function bringUp(env: Env, port = 0): Promise<PostgresServer> {
  try {
    await mkdir(env.dataFolder, { recursive: true, mode: 0o711 });
    const password = Buffer.from(hkdfSync('sha256', await readSecret(env), '', 'opendts metadata store', 24)).toString('base64url');
    return await untilUp({ dir: metadataFolder(env), password, port });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (isWrongPassword(error)) {
      throw new Refused(
        `The metadata store in the data folder ${env.dataFolder} was made with another secret. Start OpenDTS with the OPENDTS_SECRET it had then; without one it uses the file "secret" there.`,
      );
    }
    throw new Refused(
      `OpenDTS cannot keep its metadata store in the data folder ${env.dataFolder}: ${reason}\nMend that, or name another folder with OPENDTS_DATA.`,
      { cause: error },
    );
  }
}

async function untilUp(at: { readonly dir: string; readonly password: string; readonly port: number }): Promise<PostgresServer> {
  const deadline = Date.now() + TURNING_MS;
  for (;;) {
    try {
      const server = adoptServer(at) ?? (await startServer({ ...at, settings: SETTINGS }));
      await makeDatabase(server.url());
      return server;
    } catch (error) {
      // The server of a killed process may still be recovering, or that of an ending one on its way down. A folder stays as it is.
      if (Date.now() > deadline || isFolderTrouble(error) || isWrongPassword(error)) throw error;
      await new Promise((settle) => setTimeout(settle, 300));
    }
  }
}

function isFolderTrouble(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EEXIST'].includes(code);
}

/** The server's password comes from the secret. */
function isWrongPassword(error: unknown): boolean {
  return error instanceof Error && error.message.includes('password authentication failed');
}

async function makeDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'opendts start', connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query(`select from pg_database where datname = 'opendts'`);
    if (rowCount === 0) await client.query('create database opendts');
  } finally {
    await client.end();
  }
}
