import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, passes, refused, stops } from '#e2e/faults/refused.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers({ sourceMajor: 15, destinationMajor: 17 });
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

const operations = ['insert', 'update', 'createTable', 'dropTable', 'addColumn'] as const;
const [a, b, c] = [{ name: 'a', operations: [...operations] }, { name: 'b', operations: [...operations] }, { name: 'c' }];

test.each([true, false])('what waits is not about a table that was taken away and added again (made anew there: %s)', async (anew) => {
  const name = anew ? 'anew' : 'kept';
  const [source, destination] = await servers.databases(name);
  await sql(
    source,
    ...['a', 'b'].map((table) => `create table ${table} (id int primary key, n int)`),
    'create table c (id int primary key)',
  );
  await sql(source, 'insert into a values (1, 1)', 'insert into b values (1, 1)');
  await using task = await TestTask.create(servers, name, { objects: [{ schema: 'public', tables: [a, b, c] }], conflictMode: 'ignore' });
  await task.startAndFollow();
  await task.catchesUp();
  await sql(destination, 'create view seen as select n from a');
  await sql(source, 'drop table a, b', 'create table b (id int primary key, n int)', 'insert into b values (5, 5)');
  const stopped = await stops(task);
  await passes(task, source);
  const choose = (tables: { name: string; operations?: (typeof operations)[number][] }[]) =>
    task.engine.changeObjects(task.id, { objects: [{ schema: 'public', tables }], accepted: ['CHECK_DEST_TABLE_EMPTY', 'PG_SAME_NAME'] });
  await choose([a, c]);
  await passes(task, source);
  if (anew) await sql(destination, 'drop table b');
  await choose([a, c, b]);
  await task.when(() => {
    const tables = Object.values(task.progress?.tables ?? {});
    return tables.some((table) => table.source.name === 'b' && table.state === 'following');
  });
  await sql(source, 'insert into b values (6, 6)');
  await passes(task, source);
  await sql(destination, 'drop view seen');
  await answer(task, 'retry', stopped);
  expect(refused(task)).toEqual([]);
  await sql(source, 'insert into b values (7, 7)');
  await task.catchesUp();
  await task.send('pause');
  await task.send('resume');
  await task.reaches('streaming');
  await sql(source, 'insert into b values (8, 8)', 'insert into c values (8)');
  await task.catchesUp();
  const rows = `select string_agg(id::text, ' ' order by id) from b`;
  expect(await value(destination, rows)).toBe(anew ? await value(source, rows) : `1 ${await value(source, rows)}`);
  expect(await value(destination, `select to_regclass('a')::text`)).toBeNull();
});

test('an index that waits goes with the name of its table, which waits for something else', async () => {
  const [source, destination] = await servers.databases('index');
  await sql(source, 'create table t (id int primary key, n int)', 'insert into t values (1, 1)');
  await sql(destination, 'create table t (id int primary key, n int)', 'insert into t values (100, 5), (101, 5)');
  await using task = await TestTask.create(servers, 'index', { objects: [{ schema: 'public' }], conflictMode: 'ignore' });
  await task.startAndFollow();
  await task.catchesUp();
  await sql(destination, 'create view seen as select n from t');
  await sql(source, 'create unique index t_n on t (n)');
  expect((await stops(task)).stops).toBe(false);
  await sql(source, 'alter table t alter n type bigint', 'alter table t rename to u', 'insert into u values (3, 3)');
  await stops(task, 2);
  await passes(task, source);
  const held = refused(task).find(({ stops: whole }) => whole);
  if (held === undefined) throw new Error('The table is to wait.');
  await sql(destination, 'drop view seen', 'delete from t where id = 101');
  await answer(task, 'retry', held);
  const [index] = refused(task);
  if (index === undefined) throw new Error('The index is to wait still.');
  // As it was written it is of a table that has another name by now.
  await answer(task, 'retry', index);
  const [again] = refused(task);
  if (again === undefined) throw new Error('It was not made, and nobody knows.');
  await answer(task, 'retry', again, 'create unique index t_n on public.u (n)');
  expect(refused(task)).toEqual([]);
  expect(await value(destination, `select count(*) from pg_indexes where tablename = 'u' and indexname = 't_n'`)).toBe('1');
});
