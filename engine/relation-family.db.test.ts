import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers, value, valuesOf } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers({ sourceMajor: 15 });
  await sql(servers.source.url(), `create role migrator login replication password 'secret'`);
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

/** The account may make no event triggers, and the log describes partitions and heirs only, each at its own next change. */
test.each([
  [
    'parts',
    'item_1',
    ['create table shop.item (id int primary key, v text) partition by range (id)'],
    ['create table shop.item_1 partition of shop.item for values from (0) to (100)'],
  ],
  ['heirs', 'item', ['create table shop.item (id int primary key, v text)'], ['create table shop.item_1 () inherits (shop.item)']],
] as const)('columns that a whole family of tables gains stop the task by name: %s', async (name, told, root, below) => {
  const [source, destination] = await servers.databases(name);
  await sql(source, 'create schema shop', 'grant all on schema shop, public to migrator', `grant create on database ${name} to migrator`);
  await sql(source, ...root, ...below, `insert into shop.item values (1, 'a')`);
  for (const table of await valuesOf(source, `select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = 'shop'`))
    await sql(source, `alter table ${table} owner to migrator`);
  const own = { ...servers.source.endpoint(name), user: 'migrator', password: 'secret' };
  await using task = await TestTask.create(servers, name, { objects: [{ schema: 'shop' }], source: own });
  await task.startAndFollow();
  await sql(source, `insert into shop.item values (2, 'b')`, 'alter table shop.item add column more int default 3');
  await sql(source, `insert into shop.item values (3, 'c', 4)`);
  await expect(task.reaches('finished')).rejects.toThrow(`shop.${told}, which has other columns now, as its parents or partitions do`);
  // What came before is there, and nothing that would lack the column.
  expect(await value(destination, `select string_agg(id::text, ' ' order by id) from shop.item`)).toBe('1 2');
  await task.engine.release(task.id);
});
