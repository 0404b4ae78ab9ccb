import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '#engine/command/data.ts';
import { createEngine } from '#engine/index.ts';
import { fromLsn } from '#engine/postgres/lsn.ts';
import { describeStructure } from '../catalog.ts';
import { compareDatabases } from '../compare.ts';
import { type CliLine, CliRun, endRuns } from './run-cli.ts';
import { createWorkload, SCHEMA } from './schema.ts';
import { startServers, type TestServers, value } from './servers.ts';
import { Writer } from './workload.ts';

const BULK = 40_000;
const TASK = 'joining-kill';
const FIRST = ['accounts', 'lines', 'slugs', 'documents', 'wide', 'scratch'];
/** One without a key, one with partitions, two that take a while. */
const LATER = ['clicks', 'measures', 'bulk', 'bulk_composite'];

let servers: TestServers;
let document: string;
let data: string;

beforeAll(async () => {
  servers = await startServers();
  document = join(servers.dir, 'task.json');
  data = join(servers.dir, 'data');
  await createWorkload(servers.source.url(), BULK);
}, 300_000);

afterAll(async () => {
  await endRuns();
  await servers[Symbol.asyncDispose]();
});

const listed = (names: readonly string[]) => [{ schema: SCHEMA, tables: names.map((name) => ({ name })) }];
const args = () => ['run', document, '--json', '--data', data];

async function write(names: readonly string[]): Promise<void> {
  const config = {
    name: TASK,
    source: servers.source.endpoint('postgres'),
    destination: servers.destination.endpoint('postgres'),
    objects: listed(names),
    // So slow that kills find the copy at work, in slices of which some are kept.
    full: { streams: 2, sliceMegabytes: 2, throttle: { megabytesPerSecond: 5 } },
    accepted: ['PG_PRIMARY_KEY'],
  };
  await writeFile(document, JSON.stringify(config));
}

/** What is to be seen when the engine is killed, while tables join. */
const POINTS: readonly { readonly name: string; readonly reached: (run: CliRun) => Promise<unknown> }[] = [
  { name: 'as it begins', reached: (run) => run.sees((line) => line.kind === 'log' && line.code === 'join.begun') },
  { name: 'with its first table made', reached: (run) => marks(run, `select to_regclass('shop.bulk') is not null`) },
  { name: 'with its first slice', reached: (run) => marks(run, `select count(*) > 0 from opendts.task_slice where task_id like '% j1'`) },
  { name: 'with more slices', reached: (run) => marks(run, `select count(*) > 6 from opendts.task_slice where task_id like '% j1'`) },
  {
    name: 'with a table copied',
    reached: (run) => run.sees((line) => line.kind === 'table' && isLater(line.id) && line.state === 'copied'),
  },
  { name: 'with all copied', reached: (run) => marks(run, ALL_COPIED) },
  { name: 'while it catches up', reached: (run) => moves(run) },
  { name: 'at the hand-over', reached: (run) => marks(run, `select count(*) = 0 from opendts.task where task_id like '% j1'`) },
  {
    name: 'once it has joined',
    reached: (run) => run.sees((line) => line.kind === 'table' && isLater(line.id) && line.state === 'following'),
  },
];

const ALL_COPIED = `select count(*) = sum((select count(*) from opendts.task_slice s where s.task_id = t.task_id and s.table_id = t.table_id
  having count(*) > 0 and bool_and(s.rows >= 0)) is not null::int) and count(*) >= 6 from opendts.task_table t where t.task_id like '% j1'`;

function isLater(id: string): boolean {
  return LATER.some((name) => id.includes(`"${name}`));
}

/** Ends too when there is nothing more to come. */
async function marks(run: CliRun, holds: string): Promise<void> {
  while (!run.ended && (await value(servers.destination.url(), holds).catch(() => null)) !== 't') await rest();
}

async function moves(run: CliRun): Promise<void> {
  const checkpoint = `select checkpoint from opendts.task where task_id like '% j1'`;
  const first = await value(servers.destination.url(), checkpoint);
  while (!run.ended && (await value(servers.destination.url(), checkpoint)) === first) await rest();
}

const rest = () => new Promise((resolve) => setTimeout(resolve, 3));

test('an engine killed again and again while tables join a task under writing loses and doubles nothing', async () => {
  const source = servers.source.url();
  const destination = servers.destination.url();
  await write(FIRST);
  await catchUp();
  await using store = await changed();
  expect(store.added.sort()).toEqual([...LATER].sort());
  await write([...FIRST, ...LATER]);
  const writer = new Writer({ url: source, connections: 2, restMs: 8, bulk: BULK, large: 12_000 });
  try {
    for (const { name, reached } of POINTS) {
      const run = new CliRun(args());
      expect(await run.sees(() => true), run.errors).toBe(true);
      await reached(run);
      const hit = await run.kill();
      const left = await value(destination, `select count(*) from opendts.task where task_id like '% j1'`);
      console.log(`killed ${name}: ${left === '0' ? 'in the task' : 'on its way'}`);
      expect(hit, `${name}: ${run.errors}`).toBe(true);
      expect(run.lines.filter(isError), name).toEqual([]);
    }
  } finally {
    await writer.stop();
  }
  await catchUp();
  expect(await compareDatabases(source, destination, [SCHEMA])).toMatchObject({ difference: null });
  expect(await describeStructure(destination, [SCHEMA])).toEqual(await describeStructure(source, [SCHEMA]));
  expect(await value(source, 'select count(*) from pg_replication_slots')).toBe('1');
  expect(await value(source, 'select count(*) from pg_publication')).toBe('1');
  expect(await value(destination, 'select count(*) from opendts.task')).toBe('1');
  const release = new CliRun(['release', TASK, '--data', data]);
  expect((await release.exited).code, release.errors).toBe(0);
  expect(await value(source, 'select (select count(*) from pg_replication_slots) + (select count(*) from pg_publication)')).toBe('0');
}, 600_000);

function isError(line: CliLine): boolean {
  return line.kind === 'log' && line.level === 'error';
}

/** As the console does it: the command line has no word for it. */
async function changed() {
  const engine = createEngine({ store: await openStore(data) });
  const { added } = await engine.changeObjects(TASK, { objects: listed([...FIRST, ...LATER]), accepted: [] });
  return { added: added.map(({ table }) => table.name), [Symbol.asyncDispose]: () => engine.close() };
}

/** Runs until everything the source has written is durable at the destination and all have joined, then pauses as an operator would. */
async function catchUp(): Promise<void> {
  const target = fromLsn((await value(servers.source.url(), 'select pg_current_wal_lsn()')) ?? '');
  const run = new CliRun(args());
  await marks(run, `select count(*) = 1 from opendts.task`);
  const caughtUp = await run.sees((line) => line.kind === 'applied' && line.position >= target);
  expect(caughtUp, run.errors).toBe(true);
  await marks(run, `select count(*) = 1 from opendts.task`);
  expect(await run.terminate()).toEqual({ code: 0, signal: null });
}
