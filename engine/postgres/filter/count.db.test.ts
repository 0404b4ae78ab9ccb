import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import type { Engine } from '../../engine.ts';
import { createEngine } from '../../index.ts';
import { FileTaskStore } from '../../task/file-store.ts';
import { loadGrammar } from '../grammar.ts';

let servers: TestServers;
let url: string;
let engine: Engine;

beforeAll(async () => {
  await loadGrammar();
  servers = await startServers();
  engine = createEngine({ store: new FileTaskStore(join(servers.dir, 'engine'), { seal: (plain) => plain, open: (sealed) => sealed }) });
  [url] = await servers.databases('counted');
  await sql(
    url,
    'create table t (id int primary key, word text); create table heir () inherits (t)',
    `insert into t select i, case when i = 7 then 'seven' else i::text end from generate_series(1, 1000) i; insert into heir values (1, '1')`,
    'create table p (id int) partition by range (id); create table p1 partition of p for values from (0) to (100)',
    'insert into p select generate_series(0, 99)',
    // Immutable by its word only: so it passes for a filter, and keeps the server busy.
    `create function slow(int) returns boolean language plpgsql immutable as 'begin perform pg_catalog.pg_sleep(3600); return true; end'`,
  );
});

afterAll(() => servers?.[Symbol.asyncDispose]());

const count = (name: string, where: string, signal = new AbortController().signal) =>
  engine.countFiltered(servers.source.endpoint('counted'), { table: { schema: 'public', name }, where, signal });

test('the rows that a task would carry are counted: not those of heirs, but those of partitions', async () => {
  expect(await count('t', 'id <= 10')).toEqual({ ok: true, rows: 10 });
  expect(await count('t', 'id <= 10 or true')).toEqual({ ok: true, rows: 1000 });
  expect(await count('p', 'id < 30')).toEqual({ ok: true, rows: 30 });
});

test('what is no filter is refused as it is when it is verified, and what fails at a row says so', async () => {
  expect(await count('t', 'nothing = 1')).toMatchObject({ ok: false, at: 0 });
  expect(await count('t', 'id = 1; drop table t')).toMatchObject({ ok: false });
  expect(await count('t', 'word::int > 5')).toMatchObject({ ok: false, error: { message: { en: expect.stringContaining('seven') } } });
});

test('who goes away ends the counting at the source', async () => {
  const waits = new AbortController();
  const counting = count('t', 'public.slow(id)', waits.signal);
  const busy = `select count(*) from pg_stat_activity where state = 'active' and query like '%count(*) as rows%slow%' and pid <> pg_backend_pid()`;
  while ((await value(url, busy)) !== '1') await new Promise((resolve) => setTimeout(resolve, 20));
  waits.abort();
  expect(await counting).toEqual({ ok: true, rows: null });
  expect(await value(url, busy)).toBe('0');
});
