import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { sql, startServers, type TestServers, value, valuesOf } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { taskConfig } from './task/config.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

const TABLE = 'create table stock (id int primary key, owner text, n bigint generated always as identity unique)';
const OBJECTS = [{ schema: 'public' }];

test('a table of the same name is refused by the precheck unless the task is told to go on', async () => {
  const [source, destination] = await servers.databases('refused');
  await sql(source, TABLE);
  await sql(destination, TABLE);
  await using task = await TestTask.create(servers, 'refused', { objects: OBJECTS });
  const endpoints = { source: servers.source.endpoint('refused'), destination: servers.destination.endpoint('refused') };
  const codes = async (conflictMode: 'precheck' | 'ignore') =>
    (await task.engine.precheck(taskConfig.parse({ name: 'refused', ...endpoints, objects: OBJECTS, conflictMode })))
      .filter(({ severity }) => severity === 'fail')
      .map(({ code }) => code);
  expect(await codes('precheck')).toEqual(['CHECK_SAME_OBJ']);
  expect(await codes('ignore')).toEqual([]);
});

test('told to go on: rows that are there stay in full load, and are overwritten by later changes', async () => {
  const [source, destination] = await servers.databases('ignored');
  await sql(
    source,
    TABLE,
    "insert into stock (id, owner) select n, 'source' from generate_series(1, 6) n",
    'create table fresh (id int primary key)',
  );
  await sql(
    destination,
    TABLE,
    "insert into stock (id, owner, n) overriding system value values (2, 'destination', 902), (4, 'destination', 904), (50, 'destination', 950)",
  );
  await using task = await TestTask.create(servers, 'ignored', { objects: OBJECTS, conflictMode: 'ignore' });
  await task.startAndFollow();
  expect(task.complaints()).toEqual([expect.stringContaining('table.rows-skipped: 2 rows of public.stock were not written')]);
  const owners = () => valuesOf(destination, "select id || ' ' || owner from stock order by id");
  expect(await owners()).toEqual(['1 source', '2 destination', '3 source', '4 destination', '5 source', '6 source', '50 destination']);

  await sql(
    source,
    "update stock set owner = 'changed' where id in (1, 2)",
    'delete from stock where id = 4',
    "insert into stock (id, owner) values (50, 'inserted'), (51, 'inserted')",
    'insert into fresh values (1)',
  );
  await task.catchesUp();
  expect(await owners()).toEqual(['1 changed', '2 changed', '3 source', '5 source', '6 source', '50 inserted', '51 inserted']);
  expect(await value(destination, 'select count(*) from fresh')).toBe('1');
});

test('rows alone go into tables that were made beforehand, foreign keys and triggers quiet', async () => {
  const [source, destination] = await servers.databases('rowsonly');
  const tables = `create table a (id int primary key, v text); create table b (id int primary key, a int references a);`;
  await sql(
    source,
    tables,
    "insert into a select n, 'v' from generate_series(1, 100) n",
    'insert into b select n, n from generate_series(1, 100) n',
  );
  await sql(
    destination,
    tables,
    `create function refuse() returns trigger language plpgsql as $$ begin raise 'fired'; end $$;
     create trigger t before insert or update or delete on b for each row execute function refuse()`,
  );
  await using task = await TestTask.create(servers, 'rowsonly', { objects: OBJECTS, types: ['full', 'incremental'] });
  await task.startAndFollow();
  await sql(source, 'begin; insert into a values (500); insert into b values (500, 500); delete from b where id < 10; commit');
  await task.catchesUp();
  expect(await compareDatabases(source, destination)).toMatchObject({ tables: 2, rows: 193, difference: null });
  expect(task.complaints()).toEqual([]);
});

test('structure and rows without incremental: the task finishes by itself and keeps nothing at the source', {
  timeout: 300_000,
}, async () => {
  const [source, destination] = await servers.databases('once');
  await sql(source, TABLE, "insert into stock (id, owner) select n, 'x' from generate_series(1, 1000) n");
  await using task = await TestTask.create(servers, 'once', { objects: OBJECTS, types: ['schema', 'full'] });
  await task.send('start');
  await task.reaches('finished');
  expect(await compareDatabases(source, destination)).toMatchObject({ rows: 1000, difference: null });
  expect(await value(source, "select count(*) from pg_replication_slots where database = 'once'")).toBe('0');
  expect(await value(source, 'select count(*) from pg_publication')).toBe('0');
  expect(await task.engine.release(task.id)).toEqual({ leftovers: [] });
});

test('changes alone are followed from the start of the task on', async () => {
  const [source, destination] = await servers.databases('changes');
  await sql(source, 'create table t (id int primary key, v text)', "insert into t values (1, 'before')");
  await sql(destination, 'create table t (id int primary key, v text)', "insert into t values (1, 'before')");
  await using task = await TestTask.create(servers, 'changes', { objects: OBJECTS, types: ['incremental'] });
  await task.startAndFollow();
  await sql(source, "update t set v = 'after'", "insert into t values (2, 'new')");
  await task.catchesUp();
  expect(await compareDatabases(source, destination)).toMatchObject({ rows: 2, difference: null });
});

test('tables that the destination refuses do not hold up the others, and are copied once it is mended', async () => {
  const [source, destination] = await servers.databases('strict');
  const names = ['t1', 't2', 't3', 't4', 't5', 't6'];
  for (const name of names) {
    await sql(
      source,
      `create table ${name} (id int primary key, v text)`,
      `insert into ${name} select n, repeat('x', 200) from generate_series(1, 20000) n`,
    );
  }
  // Refused at the first row, while most of the copy still waits to be read.
  const strict = ['t1', 't2', 't3', 't4'];
  for (const name of strict) await sql(destination, `create table ${name} (id int primary key, v varchar(10))`);
  await using task = await TestTask.create(servers, 'strict', { objects: OBJECTS, conflictMode: 'ignore' });
  await task.send('start');
  await expect(task.reaches('streaming')).rejects.toThrow('(and 3 more tables)');
  expect(task.state).toMatchObject({ name: 'failed', from: 'loading', error: { code: 'table.value.refused' } });
  expect(await value(destination, 'select (select count(*) from t5) + (select count(*) from t6)')).toBe('40000');

  await sql(source, 'insert into t1 values (0)', 'insert into t5 values (0)');
  for (const name of strict) await sql(destination, `alter table ${name} alter column v type text`);
  await task.send('resume');
  await task.reaches('streaming');
  await task.catchesUp();
  expect(await compareDatabases(source, destination)).toMatchObject({ tables: 6, rows: 120_002, difference: null });
});
