import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Bench, sqlOf, startBench } from '#e2e/precheck/bench.ts';
import { applyRemedy, estimate, precheck } from '../task/precheck.ts';
import type { PrecheckNews } from './check.ts';

// Real servers: slow machines are given their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const APP = [{ schema: 'App' }];
const CODE = 'PG_REPLICA_IDENTITY';
let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ source: 15, destination: 18 });
});
afterAll(() => bench[Symbol.asyncDispose]());

test('what was shown is run, and the item passes; it is not run twice', async () => {
  const pair = await bench.pair();
  await pair.run('source', 'create schema "App"; create table "App"."Log" (a int); create table "App".other (a int)');
  const config = pair.config(APP);
  const [finding] = await precheck(config, { only: CODE });
  const shown = finding?.problems.map(sqlOf) ?? [];
  expect(shown).toHaveLength(2);
  await applyRemedy(config, CODE, shown);
  expect(await precheck(config, { only: CODE })).toMatchObject([{ code: CODE, severity: 'pass' }]);
  await expect(applyRemedy(config, CODE, shown)).rejects.toMatchObject({ code: 'precheck.remedy-changed' });
});

test('other statements than those that were shown are not run, whoever sends them', async () => {
  const pair = await bench.pair();
  await pair.run('source', 'create schema "App"; create table "App".log (a int)');
  const config = pair.config(APP);
  const [finding] = await precheck(config, { only: CODE });
  const shown = finding?.problems.map(sqlOf) ?? [];
  for (const sent of [['drop table "App".log'], [], [...shown, 'drop table "App".log']])
    await expect(applyRemedy(config, CODE, sent)).rejects.toMatchObject({ code: 'precheck.remedy-changed' });
  // A table that came meanwhile was not seen by anybody.
  await pair.run('source', 'create table "App".later (a int)');
  await expect(applyRemedy(config, CODE, shown)).rejects.toMatchObject({ code: 'precheck.remedy-changed' });
  expect(await precheck(config, { only: CODE })).toMatchObject([{ problems: [{}, {}] }]);
  // An item that offers SQL for people alone.
  await expect(applyRemedy(config, 'PG_WAL_LEVEL', ["ALTER SYSTEM SET wal_level = 'logical';"])).rejects.toMatchObject({
    code: 'precheck.remedy-changed',
  });
});

test('a table that others keep locked is given up by name', async () => {
  const pair = await bench.pair();
  await pair.run('source', 'create schema "App"; create table "App".log (a int)');
  const config = pair.config(APP);
  const [finding] = await precheck(config, { only: CODE });
  const { host, port, database, user, password } = config.source;
  const holder = new pg.Client({ host, port, database, user, password });
  await holder.connect();
  await holder.query('begin; insert into "App".log values (1)');
  await expect(applyRemedy(config, CODE, finding?.problems.map(sqlOf) ?? [])).rejects.toMatchObject({ object: 'App.log' });
  await holder.end();
  expect(await precheck(config, { only: CODE })).toMatchObject([{ severity: 'warn' }]);
});

test('items are heard of as they finish: first what will be looked at, then each once', async () => {
  const pair = await bench.pair();
  await pair.run('source', 'create schema "App"; create table "App".t (id int primary key)');
  const heard: PrecheckNews[] = [];
  const findings = await precheck(pair.config(APP), { heard: (news) => heard.push(news) });
  const [first, ...rest] = heard;
  expect(first?.kind === 'items' ? first.items.map(({ code }) => code) : null).toEqual(findings.map(({ code }) => code));
  const told = rest.map((news) => (news.kind === 'finding' ? news.finding.code : null));
  expect([...told].sort()).toEqual(findings.map(({ code }) => code).sort());
});

test('the estimate is by the statistics of the source, and tells of tables that have none', async () => {
  const pair = await bench.pair();
  await pair.run(
    'source',
    `create schema "App"; create table "App".t (id int primary key, note text);
     insert into "App".t select i, repeat('x', 100) from generate_series(1, 1000) i; analyze "App".t;
     create table "App".fresh (id int primary key);
     create table "App".parts (id int) partition by range (id); create table "App".parts_1 partition of "App".parts for values from (0) to (9);
     analyze "App".parts`,
  );
  const told = await estimate(pair.config(APP, { full: { streams: 3 } }));
  expect(told).toMatchObject({ tables: 3, rows: 1000, streams: 3 });
  expect(told.unknownTables).toBeGreaterThanOrEqual(1);
  expect(told.bytes).toBeGreaterThan(100_000);
});
