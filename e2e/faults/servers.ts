import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type PostgresServer, type ServerInit, type StopMode, startServer } from '#lib/postgres/server.ts';

/** A server that can be crashed and started again where it was. */
export interface TestServer {
  readonly major: number;
  readonly port: number;
  readonly password: string;
  url(database?: string): string;
  /** Endpoint of a task document. */
  endpoint(database: string): TestEndpoint;
  stop(mode?: StopMode): Promise<void>;
  /** On the port it had, so that clients find it again. */
  start(): Promise<void>;
}

export interface TestEndpoint {
  readonly type: 'postgresql';
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly tls: { readonly mode: 'disable' };
}

export interface TestServers extends AsyncDisposable {
  readonly dir: string;
  readonly source: TestServer;
  readonly destination: TestServer;
  /** Makes an empty database of this name at both; resolves with the two URLs. */
  databases(name: string): Promise<readonly [source: string, destination: string]>;
}

/** What a crash of the server needs to keep is in the system's memory anyway: only a power cut would need fsync. */
const SETTINGS = { fsync: 'off', shared_buffers: '64MB', max_connections: 60 } as const;

/** A source that can be followed and a destination, each a real server in a folder that goes away with them. */
export async function startServers(
  init: { readonly sourceMajor?: number; readonly destinationMajor?: number; readonly sourceSettings?: ServerInit['settings'] } = {},
): Promise<TestServers> {
  const dir = mkdtempSync(join(tmpdir(), 'opendts-test-'));
  // The account the servers run as must be able to enter.
  chmodSync(dir, 0o755);
  const started: TestServer[] = [];
  const dispose = async () => {
    await Promise.all(started.map((server) => server.stop('immediate')));
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const one = async (name: string, major: number | undefined, settings: Record<string, string | number>) => {
      const server = await startOne({ dir: join(dir, name), settings, ...(major === undefined ? {} : { major }) });
      started.push(server);
      return server;
    };
    const source = await one('source', init.sourceMajor, { ...SETTINGS, wal_level: 'logical', ...init.sourceSettings });
    const destination = await one('destination', init.destinationMajor, SETTINGS);
    const databases: TestServers['databases'] = async (name) => {
      for (const server of started) await sql(server.url(), `create database ${name}`);
      return [source.url(name), destination.url(name)];
    };
    return { dir, source, destination, databases, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** One more server in a folder of its own, told as a test knows it. */
export function startAlone(dir: string): Promise<TestServer> {
  return startOne({ dir, settings: SETTINGS });
}

async function startOne(init: ServerInit): Promise<TestServer> {
  let server: PostgresServer = await startServer(init);
  const { port, user, password } = server;
  endWithProcess(() => server);
  return {
    major: init.major ?? 18,
    port,
    password,
    url: (database) => server.url(database),
    endpoint: (database) => ({ type: 'postgresql', host: '127.0.0.1', port, database, user, password, tls: { mode: 'disable' } }),
    stop: (mode) => server.stop(mode),
    start: async () => {
      server = await startServer({ ...init, port, user, password });
    },
  };
}

const endings: (() => void)[] = [];

/** A test process that ends, or is ended, before its tests were cleaned up leaves no server behind. */
function endWithProcess(server: () => PostgresServer): void {
  if (endings.length === 0) {
    const endAll = () => {
      for (const end of endings) end();
    };
    process.once('exit', endAll);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.once(signal, () => {
        endAll();
        process.exit(1);
      });
    }
  }
  endings.push(() => {
    if (server().alive()) process.kill(server().pid, 'SIGQUIT');
  });
}

/** Runs statements in a database, one after the other, on a connection of their own. */
export async function sql(url: string, ...statements: readonly string[]): Promise<void> {
  await using client = await connected(url);
  for (const statement of statements) await client.query(statement);
}

/** First column of the first row, as text. */
export async function value(url: string, statement: string): Promise<string | null> {
  const [row] = await valuesOf(url, statement);
  return row ?? null;
}

/** First column of all rows, as text. */
export async function valuesOf(url: string, statement: string): Promise<readonly (string | null)[]> {
  await using client = await connected(url);
  const { rows } = await client.query({ text: statement, rowMode: 'array', types: { getTypeParser: () => String } });
  return (rows as (string | null)[][]).map(([first]) => first ?? null);
}

export type TestClient = pg.Client & AsyncDisposable;

export async function connected(url: string): Promise<TestClient> {
  const client = new pg.Client({ connectionString: url });
  // A server that is crashed on purpose ends connections that nobody waits on.
  client.on('error', () => {});
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}
