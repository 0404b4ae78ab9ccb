import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { Client } from '#e2e/selectdb/client.ts';
import { type Emulator, startEmulator } from '#e2e/selectdb/emulator.ts';
import { selectdbEndpoint, type TaskConfig, taskConfig } from '#engine/task/config.ts';
import { type PostgresServer, startServer } from '#lib/postgres/server.ts';
import { loadDataset } from '../dataset.ts';
import { endpointOf } from '../postgres-stage.ts';
import { DATABASE, SOURCE_SETTINGS, USER } from '../stack.ts';
import type { Eye, Stage } from '../stage.ts';
import { compareWithSelectDb, type Databases } from './compare.ts';

/** A schema becomes a database, and this one's name is none that a database can have. */
const DATABASES: Databases = { sales: 'sales', inventory: 'inventory', 'HR Data': 'hr_data' };

/** Tables without a key are there on purpose, and what SelectDB has not (indexes, sequences, exact JSON numbers) is what a demo shows. */
const ACCEPTED = ['PG_PRIMARY_KEY', 'SELECTDB_OBJECTS', 'SELECTDB_TYPE', 'SELECTDB_KEY', 'SELECTDB_COLUMN'];

/** The shop into the emulator of SelectDB, which keeps its rows in memory: both are made anew each time. */
export async function selectdbStage(dir: string, signal: AbortSignal): Promise<Stage> {
  const password = randomBytes(18).toString('base64url');
  const emulator = await startEmulator({ password });
  let source: PostgresServer | null = null;
  const stop = async () => {
    await source?.stop();
    await emulator[Symbol.asyncDispose]();
  };
  const interrupt = () => void stop();
  try {
    signal.throwIfAborted();
    source = await startServer({ dir: join(dir, 'source'), user: USER, password, settings: SOURCE_SETTINGS });
    // Whatever waits for it then ends with an error.
    signal.addEventListener('abort', interrupt);
    await fill(source);
    signal.throwIfAborted();
    return stageOf({ source, emulator, password, stop });
  } catch (error) {
    await stop();
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
}

async function fill(source: PostgresServer): Promise<void> {
  const client = new pg.Client({ connectionString: source.url('postgres') });
  client.on('error', () => {});
  await client.connect();
  await client.query(`create database ${DATABASE}`).finally(() => client.end());
  await loadDataset(source.url(DATABASE));
}

interface Made {
  readonly source: PostgresServer;
  readonly emulator: Emulator;
  readonly password: string;
  readonly stop: () => Promise<void>;
}

function stageOf({ source, emulator, password, stop }: Made): Stage {
  const { host, mysqlPort, httpPort } = emulator;
  const destination = selectdbEndpoint.parse({ type: 'selectdb', host, port: mysqlPort, httpPort, user: 'root', password });
  const task = (name: string): TaskConfig =>
    taskConfig.parse({
      name,
      source: endpointOf(source),
      destination,
      types: ['schema', 'full', 'incremental'],
      objects: Object.entries(DATABASES).map(([schema, as]) => (as === schema ? { schema } : { schema, as })),
      // One backend keeps one copy, and a demo is looked at: changes are written as often as can be asked for.
      selectdb: { replicationNum: 1, reservoirMilliseconds: 1_000 },
      accepted: ACCEPTED,
    });
  const open = () => Client.open({ host, mysqlPort, httpPort, user: 'root', password });
  return {
    source,
    destination,
    place: `${host}:${mysqlPort}, HTTP port ${httpPort}, account root: an emulator of SelectDB`,
    news: 'The shop is loaded, and the emulator of SelectDB is empty.',
    farewell: 'nothing is kept',
    task,
    judge: async () => {
      await using client = await open();
      return await compareWithSelectDb(source.url(DATABASE), client, DATABASES);
    },
    openEye: async () => eyeOf(await open()),
    stop,
    remove: async () => {
      await stop();
      await rm(source.dir, { recursive: true, force: true });
    },
  };
}

function eyeOf(client: Client): Eye {
  return {
    // The emulator runs in this process: what looks all the time would be what it does.
    everyMs: 50,
    orders: async (day) => {
      const [row] = await client.rows(`select \`orders\` from sales.daily_total where \`day\` = '${day}'`);
      return row?.[0] === undefined || row[0] === null ? null : Number(row[0]);
    },
    close: () => client[Symbol.asyncDispose](),
  };
}
