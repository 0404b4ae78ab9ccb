import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareWithSelectDb } from '#e2e/demo/selectdb/compare.ts';
import { sql, startServers, type TestServers } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { Client } from '#e2e/selectdb/client.ts';
import { type Emulator, startEmulator } from '#e2e/selectdb/emulator.ts';
import { ONE_COPY, withSelectDb } from '#e2e/selectdb/reach.ts';

/** Columns whose type in SelectDB depends on more than their own, followed through changes of their tables. */

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

test('text keys, enums, domains and a key of choice are followed, also past a new column', async () => {
  const [source] = await servers.databases('keys');
  await sql(
    source,
    'create schema own',
    `create type own.mood as enum ('sad', 'happy')`,
    'create domain own.positive as integer check (value > 0)',
    'create table own.codes (code text primary key, mood own.mood, n own.positive)',
    'create table own.orders (id bigint primary key, region text not null, n int)',
    'alter table own.orders replica identity full',
    `insert into own.codes select 'c' || i, 'sad', i from generate_series(1, 100) i`,
    `insert into own.orders select i, 'r' || i % 3, i from generate_series(1, 100) i`,
  );
  const into = withSelectDb(servers, emulator);
  const orders = { engine: 'unique' as const, keys: ['region', 'id'], buckets: 'auto' as const };
  await using task = await TestTask.create(into, 'keys', {
    objects: [{ schema: 'own', selectdb: { orders } }],
    selectdb: ONE_COPY,
  });
  await task.startAndFollow();
  await sql(
    source,
    `update own.codes set mood = 'happy', n = n + 1, code = code || 'x' where n % 2 = 0`,
    'update own.orders set n = -n where id > 50',
    'alter table own.codes add column later text',
    'alter table own.orders add column later text',
    `update own.codes set later = 'l' where n % 3 = 0`,
    `update own.orders set later = 'l', region = 'moved' where id % 10 = 0`,
    'delete from own.orders where id between 20 and 29',
    `insert into own.codes values ('new', 'sad', 7, 'l')`,
  );
  await task.catchesUp();
  await using there = await Client.open({ ...emulator, user: 'root', password: '' });
  expect(await compareWithSelectDb(source, there, { own: 'own' })).toEqual({ tables: 2, rows: 191, difference: null });
});
