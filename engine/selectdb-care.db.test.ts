import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers, valuesOf } from '#e2e/faults/servers.ts';
import { type TaskOptions, TestTask } from '#e2e/faults/test-task.ts';
import { type Emulator, startEmulator } from '#e2e/selectdb/emulator.ts';
import { ONE_COPY, rowsAt, withSelectDb } from '#e2e/selectdb/reach.ts';

/** What SelectDB cannot hold, or do, stops by name; nothing is lost on the way there. */

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

const query = (text: string) => rowsAt(emulator, text);

function taskOf(database: string, options: Partial<TaskOptions> = {}): Promise<TestTask> {
  const into = withSelectDb(servers, emulator);
  return TestTask.create(into, database, { objects: [{ schema: database }], selectdb: ONE_COPY, ...options });
}

test('columns come and go with their values, and what cannot be carried waits for a person', async () => {
  const [source] = await servers.databases('ddl');
  await sql(source, 'create schema ddl', 'create table ddl.t (id int primary key, a text, b int)', "insert into ddl.t values (1, 'x', 1)");
  await using task = await taskOf('ddl');
  await task.startAndFollow();
  await sql(
    source,
    "alter table ddl.t add column c varchar(10) default 'old', add column d timestamptz",
    "insert into ddl.t values (2, 'y', 2, 'new', '2024-05-06 07:08:09+02')",
    'alter table ddl.t drop column b',
    "insert into ddl.t values (3, 'z', default, null)",
    "update ddl.t set a = 'changed' where id = 1",
  );
  await task.catchesUp();
  expect(await query('select `id`, `a`, `c`, `d` from ddl.t order by `id`')).toEqual([
    '1|changed|old|NULL',
    '2|y|new|2024-05-06 05:08:09.000000',
    '3|z|old|NULL',
  ]);
  expect(
    await query("select `COLUMN_NAME` from `information_schema`.`columns` where `TABLE_SCHEMA` = 'ddl' and `TABLE_NAME` = 't'"),
  ).toEqual(['id', 'a', 'c', 'd']);
  const refused = task.hears(
    (event) =>
      event.kind === 'log' && event.level !== 'info' && event.message.en.includes('the type of a column of its key cannot be changed'),
  );
  await sql(source, 'alter table ddl.t alter column id type bigint');
  await refused;
});

test.each([
  ['an infinite date', "'infinity'", 'date', 'infinity'],
  ['a moment before the year 0', "'0044-03-15 12:00:00+00 BC'", 'timestamptz', 'BC'],
  ['a day after the year 9999', "'10000-01-01'", 'date', '10000-01-01'],
  ['no number', "'NaN'", 'numeric(10,2)', 'NaN'],
])('%s stops the table by row, column and value', async (name, value, type, shown) => {
  const database = `bad_${name.replaceAll(' ', '_')}`;
  const [source] = await servers.databases(database);
  await sql(source, `create schema ${database}`, `create table ${database}.t (id int primary key, v ${type})`);
  await sql(source, `insert into ${database}.t values (1, null), (2, ${value})`);
  await using task = await taskOf(database, { advanced: { retryConnectionMinutes: 0.01, retryOtherMinutes: 0.01 } });
  await task.send('start');
  await expect(task.reaches('streaming')).rejects.toThrow(new RegExp(`column v of the row with id=2 holds .*${shown}`));
  await sql(source, `update ${database}.t set v = null`);
  await task.send('resume');
  await task.reaches('streaming');
  expect(await query(`select \`id\`, \`v\` from ${database}.t order by \`id\``)).toEqual(['1|NULL', '2|NULL']);
});

test('a row that the server refuses is named, with what the server says of it', async () => {
  const [source] = await servers.databases('narrow');
  await sql(source, 'create schema narrow', 'create table narrow.t (id int primary key, v text)');
  await sql(source, "insert into narrow.t select i, case when i = 77 then 'far too long' else 'ok' end from generate_series(1, 100) i");
  await query('create database narrow');
  await query(
    "create table narrow.t (`id` INT NOT NULL, `v` VARCHAR(4) NULL) unique key (`id`) distributed by hash(`id`) buckets 1 properties ('replication_num' = '1')",
  );
  await using task = await taskOf('narrow', {
    conflictMode: 'ignore',
    types: ['full', 'incremental'],
    advanced: { retryConnectionMinutes: 0.01, retryOtherMinutes: 0.01 },
  });
  await task.send('start');
  await expect(task.reaches('streaming')).rejects.toThrow(/The row with id=77 \(v = far too long\) is refused by narrow\.t: .*too long/);
  expect(await query('select count(*) from narrow.t')).toEqual(['0']);
  await sql(source, "update narrow.t set v = 'fits' where id = 77");
  await task.send('resume');
  await task.reaches('streaming');
  await sql(source, 'delete from narrow.t where id < 50', "update narrow.t set v = 'then' where id = 60");
  await task.catchesUp();
  const rows = "select array_to_string(array[id::text, v], '|') from narrow.t order by id";
  expect(await query('select `id`, `v` from narrow.t order by `id`')).toEqual(await valuesOf(source, rows));
});
