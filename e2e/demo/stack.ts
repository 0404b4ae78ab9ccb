import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { isAlive, pause } from '#lib/postgres/process.ts';
import { adoptServer, type PostgresServer, startServer } from '#lib/postgres/server.ts';
import { datasetVersion, loadDataset } from './dataset.ts';

/** Database and account of both servers. */
export const DATABASE = 'shop';
export const USER = 'shop';

export interface Stack {
  readonly source: PostgresServer;
  readonly destination: PostgresServer;
  /** Whether the shop was made by this start; false when it was there from an earlier one. */
  readonly fresh: boolean;
  /** Both databases stay on disk for the next start. */
  stop(): Promise<void>;
}

/** What one start leaves for the next: tasks of the console name these ports and this password. */
interface Note {
  readonly password: string;
  readonly source: number;
  readonly destination: number;
}

type Side = 'source' | 'destination';

/** Everything stays durable as in production; only checkpoints come seldom, so that two servers and a console fit one machine. */
const RELAXED = { checkpoint_timeout: '30min', max_wal_size: '4GB', checkpoint_completion_target: 0.9 };
export const SOURCE_SETTINGS = { ...RELAXED, wal_level: 'logical', max_replication_slots: 20, max_wal_senders: 20 } as const;
const SETTINGS: Readonly<Record<Side, Readonly<Record<string, string | number>>>> = { source: SOURCE_SETTINGS, destination: RELAXED };

const TURNING_MS = 20_000;

/** `.opendts/demo` here, or below OPENDTS_DATA. */
export function demoFolder(): string {
  return resolve(process.env.OPENDTS_DATA ?? '.opendts', 'demo');
}

/**
 * Starts the source with its shop and an empty destination below `dir`, or takes up what an earlier start left there, running
 * or not.
 * @throws Error when another demo uses the folder, or `signal`'s reason
 */
export async function startStack(dir: string, signal?: AbortSignal): Promise<Stack> {
  await mkdir(dir, { recursive: true });
  const unlock = await lock(dir);
  const servers: PostgresServer[] = [];
  // Whatever waits for a server then ends with an error.
  const interrupt = () => void Promise.all(servers.map((server) => server.stop()));
  signal?.addEventListener('abort', interrupt);
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await unlock();
  };
  try {
    const note = await readNote(dir);
    for (const side of ['source', 'destination'] as const) {
      signal?.throwIfAborted();
      servers.push(await serve(dir, side, note));
    }
    const [source, destination] = servers;
    if (source === undefined || destination === undefined) throw new Error('Two servers were to be started.');
    await writeNote(dir, { password: note.password, source: source.port, destination: destination.port });
    signal?.throwIfAborted();
    const fresh = await fill(source, destination);
    signal?.throwIfAborted();
    return { source, destination, fresh, stop };
  } catch (error) {
    await stop();
    throw signal?.aborted === true ? signal.reason : error;
  } finally {
    signal?.removeEventListener('abort', interrupt);
  }
}

/** Ends whatever runs below `dir` without waiting, also a server that is only just starting. Fit for a process that exits. */
export function killStack(dir: string): void {
  for (const side of ['source', 'destination']) void adoptServer({ dir: join(dir, side), password: '' })?.stop('immediate');
}

async function serve(dir: string, side: Side, note: Note): Promise<PostgresServer> {
  const at = { dir: join(dir, side), user: USER, password: note.password };
  const deadline = Date.now() + TURNING_MS;
  for (;;) {
    try {
      const server = adoptServer(at) ?? (await startServer({ ...at, port: await freeOr0(note[side]), settings: SETTINGS[side] }));
      await withClient(server, (client) => client.query('select'));
      return server;
    } catch (error) {
      // The server of a killed demo may still be starting, or on its way down; the port it has is wanted again.
      if (Date.now() > deadline) {
        await adoptServer(at)?.stop();
        throw error;
      }
      await pause(200);
    }
  }
}

/** The shop at the source carries its mark only when it is whole; without it both databases are made anew. */
async function fill(source: PostgresServer, destination: PostgresServer): Promise<boolean> {
  const mark = `opendts demo ${datasetVersion()}`;
  if ((await markOf(source)) === mark && (await markOf(destination)) !== null) return false;
  for (const server of [source, destination]) await recreate(server);
  await loadDataset(source.url(DATABASE));
  await withClient(destination, (client) => client.query(`comment on database ${DATABASE} is 'destination of the opendts demo'`));
  await withClient(source, (client) => client.query(`comment on database ${DATABASE} is '${mark}'`));
  return true;
}

async function markOf(server: PostgresServer): Promise<string | null> {
  return withClient(server, async (client) => {
    const found = await client.query<{ mark: string | null }>(
      "select shobj_description(oid, 'pg_database') as mark from pg_database where datname = $1",
      [DATABASE],
    );
    return found.rows[0]?.mark ?? null;
  });
}

async function recreate(server: PostgresServer): Promise<void> {
  await withClient(server, async (client) => {
    // A slot would keep its database from being dropped, and a walsender its slot.
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [DATABASE]);
    await client.query('select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = $1', [DATABASE]);
    await client.query(`drop database if exists ${DATABASE} with (force)`);
    await client.query(`create database ${DATABASE}`);
  });
}

async function withClient<T>(server: PostgresServer, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server.url('postgres'), application_name: 'opendts demo' });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function readNote(dir: string): Promise<Note> {
  const known = await readFile(join(dir, 'servers.json'), 'utf8').then(
    (json) => JSON.parse(json) as Note,
    () => null,
  );
  if (known === null) {
    const note = { password: randomBytes(18).toString('base64url'), source: 0, destination: 0 };
    // The password is that of the clusters from the moment they are made.
    await writeNote(dir, note);
    return note;
  }
  return known;
}

async function writeNote(dir: string, note: Note): Promise<void> {
  await writeFile(join(dir, 'servers.json'), JSON.stringify(note), { mode: 0o600 });
}

/** The same port as last time where it is still free; 0 stands for any that is. */
function freeOr0(port: number): Promise<number> {
  return new Promise((settle) => {
    const probe = createServer();
    probe.once('error', () => settle(0));
    probe.listen(port, '127.0.0.1', () => probe.close(() => settle(port)));
  });
}

/** One demo a folder: a second one would take the first one's servers away when it ends. */
async function lock(dir: string): Promise<() => Promise<void>> {
  const path = join(dir, 'lock');
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const taken = await writeFile(path, String(process.pid), { flag: 'wx' }).then(
      () => true,
      () => false,
    );
    if (taken) return () => rm(path, { force: true });
    const holder = Number(await readFile(path, 'utf8').catch(() => '0'));
    if (isAlive(holder) && holder !== process.pid) throw new Error(`Process ${holder} runs a demo in ${dir}. End it first.`);
    await rm(path, { force: true });
  }
  throw new Error(`The folder ${dir} cannot be locked.`);
}
