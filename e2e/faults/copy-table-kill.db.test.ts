import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '#engine/command/data.ts';
import { createEngine } from '#engine/index.ts';
import { fromLsn } from '#engine/postgres/lsn.ts';
import { tableId } from '#engine/schema/table.ts';
import { compareDatabases } from '../compare.ts';
import { type CliLine, CliRun, endRuns } from './run-cli.ts';
import { createWorkload, SCHEMA } from './schema.ts';
import { sql, startServers, type TestServers, value } from './servers.ts';
import { Writer } from './workload.ts';

const BULK = 40_000;
const TASK = 'copy-table-kill';
/** One that takes a while, and one without a key. */
const DAMAGED = ['bulk', 'clicks'];

let servers: TestServers;
let args: readonly string[];
let data: string;

beforeAll(async () => {
  servers = await startServers();
  const document = join(servers.dir, 'task.json');
  data = join(servers.dir, 'data');
  const config = {
    name: TASK,
    source: servers.source.endpoint('postgres'),
    destination: servers.destination.endpoint('postgres'),
    objects: [{ schema: SCHEMA }],
    // So slow that kills find the copy at work, in slices.
    full: { streams: 2, sliceMegabytes: 2, throttle: { megabytesPerSecond: 5 } },
    accepted: ['PG_PRIMARY_KEY'],
  };
  await writeFile(document, JSON.stringify(config));
  args = ['run', document, '--json', '--data', data];
  await createWorkload(servers.source.url(), BULK);
}, 300_000);

afterAll(async () => {
  await endRuns();
  await servers[Symbol.asyncDispose]();
});

const idOf = (name: string) => tableId({ schema: SCHEMA, name });
const NOTED = `select count(*) = ${DAMAGED.length} from opendts.task_plan where table_id like 'copied %'`;

/** One is noted, and nothing but the task has marks. */
const BACK = `select (select count(*) from opendts.task) = 1 and exists (select from opendts.task_plan where table_id like 'copied %')`;

/** What is to be seen when the engine is killed, from the request on. */
const POINTS: readonly { readonly name: string; readonly reached: (run: CliRun) => Promise<unknown> }[] = [
  { name: 'as it begins', reached: (run) => run.sees((line) => line.kind === 'state') },
  { name: 'with a log of its own', reached: (run) => holds(run, 'select count(*) > 1 from pg_replication_slots', servers.source.url()) },
  {
    name: 'with the first note',
    reached: (run) => holds(run, `select exists (select from opendts.task_plan where table_id like 'copied %')`),
  },
  {
    name: 'while it copies',
    reached: (run) => run.sees((line) => line.kind === 'table' && line.state === 'copying' && (line.rows ?? 0) > 0),
  },
  {
    name: 'with a table copied',
    reached: (run) => run.sees((line) => line.kind === 'table' && isDamaged(line) && line.state === 'copied'),
  },
  { name: 'with one that is back', reached: (run) => holds(run, BACK) },
  { name: 'with all notes', reached: (run) => holds(run, NOTED) },
  { name: 'with the second handed over', reached: (run) => run.sees((line) => line.kind === 'table' && line.state === 'copying') },
];

const isDamaged = ({ id }: { readonly id: string }) => DAMAGED.some((name) => id === idOf(name));

/** Ends too when the process has ended. */
async function holds(run: CliRun, query: string, url = servers.destination.url()): Promise<void> {
  while (!run.ended && (await value(url, query)) !== 't') await new Promise((resolve) => setTimeout(resolve, 3));
}

test('an engine killed between the request and its end, again and again under writing, copies the rows and loses and doubles nothing', async () => {
  const [source, destination] = [servers.source.url(), servers.destination.url()];
  await catchUp();
  await sql(
    destination,
    `delete from ${SCHEMA}.bulk where ctid = any (array(select ctid from ${SCHEMA}.bulk limit 500))`,
    `insert into ${SCHEMA}.clicks select * from ${SCHEMA}.clicks limit 3`,
  );
  await ask();
  const writer = new Writer({ url: source, connections: 2, restMs: 8, bulk: BULK, large: 12_000 });
  try {
    for (const { name, reached } of POINTS) {
      const run = new CliRun(args);
      expect(await run.sees(() => true), run.errors).toBe(true);
      await reached(run);
      const hit = await run.kill();
      console.log(`killed ${name}: ${(await value(destination, NOTED)) === 't' ? 'noted' : 'still to be noted'}`);
      expect(hit, `${name}: ${run.errors}`).toBe(true);
      expect(run.lines.filter(isError), name).toEqual([]);
    }
  } finally {
    await writer.stop();
  }
  await catchUp();
  expect(await value(destination, NOTED)).toBe('t');
  expect(await compareDatabases(source, destination, [SCHEMA])).toMatchObject({ difference: null });
  // It is not done once more.
  const again = await catchUp();
  expect(again.lines.filter((line) => line.kind === 'table' && line.state === 'copying')).toEqual([]);
}, 600_000);

function isError(line: CliLine): boolean {
  return line.kind === 'log' && line.level === 'error';
}

/** As the console does it: the command line has no word for it. */
async function ask(): Promise<void> {
  const engine = createEngine({ store: await openStore(data) });
  for (const name of DAMAGED) await engine.copyTable(TASK, idOf(name));
  await engine.close();
}

/** Runs until everything the source has written is durable at the destination and no table waits, then pauses as an operator would. */
async function catchUp(): Promise<CliRun> {
  const target = fromLsn((await value(servers.source.url(), 'select pg_current_wal_lsn()')) ?? '');
  const run = new CliRun(args);
  const caughtUp = await run.sees((line) => line.kind === 'applied' && line.position >= target && (line.waiting ?? 0) === 0);
  expect(caughtUp, run.errors).toBe(true);
  expect(await run.terminate()).toEqual({ code: 0, signal: null });
  return run;
}
