import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PostgresServer, startServer } from '#lib/postgres/server.ts';
import { sql, value } from '../faults/servers.ts';

/** Alike at both sides. Nothing but what is measured shall write: no vacuum, no checkpoint but those we ask for. */
const SETTINGS = {
  shared_buffers: '1GB',
  max_wal_size: '16GB',
  min_wal_size: '8GB',
  checkpoint_timeout: '1h',
  autovacuum: 'off',
  max_locks_per_transaction: 256,
} as const;

/** Two servers and a folder, which go away with this. */
export interface Stage extends AsyncDisposable {
  readonly dir: string;
  readonly source: PostgresServer;
  readonly destination: PostgresServer;
  /** For programs that are told where to write by their environment: nowhere but in the folder. */
  readonly env: Readonly<Record<string, string>>;
}

/** How a database of the source comes about. */
interface Filling {
  readonly make: readonly string[];
  /** One list a connection: they run side by side. */
  readonly fill: readonly (readonly string[])[];
}

export async function openStage(major: number): Promise<Stage> {
  const dir = mkdtempSync(join(tmpdir(), 'opendts-bench-'));
  // The account the servers run as must be able to enter.
  chmodSync(dir, 0o755);
  const started: PostgresServer[] = [];
  const forget = endWithProcess(dir, started);
  const dispose = async () => {
    await Promise.all(started.map((server) => server.stop('immediate')));
    rmSync(dir, { recursive: true, force: true });
    forget();
  };
  try {
    // The same for both, as programs that talk to two servers know one PGPASSWORD.
    const password = randomBytes(18).toString('base64url');
    const one = async (side: string, settings: Readonly<Record<string, string | number>>) => {
      const server = await startServer({ dir: join(dir, side), major, password, settings });
      started.push(server);
      return server;
    };
    const source = await one('source', { ...SETTINGS, wal_level: 'logical' });
    const destination = await one('destination', SETTINGS);
    const home = join(dir, 'home');
    mkdirSync(home);
    const env = { PGPASSWORD: password, HOME: home, TMPDIR: home, XDG_DATA_HOME: home, XDG_RUNTIME_DIR: home };
    return { dir, source, destination, env, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** A bench that is interrupted leaves nothing behind either: the servers are process groups of their own and would go on. */
function endWithProcess(dir: string, servers: readonly PostgresServer[]): () => void {
  const end = () => {
    for (const server of servers) if (server.alive()) process.kill(server.pid, 'SIGQUIT');
    rmSync(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  const exit = () => process.exit(1);
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
  process.once('exit', end);
  for (const signal of signals) process.once(signal, exit);
  return () => {
    process.off('exit', end);
    for (const signal of signals) process.off(signal, exit);
  };
}

/**
 * Has the destination write more of its log than any run does, and keep the files to be used again: else whoever writes first makes
 * them, which took the first run half as long again.
 */
export async function writeLogOnce({ destination }: Stage): Promise<void> {
  await sql(
    destination.url(),
    "create table written as select n, repeat('x', 1000) from generate_series(1, 2500000) n",
    'drop table written',
    'checkpoint',
  );
}

/** Makes a database of the source and fills it; afterwards no run is the first to read it. Resolves with its size in MB. */
export async function fillSource({ source }: Stage, database: string, { make, fill }: Filling): Promise<number> {
  await sql(source.url(), `create database ${database}`);
  await sql(source.url(database), ...make);
  await Promise.all(fill.map((statements) => sql(source.url(database), ...statements)));
  // Marks every row as committed, so that not whoever reads it first has to write that down, and counts them for the plans.
  await sql(source.url(database), 'vacuum (freeze, analyze)');
  return Number(await value(source.url(), `select pg_database_size('${database}') >> 20`));
}

export async function dropSource({ source }: Stage, database: string): Promise<void> {
  await sql(source.url(), `drop database ${database}`);
}

/** What was written before is not to be waited for in what is measured. */
export async function checkpoint({ source, destination }: Stage): Promise<void> {
  await Promise.all([source, destination].map((server) => sql(server.url(), 'checkpoint')));
}

/** As libpq's programs take it; the password is in the environment. */
export function address({ port, user }: PostgresServer, database: string): string {
  return `host=127.0.0.1 port=${port} user=${user} dbname=${database}`;
}

export function uri({ port, user }: PostgresServer, database: string): string {
  return `postgres://${user}@127.0.0.1:${port}/${database}`;
}
