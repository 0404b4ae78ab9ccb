import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { serverAccount } from './account.ts';
import { NEWEST_MAJOR, serverBinaries } from './binaries.ts';
import { actualFolder, initCluster, serverFolder } from './cluster.ts';
import { isAlive, isServer, pause, spawnQuietly } from './process.ts';

export { installedMajors } from './binaries.ts';

export type StopMode = 'smart' | 'fast' | 'immediate';

export interface ServerInit {
  /** Folder of the server's data; made (with a new cluster in it) when it is not there. */
  readonly dir: string;
  readonly major?: number;
  /** 0 or absent: a free one. */
  readonly port?: number;
  readonly settings?: Readonly<Record<string, string | number>>;
  readonly user?: string;
  /** For a new cluster; generated when absent. */
  readonly password?: string;
}

export interface PostgresServer {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly dir: string;
  readonly pid: number;
  url(database?: string): string;
  alive(): boolean;
  /** Resolves when the process has gone. `immediate` is what a crash looks like to the data. */
  stop(mode?: StopMode): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;
const SIGNALS = { smart: 'SIGTERM', fast: 'SIGINT', immediate: 'SIGQUIT' } as const;

/**
 * Starts a real PostgreSQL server from the npm packages on 127.0.0.1. It is a process group of its own, so that a terminal's
 * Ctrl-C reaches us and not it; who starts it stops it.
 * @throws Error with the end of the server's log when it does not come up
 */
export async function startServer(init: ServerInit): Promise<PostgresServer> {
  const account = serverAccount();
  const binaries = serverBinaries(init.major ?? NEWEST_MAJOR, account);
  const user = init.user ?? 'postgres';
  const dir = serverFolder(init.dir, account);
  const password = init.password ?? randomBytes(18).toString('base64url');
  if (!existsSync(join(dir, 'PG_VERSION'))) await initCluster({ binaries, dir, user, password, account });
  const port = init.port === undefined || init.port === 0 ? await freePort() : init.port;
  const settings = { port, listen_addresses: '127.0.0.1', unix_socket_directories: '', ...init.settings };
  const log = join(dir, 'server.log');
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawnQuietly(join(binaries, 'bin', 'postgres'), ['-D', dir, ...args], { account, log });
  const server = handle({ port, user, password, dir, pid: child.pid ?? 0 });
  await untilReady(server, { child, log });
  // Who forgets to stop it is not kept from ending.
  child.unref();
  return server;
}

/** A server that still runs in `dir` after whoever started it was killed; null when there is none. */
export function adoptServer(init: { readonly dir: string; readonly user?: string; readonly password: string }): PostgresServer | null {
  const dir = actualFolder(init.dir);
  const file = join(dir, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const [pid, data, , port] = readFileSync(file, 'utf8').split('\n');
  if (pid === undefined || data === undefined || port === undefined || !isServer(Number(pid), data)) return null;
  return handle({ port: Number(port), user: init.user ?? 'postgres', password: init.password, dir, pid: Number(pid) });
}

/** A port nobody listens on at 127.0.0.1. */
export function freePort(): Promise<number> {
  return new Promise((settle, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      probe.close(() => settle(port));
    });
  });
}

function handle(at: {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly dir: string;
  readonly pid: number;
}): PostgresServer {
  const { port, user, password, pid } = at;
  return {
    ...at,
    host: '127.0.0.1',
    url: (database = 'postgres') =>
      `postgresql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`,
    alive: () => isAlive(pid),
    stop: async (mode = 'fast') => {
      if (!isAlive(pid)) return;
      process.kill(pid, SIGNALS[mode]);
      while (isAlive(pid)) await pause(20);
    },
  };
}

async function untilReady(server: PostgresServer, watch: { readonly child: ChildProcess; readonly log: string }): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  let failure: unknown = null;
  while (Date.now() < deadline && watch.child.exitCode === null) {
    const client = new pg.Client({ connectionString: server.url('postgres'), connectionTimeoutMillis: 2_000 });
    client.on('error', () => {});
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      failure = error;
      // A wrong password does not get better by waiting.
      if (error instanceof Error && 'code' in error && error.code === '28P01') break;
      await pause(50);
    }
  }
  await server.stop('immediate');
  const tail = existsSync(watch.log) ? readFileSync(watch.log, 'utf8').split('\n').slice(-15).join('\n') : '';
  throw new Error(`PostgreSQL did not start in ${server.dir} on port ${server.port}: ${String(failure)}\n${tail}`);
}
