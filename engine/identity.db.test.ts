import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { sql, startServers, type TestServers } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
  for (const server of [servers.source, servers.destination]) await sql(server.url(), 'create database identity');
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
