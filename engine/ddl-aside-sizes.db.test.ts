import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, passes, refused, stops } from '#e2e/faults/refused.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers({ sourceMajor: 15, destinationMajor: 17 });
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

test('rows that are set aside in several parts, and many small ones with DDL between them, come as they were and in their order', async () => {
  const [source, destination] = await servers.databases('sizes');
  const made = 'create table item (id int primary key, n int, long text, more bytea)';
  await sql(source, made, 'create table other (id int primary key)', `insert into item values (1, 1, '', '')`);
  await sql(destination, made, `insert into item values (1000, 1, 'of somebody else', '')`);
  await using task = await TestTask.create(servers, 'sizes', { objects: [{ schema: 'public' }], conflictMode: 'ignore' });
  await task.startAndFollow();
  await task.catchesUp();
  await sql(destination, 'create view seen as select n from item');
  await sql(source, 'alter table item alter n type bigint');
  const stopped = await stops(task);
  expect(stopped.aside).toBe(true);
  for (let id = 2; id < 40; id += 1) {
    await sql(source, `insert into item (id, n) values (${id}, ${id}000000000)`, `update item set n = n + 1 where id = ${id - 1}`);
    if (id === 20) await sql(source, 'alter table item add column late int default 4');
  }
  await sql(
    source,
    `insert into item values (50, 5, repeat('long \u{1f600}', 4000000), decode(repeat('0ff0', 5000000), 'hex'))`,
    `update item set n = 6 where id = 50`,
    `insert into item values (51, 5, repeat('x', 100), null)`,
    'insert into other values (1)',
  );
  await passes(task, source);
  // The text of the large row is 56 MB, of which each part has 16 MiB.
  expect(await value(destination, `select count(*) from opendts.task_aside where said = ''`)).toBe('3');
  expect(await value(destination, 'select count(*) from other')).toBe('1');
  await sql(destination, 'drop view seen');
  await answer(task, 'retry', stopped);
  expect(refused(task)).toEqual([]);
  await task.catchesUp();
  const all = `select string_agg(concat_ws('/', id, n, length(long), md5(long), md5(more), late), ' ' order by id) from item where id < 1000`;
  expect(await value(destination, all)).toBe(await value(source, all));
  expect(await value(destination, 'select count(*) from opendts.task_aside')).toBe('0');
});
