import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { sql, startServers, type TestServers } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
  await servers.databases('identity');
});

afterAll(async () => {
  await servers?.[Symbol.asyncDispose]();
});

test('a key GENERATED ALWAYS that changes takes its row along, unsent values and all', async () => {
  const big = `(select string_agg(md5(i::text), '') from generate_series(1, 600) i)`;
  await sql(
    servers.source.url('identity'),
    'create table keyed (id int generated always as identity primary key, code text unique, big text, doubled int generated always as (id * 2) stored)',
    'alter table keyed alter column big set storage external',
    `insert into keyed (code, big) select 'c' || i, ${big} from generate_series(1, 20) i`,
    'create table keyless (id int generated always as identity, note text)',
    'alter table keyless replica identity full',
    `insert into keyless (note) select 'twin' from generate_series(1, 5)`,
  );
  await using task = await TestTask.create(servers, 'identity', { objects: [{ schema: 'public' }] });
  await task.startAndFollow();
  await sql(
    servers.source.url('identity'),
    'update keyed set id = default where id in (3, 7)',
    `update keyed set id = default, code = 'moved' where id = 11`,
    `update keyed set code = 'same row' where id = 12`,
    'update keyless set id = default where id = 2',
    `update keyless set note = 'changed' where id = 4`,
  );
  await task.catchesUp();
  expect(task.complaints()).toEqual([]);
  expect((await compareDatabases(servers.source.url('identity'), servers.destination.url('identity'), ['public'])).difference).toBeNull();
});

test('keys of types that an extension brings find their rows', async () => {
  const [source, destination] = await servers.databases('extended');
  for (const url of [source, destination])
    await sql(url, 'create extension ltree', 'create schema "Of Its Own"', 'create extension citext schema "Of Its Own"');
  await sql(
    source,
    'create table paths (p ltree primary key, v text)',
    'create table mails (m "Of Its Own".citext primary key, v text)',
    'create table keyless (p ltree, m "Of Its Own".citext)',
    'alter table keyless replica identity full',
    `insert into paths values ('a', 'v'), ('a.b', 'v'); insert into mails values ('A', 'v'), ('b', 'v'); insert into keyless values ('a', 'A'), ('b', 'b')`,
  );
  await using task = await TestTask.create(servers, 'extended', { objects: [{ schema: 'public' }] });
  await task.startAndFollow();
  await sql(
    source,
    "update paths set v = 'w' where p = 'a'; update mails set v = 'w' where m = 'A'; update keyless set p = 'c' where p = 'a'",
    "delete from paths where p = 'a.b'; delete from mails where m = 'b'; delete from keyless where p = 'b'",
  );
  await task.catchesUp();
  expect(task.complaints()).toEqual([]);
  expect((await compareDatabases(source, destination, ['public'])).difference).toBeNull();
});
