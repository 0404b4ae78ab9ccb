import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sql, startServers, type TestServers, valuesOf } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

// Real servers: slow machines are given their time.
vi.setConfig({ testTimeout: 60_000 });

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers({ sourceMajor: 12, destinationMajor: 18 });
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

const SOURCE = `create type mood as enum ('sad', 'fine');
  create table t (id int primary key, gone text, m mood, n int, small int, computed int);
  insert into t select i, 'gone', 'fine', i * 10, i, i from generate_series(1, 5) i;
  create table bytes (id int primary key, m mood, at timestamptz, n numeric[]);
  insert into bytes select i, 'sad', '2024-01-01', array[1.50, null] from generate_series(1, 5) i`;

/** Other columns, other types, another order, and the key numbered by the destination. */
const DESTINATION = `create type other as enum ('x'); create type mood as enum ('sad', 'fine');
  create table t (computed int generated always as (7) stored, small bigint, own text default 'own', m mood,
    id int generated always as identity primary key, n int);
  insert into t (id, n, own) overriding system value values (2, 999, 'kept');
  create table bytes (id int primary key, m mood, at timestamptz, n numeric[])`;

test.each([
  { name: 'whole', types: undefined },
  { name: 'rows', types: ['full', 'incremental'] as ('full' | 'incremental')[] },
])('tables that differ, told to go on ($name): the columns that both have are copied and followed', async ({ name, types }) => {
  const [source, destination] = await servers.databases(name);
  await sql(source, SOURCE);
  await sql(destination, DESTINATION);
  const document = { objects: [{ schema: 'public' }], conflictMode: 'ignore' as const, ...(types === undefined ? {} : { types }) };
  await using task = await TestTask.create(servers, name, document);
  await task.startAndFollow();
  const rows = () => valuesOf(destination, "select concat_ws(' ', id, n, small, m, own, computed) from t order by id");
  expect(await rows()).toEqual(['1 10 1 fine own 7', '2 999 kept 7', '3 30 3 fine own 7', '4 40 4 fine own 7', '5 50 5 fine own 7']);
  expect(await valuesOf(destination, "select concat_ws(' ', id, m, n) from bytes where id = 3")).toEqual(['3 sad {1.50,NULL}']);

  await sql(
    source,
    "update t set n = 0, gone = 'changed', m = 'sad' where id in (2, 3)",
    'delete from t where id = 4',
    "insert into t values (6, 'gone', 'fine', 60, 6, 6)",
    "update bytes set m = 'fine' where id = 3",
  );
  await task.catchesUp();
  expect(await rows()).toEqual(['1 10 1 fine own 7', '2 0 2 sad kept 7', '3 0 3 sad own 7', '5 50 5 fine own 7', '6 60 6 fine own 7']);
  expect(await valuesOf(destination, 'select m from bytes where id = 3')).toEqual(['fine']);
  expect(task.complaints().filter((line) => line.includes('new-column'))).toEqual([]);
});
