import { afterAll, beforeAll, expect, test } from 'vitest';
import { says } from '#e2e/faults/joining.ts';
import { answer, refused, stops } from '#e2e/faults/refused.ts';
import { sql, startServers, type TestServers, valuesOf } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { type Emulator, startEmulator } from '#e2e/selectdb/emulator.ts';
import { ONE_COPY, rootOf, rowsAt, withSelectDb } from '#e2e/selectdb/reach.ts';
import { openSelectDbSession } from './destination/selectdb/session.ts';
import { tableId } from './schema/table.ts';

/** What is done between transactions of the source is kept though the checkpoint does not move. */

let servers: TestServers;
let emulator: Emulator;

beforeAll(async () => {
  servers = await startServers({ sourceMajor: 15 });
  emulator = await startEmulator();
}, 300_000);

afterAll(async () => {
  await emulator[Symbol.asyncDispose]();
  await servers[Symbol.asyncDispose]();
});

const ROWS = "select concat_ws('|', id, v) from pair.keyed order by id";
const ROWS_THERE = 'select `id`, `v` from pair.keyed order by `id`';

async function damage(...statements: readonly string[]): Promise<void> {
  await using session = await openSelectDbSession(rootOf(emulator));
  for (const statement of statements) await session.query(statement);
}

test('a table of the unique model is copied again, one that keeps every change is refused', async () => {
  const [source] = await servers.databases('pair');
  await sql(
    source,
    'create schema pair',
    'create table pair.keyed (id int primary key, v text)',
    'create table pair.kept (n int)',
    'alter table pair.kept replica identity full',
    `insert into pair.keyed select n, 'v' || n from generate_series(1, 100) n`,
    'insert into pair.kept select n from generate_series(1, 20) n',
  );
  await using task = await TestTask.create(withSelectDb(servers, emulator), 'pair', {
    objects: [{ schema: 'pair' }],
    selectdb: ONE_COPY,
  });
  await task.startAndFollow();
  const [keyed, kept] = ['keyed', 'kept'].map((name) => tableId({ schema: 'pair', name })) as [string, string];
  await expect(task.engine.copyTable(task.id, kept)).rejects.toMatchObject({ code: 'table.not-copied-again', object: 'pair.kept' });
  await sql(source, `update pair.keyed set v = 'changed' where id < 10`, 'delete from pair.keyed where id = 50');
  await task.catchesUp();
  await damage(
    'truncate table pair.keyed',
    "insert into pair.keyed (`id`, `v`, `__DORIS_SEQUENCE_COL__`) values (7, 'damaged', '1'), (700, 'not of the source', '1')",
  );
  await task.engine.copyTable(task.id, keyed);
  await task.when(() => task.progress?.tables[keyed]?.state === 'following');
  await sql(source, `insert into pair.keyed values (1000, 'later')`, 'insert into pair.kept values (21)');
  await task.catchesUp();
  await says(task, 'table.copied-again');
  expect(await rowsAt(emulator, ROWS_THERE)).toEqual(await valuesOf(source, ROWS));
  expect(await rowsAt(emulator, 'select count(*) from pair.kept')).toEqual(['21']);
  expect(task.complaints()).toEqual([]);
});

test('a table that another task fills as well is refused by name, and keeps the rows of both', async () => {
  const [source] = await servers.databases('twice');
  const [other] = await servers.databases('twice_other');
  await sql(
    source,
    'create schema twice',
    'create table twice.t (id int primary key, v text)',
    'create table twice.alone (id int primary key)',
    `insert into twice.t select n, 'one' from generate_series(1, 10) n`,
    'insert into twice.alone values (1)',
  );
  await sql(
    other,
    'create schema twice',
    'create table twice.t (id int primary key, v text)',
    `insert into twice.t select n, 'other' from generate_series(101, 105) n`,
  );
  const options = { objects: [{ schema: 'twice' }], selectdb: ONE_COPY };
  await using task = await TestTask.create(withSelectDb(servers, emulator), 'twice', options);
  await task.startAndFollow();
  await using second = await TestTask.create(withSelectDb(servers, emulator), 'twice_other', { ...options, conflictMode: 'ignore' });
  await second.startAndFollow();
  const [shared, alone] = ['t', 'alone'].map((name) => tableId({ schema: 'twice', name })) as [string, string];
  await task.when(() => task.progress?.tables[shared]?.state === 'following');
  await task.engine.copyTable(task.id, shared);
  await says(task, 'table.not-copied-again');
  expect(task.complaints().join('\n')).toContain('another task writes to the same table');
  expect(await rowsAt(emulator, 'select count(*) from twice.t')).toEqual(['15']);
  await task.engine.copyTable(task.id, alone);
  await says(task, 'table.copied-again');
});

test('an answer to a command that was refused is noted once, though nothing else comes', async () => {
  const [source] = await servers.databases('answered');
  await sql(
    source,
    'create schema answered',
    'create table answered.t (id int primary key, v text)',
    'create table answered.other (id int primary key)',
    `insert into answered.t select n, 'v' from generate_series(1, 10) n`,
  );
  await using task = await TestTask.create(withSelectDb(servers, emulator), 'answered', {
    objects: [{ schema: 'answered' }],
    selectdb: ONE_COPY,
  });
  await task.startAndFollow();
  await sql(source, 'alter table answered.t alter id type bigint');
  // The key there keeps its type, so the table cannot take the rows either.
  await answer(task, 'skip', await stops(task));
  const attempts = () => refused(task).map(({ attempt }) => attempt);
  expect(attempts()).toEqual([2]);
  await task.send('pause');
  await task.send('resume');
  await task.reaches('streaming');
  await sql(source, 'insert into answered.other values (1)');
  // What was applied is seen there once it is flushed.
  await expect.poll(() => rowsAt(emulator, 'select count(*) from answered.other'), { timeout: 60_000 }).toEqual(['1']);
  expect(attempts()).toEqual([2]);
});
