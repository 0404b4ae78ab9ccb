import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Bench, problemAbout, startBench } from '#e2e/precheck/bench.ts';
import { openDestination } from '#engine/destination/index.ts';
import { diagnosePostgres } from '#engine/postgres/diagnose.ts';

// Real servers: slow machines are given their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

/**
 * Real PolarDB cannot be had here: these are PostgreSQL servers in whose databases the functions answer as PolarDB's do. What is
 * tested is that the answers are asked for and understood; that PolarDB gives them is taken from its documentation
 * (engine/postgres/flavour.test.ts). That a session may turn its Oracle ways off cannot be simulated: a server knows only its own
 * settings by names without a dot.
 */
const POLARDB = `create function polardb_version() returns text language sql as $$ select 'PolarDB V2.0.14.15.30.0' $$`;
const ORACLE = `alter function pg_catalog.current_setting(text, boolean) rename to real_setting;
  create function pg_catalog.current_setting(name text, missing boolean) returns text language sql stable as $$
    select case name when 'polardb_version' then 'PolarDB V2.0.14.15.30.0' when 'polar_compatibility_mode' then 'ora'
      when 'polar_comp_redwood_date' then 'on' when 'polar_empty_string_is_null_enable' then 'on'
      else pg_catalog.real_setting(name, missing) end $$`;

const APP = [{ schema: 'app' }];
const PASS = { severity: 'pass', problems: [] };
const TO_ORACLE = { type: { destination: 'polardb-oracle' } } as const;

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ source: 15, destination: 15 });
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
});

test('CHECK_SRC_FLAVOUR, CHECK_DEST_FLAVOUR: a server that is not what was chosen', async () => {
  const pair = await bench.pair();
  expect(await pair.find('CHECK_SRC_FLAVOUR', APP)).toMatchObject(PASS);
  expect(await pair.find('CHECK_DEST_FLAVOUR', APP)).toMatchObject(PASS);
  const oracle = await pair.find('CHECK_DEST_FLAVOUR', APP, TO_ORACLE);
  expect(oracle).toMatchObject({ severity: 'warn' });
  const { host, port } = pair.config(APP).destination;
  expect(problemAbout(oracle, `${host}:${port}`).cause.en).toContain('is PostgreSQL, not PolarDB for PostgreSQL (Compatible with Oracle)');
  await pair.run('source', POLARDB);
  await pair.run('destination', POLARDB);
  expect(await pair.find('CHECK_SRC_FLAVOUR', APP)).toMatchObject({ severity: 'warn' });
  const polardb = { type: { source: 'polardb-postgresql', destination: 'polardb-postgresql' } } as const;
  expect(await pair.find('CHECK_SRC_FLAVOUR', APP, polardb)).toMatchObject(PASS);
  expect(await pair.find('CHECK_DEST_FLAVOUR', APP, polardb)).toMatchObject(PASS);
});

test('the Oracle-compatible mode is known by its setting, and the connection test tells of it', async () => {
  const pair = await bench.pair();
  await pair.run('destination', ORACLE);
  expect(await pair.find('CHECK_DEST_FLAVOUR', APP, TO_ORACLE)).toMatchObject(PASS);
  const chosen = await pair.find('CHECK_DEST_FLAVOUR', APP);
  expect(chosen?.problems[0]?.fix.en).toContain('Choose PolarDB for PostgreSQL (Compatible with Oracle)');
  const { destination } = pair.config(APP);
  if (destination.type === 'selectdb') throw new Error('The pair is of two PostgreSQL servers.');
  const { ok, stages } = await diagnosePostgres(destination, { side: 'destination', incremental: true });
  expect(ok).toBe(true);
  const seen = stages.find(({ stage }) => stage === 'database')?.detail?.en;
  expect(seen).toContain('(PolarDB V2.0.14.15.30.0). It is PolarDB for PostgreSQL (Compatible with Oracle), not PostgreSQL');
});

test('PG_ORACLE_MODE: dates with a time, empty strings, names of one spelling', async () => {
  const pair = await bench.pair();
  await pair.run('source', 'create schema app; create table app.t (id int primary key)');
  await pair.run('destination', ORACLE);
  expect(await pair.find('PG_ORACLE_MODE', APP)).toBeNull();
  expect(await pair.find('PG_ORACLE_MODE', APP, TO_ORACLE)).toMatchObject(PASS);
  await pair.run(
    'source',
    `create table app.person (id int primary key, born date, name text not null, nick varchar(20)); create table app."PERSON" (id int primary key)`,
  );
  const finding = await pair.find('PG_ORACLE_MODE', APP, TO_ORACLE);
  expect(finding).toMatchObject({ severity: 'warn' });
  const causes = finding?.problems.map(({ cause }) => cause.en) ?? [];
  expect(causes).toHaveLength(3);
  expect(causes[0]).toContain('app.person.born become TIMESTAMP(0)');
  expect(causes[1]).toMatch(/app\.person\.name, app\.person\.nick lose the difference; in app\.person\.name, which are NOT NULL/);
  expect(causes[2]).toContain('app.person');
  expect(finding?.problems[0]?.fixSql).toBe(`ALTER DATABASE "${pair.database}" SET polar_comp_redwood_date = off;`);
  // Without structure the columns are what they are.
  const rows = await pair.find('PG_ORACLE_MODE', APP, { ...TO_ORACLE, types: ['full'] });
  expect(rows?.problems.some(({ cause }) => cause.en.includes('TIMESTAMP'))).toBe(false);
});

test('the plan says what a DATE column becomes', async () => {
  const pair = await bench.pair();
  const typeOf = async () => {
    await using destination = await openDestination(pair.config(APP, TO_ORACLE).destination, pair.database);
    const names = { changes: false } as Parameters<typeof destination.columnType>[1];
    return destination.columnType('date', names);
  };
  expect(await typeOf()).toBe('date');
  await pair.run('destination', ORACLE);
  expect(await typeOf()).toBe('timestamp(0) without time zone');
});

test('PG_REPLICA_ROLE: PolarDB has no superuser to grant it', async () => {
  const pair = await bench.pair();
  await pair.run('destination', POLARDB);
  const user = await pair.account('destination');
  const edits = { user: { destination: user }, type: { destination: 'polardb-postgresql' } } as const;
  const problem = problemAbout(await pair.find('PG_REPLICA_ROLE', APP, edits), user);
  expect(problem.fix.en).toContain('privileged account of the cluster');
  expect(problem.fixSql).toBeUndefined();
});
