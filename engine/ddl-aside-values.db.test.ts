import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, passes, refused, stops } from '#e2e/faults/refused.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers({ sourceMajor: 12, destinationMajor: 18 });
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

test('a value that the type at the destination does not hold has the statement wait on, with nothing of it done', async () => {
  const [source, destination] = await servers.databases('given');
  const made = 'create table item (id int primary key, n int, note text)';
  await sql(source, made, `insert into item values (1, 1, 'a')`, 'create table other (id int primary key)');
  await sql(destination, made, 'create table other (id int primary key)', `insert into item values (1000, 7, 'of somebody else')`);
  await using task = await TestTask.create(servers, 'given', {
    objects: [
      {
        schema: 'public',
        tables: [{ name: 'item', operations: ['insert', 'update', 'delete', 'truncate', 'dropColumn'] }, { name: 'other' }],
      },
    ],
    types: ['full', 'incremental'],
    conflictMode: 'ignore',
  });
  await task.startAndFollow();
  await task.catchesUp();
  await sql(destination, 'create view seen as select note from item');
  const many = Array.from(
    { length: 3 },
    (_, index) => `insert into item (id, n) select ${index + 1} * 1000 + n, n from generate_series(1, 900) n`,
  );
  await sql(
    source,
    'alter table item alter n type bigint',
    'alter table item drop column note',
    ...many,
    'update item set n = 2 where id = 1',
    'insert into item values (5000, 5000000000)',
    'insert into other values (1)',
  );
  const stopped = await stops(task);
  expect(stopped).toMatchObject({ aside: true, attempt: 1 });
  await passes(task, source);
  await sql(destination, 'drop view seen');
  await answer(task, 'retry', stopped);
  const again = await stops(task);
  expect(again).toMatchObject({ attempt: 2, error: { code: 'apply.value-unfit' } });
  const there = `select count(*) from pg_attribute where attrelid = 'item'::regclass and attname = 'note'`;
  expect(await value(destination, there)).toBe('1');
  expect(await value(destination, 'select count(*) from item')).toBe('2');
  expect(await value(destination, 'select n || note from item where id = 1')).toBe('1a');
  await sql(source, 'insert into other values (2)');
  await passes(task, source);
  expect(await value(destination, 'select count(*) from other')).toBe('2');
  await sql(destination, 'alter table item alter n type bigint');
  await task.send('pause');
  await task.send('resume');
  await task.reaches('streaming');
  const now = await stops(task);
  await answer(task, 'retry', now);
  expect(refused(task)).toEqual([]);
  await task.catchesUp();
  const all = `select count(*) || md5(string_agg(id || '=' || n, ' ' order by id)) from item where id <> 1000`;
  expect(await value(destination, all)).toBe(await value(source, all));
  expect(await value(destination, there)).toBe('0');
});
