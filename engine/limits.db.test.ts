import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import type { TaskEvent } from './progress/event.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

const NONE = { queriesPerSecond: null, rowsPerSecond: null, megabytesPerSecond: null };
const OBJECTS = [{ schema: 'public' }];

type Of<K extends TaskEvent['kind']> = Extract<TaskEvent, { kind: K }>;
const told = <K extends TaskEvent['kind']>(task: TestTask, kind: K) => task.events.filter((event): event is Of<K> => event.kind === kind);
const rowsLoaded = (task: TestTask) => told(task, 'load').at(-1)?.rows ?? 0;

test('limits hold while a task runs, change at once, and are kept over a pause', async () => {
  const [source, destination] = await servers.databases('limits');
  await sql(
    source,
    'create table t (id int primary key, v text)',
    "insert into t select n, repeat('x', 50) from generate_series(1, 300000) n",
  );
  const full = { throttle: { ...NONE, rowsPerSecond: 1_000 }, streams: 4 };
  await using task = await TestTask.create(servers, 'limits', { types: ['schema', 'full'], objects: OBJECTS, full });
  await task.send('start');
  await task.when(() => rowsLoaded(task) > 0);
  const [from, rows] = [Date.now(), rowsLoaded(task)];
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const rate = ((rowsLoaded(task) - rows) * 1_000) / (Date.now() - from);
  expect(rate).toBeGreaterThan(700);
  expect(rate).toBeLessThan(1_300);
  expect(told(task, 'load').at(-1)?.throttled).toBe(true);
  expect(await task.engine.adjust(task.id, { streams: 3 })).toMatchObject({ ...full, streams: 3, incremental: null, classRows: null });
  await expect(task.engine.adjust(task.id, { streams: 0 })).rejects.toMatchObject({ code: 'limits.invalid' });
  await task.send('pause');
  const throttle = { ...NONE, megabytesPerSecond: 4 };
  await task.engine.adjust(task.id, { throttle });
  await task.send('resume');
  await task.when(() => told(task, 'limits').length === 4);
  expect(
    told(task, 'limits').map(({ limits }) => [limits.streams, limits.throttle?.rowsPerSecond, limits.throttle?.megabytesPerSecond]),
  ).toEqual([
    [4, 1_000, null],
    [3, 1_000, null],
    [3, null, 4],
    [3, null, 4],
  ]);
  await task.engine.adjust(task.id, { throttle: null });
  await task.reaches('finished');
  expect(await value(destination, 'select count(*) from t')).toBe('300000');
  await expect(task.engine.adjust(task.id, { throttle })).rejects.toMatchObject({ code: 'task.transition-refused' });
}, 90_000);

/** Two tables, one of which the destination refuses. */
async function refusing(name: string, types: ('full' | 'incremental')[] = ['full']) {
  const [source, destination] = await servers.databases(name);
  const tables = 'create table good (id int primary key); create table bad (id int primary key)';
  await sql(source, tables, 'insert into good values (1), (2)', 'insert into bad values (1), (2)');
  await sql(destination, tables, 'alter table bad add constraint small check (id < 2)');
  const task = await TestTask.create(servers, name, { types, objects: OBJECTS });
  await task.send('start');
  await task.when(() => task.state.name === 'failed');
  const id = told(task, 'table').find(({ state }) => state === 'failed')?.id ?? '';
  return { task, destination, id };
}

test('a failed table is loaded again, and only one that failed can be', async () => {
  const { task, destination, id } = await refusing('again');
  await using _ = task;
  const good = told(task, 'table').find((event) => event.state === 'copied')?.id ?? '';
  await expect(task.engine.mendTable(task.id, { action: 'skip', table: good })).rejects.toMatchObject({ code: 'table.not-failed' });
  await sql(destination, 'alter table bad drop constraint small');
  expect(await task.engine.mendTable(task.id, { action: 'retry', table: id })).toMatchObject({ name: 'loading' });
  await task.reaches('finished');
  expect(await value(destination, 'select count(*) from bad')).toBe('2');
}, 60_000);

test('a task goes on without a table that a person does without, for good', async () => {
  const { task, destination, id } = await refusing('without', ['full', 'incremental']);
  await using _ = task;
  expect(await task.engine.mendTable(task.id, { action: 'skip', table: id })).toMatchObject({ name: 'loading' });
  await task.reaches('streaming');
  await task.send('pause');
  await task.send('resume');
  await sql(servers.source.url('without'), 'insert into good values (3)', 'insert into bad values (0)');
  await task.catchesUp();
  expect(await value(destination, 'select count(*) from good')).toBe('3');
  expect(await value(destination, 'select count(*) from bad')).toBe('0');
}, 60_000);
