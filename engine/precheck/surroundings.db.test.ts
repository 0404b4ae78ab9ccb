import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { dressAsAlibabaRds, dressAsPolardb, showSettings, urlOf } from '#e2e/browser/paths/dress.ts';
import type { TestEndpoint } from '#e2e/faults/servers.ts';
import { type Bench, findIn, type Pair, problemAbout, startBench } from '#e2e/precheck/bench.ts';
import type { TaskConfig } from '../task/config.ts';
import { checkTopology } from './checks/check-topology.ts';
import { longTransactionCheck } from './checks/pg-long-transaction.ts';

// Real servers: slow machines are given their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const PUBLIC = [{ schema: 'public' }];
let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ source: 17, destination: 18 }, { max_prepared_transactions: 5, max_connections: 60 });
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
});

/** A session of its own at the source. */
async function session(pair: Pair, options: { readonly replication?: boolean } = {}): Promise<pg.Client> {
  const { host, port, database, user, password } = pair.config(PUBLIC).source as TaskConfig['source'] & { password: string };
  const client = new pg.Client({
    ...{ host, port, database, user, password, application_name: 'app server' },
    ...(options.replication === true ? ({ replication: 'true' } as object) : {}),
  });
  await client.connect();
  return client;
}

async function setting(pair: Pair, name: string, value: string): Promise<void> {
  await pair.run('source', `alter system set ${name} = ${value}`);
  await pair.run('source', 'select pg_reload_conf()');
}

test('CHECK_TOPOLOGY: a table is not carried into one that the task reads', async () => {
  const pair = await bench.pair();
  await pair.run('source', 'create table t (id int primary key); create schema other');
  const apart = pair.config(PUBLIC);
  expect(await findIn(apart, [checkTopology])).toMatchObject({ severity: 'pass' });
  const same = { ...apart, destination: { ...apart.source, type: 'postgresql' as const } };
  const finding = await findIn(same, [checkTopology]);
  expect(finding).toMatchObject({ code: 'CHECK_TOPOLOGY', severity: 'fail' });
  expect(problemAbout(finding, 'public.t').cause.en).toContain('public.t is carried into public.t');
  // One server has many names.
  const otherName = { ...same, destination: { ...same.destination, host: 'localhost' } };
  expect(await findIn(otherName, [checkTopology])).toMatchObject({ severity: 'fail' });
  expect(await findIn({ ...same, objects: [{ schema: 'public', as: 'other' }] }, [checkTopology])).toMatchObject({ severity: 'pass' });
});

test('PG_ROW_SECURITY: what a policy hides from the account is not read', async () => {
  const pair = await bench.pair();
  const user = await pair.account('source');
  await pair.run(
    'source',
    `create table t (id int primary key, owner text); alter table t enable row level security;
     create policy own on t using (owner = current_user); grant select on t to {user}`,
  );
  const edits = { user: { source: user } };
  const finding = await pair.find('PG_ROW_SECURITY', PUBLIC, edits);
  expect(finding).toMatchObject({ code: 'PG_ROW_SECURITY', severity: 'fail' });
  const problem = problemAbout(finding, user);
  expect(problem.cause.en).toContain('public.t');
  await expect(pair.run('source', 'set role {user}; set row_security = off; select * from t')).rejects.toThrow('row-level security');
  await pair.run('source', problem.fixSql ?? '');
  expect(await pair.find('PG_ROW_SECURITY', PUBLIC, edits)).toMatchObject({ severity: 'pass', problems: [] });
  expect(await pair.find('PG_ROW_SECURITY', PUBLIC, { types: ['schema'] })).toBeNull();
});

test('PG_LONG_TRANSACTION: sessions that a slot would wait for', async () => {
  const pair = await bench.pair();
  await pair.run('source', 'create table t (id int primary key)');
  const long = longTransactionCheck(0);
  const idle = await session(pair);
  await idle.query('begin; insert into t values (1)');
  const { rows } = await idle.query<{ pid: number }>('select pg_backend_pid() as pid');
  const subject = String(rows[0]?.pid);
  const finding = await findIn(pair.config(PUBLIC), [long]);
  expect(finding).toMatchObject({ code: 'PG_LONG_TRANSACTION', severity: 'warn' });
  const problem = problemAbout(finding, subject);
  expect(problem.cause.en).toContain('app server');
  // Of a minute ago it is not long.
  expect(await findIn(pair.config(PUBLIC), [longTransactionCheck(60_000)])).toMatchObject({ severity: 'pass' });
  idle.on('error', () => {});
  await pair.run('source', problem.fixSql ?? '');
  await vi.waitFor(async () => expect(await findIn(pair.config(PUBLIC), [long])).toMatchObject({ severity: 'pass' }), { timeout: 20_000 });
  await idle.end().catch(() => {});
});

test('PG_PREPARED_TRANSACTION: nobody’s session has it', async () => {
  const pair = await bench.pair();
  await pair.run('source', 'create table t (id int primary key)');
  expect(await pair.find('PG_PREPARED_TRANSACTION', PUBLIC)).toMatchObject({ severity: 'pass' });
  await pair.run('source', `begin; insert into t values (1); prepare transaction 'it''s left'`);
  const finding = await pair.find('PG_PREPARED_TRANSACTION', PUBLIC);
  expect(finding).toMatchObject({ code: 'PG_PREPARED_TRANSACTION', severity: 'warn' });
  await pair.run('source', problemAbout(finding, "it's left").fixSql ?? '');
  expect(await pair.find('PG_PREPARED_TRANSACTION', PUBLIC)).toMatchObject({ severity: 'pass' });
});

test('PG_WAL_SENDER_TIMEOUT and PG_WAL_KEEP: settings of the source, and the console they are changed in', async () => {
  const pair = await bench.pair();
  for (const code of ['PG_WAL_SENDER_TIMEOUT', 'PG_WAL_KEEP']) expect(await pair.find(code, PUBLIC)).toMatchObject({ severity: 'pass' });
  await setting(pair, 'wal_sender_timeout', "'4s'");
  await setting(pair, 'max_slot_wal_keep_size', "'100MB'");
  // The server takes them up in its own time.
  await vi.waitFor(async () => expect(await pair.find('PG_WAL_KEEP', PUBLIC)).toMatchObject({ severity: 'warn' }), { timeout: 20_000 });
  const own = await pair.find('PG_WAL_SENDER_TIMEOUT', PUBLIC);
  expect(own?.problems[0]?.fixSql).toContain("ALTER SYSTEM SET wal_sender_timeout = '60s';");
  const keep = await pair.find('PG_WAL_KEEP', PUBLIC);
  expect(keep).toMatchObject({ severity: 'warn' });
  expect(keep?.problems[0]?.cause.en).toContain('100 MB');
  await pair.run('source', 'create role rdsadmin');
  const amazon = await pair.find('PG_WAL_SENDER_TIMEOUT', PUBLIC);
  expect(amazon?.problems[0]?.fixSql).toBeUndefined();
  expect(amazon?.problems[0]?.fix.en).toContain('DB parameter group');
  await pair.run('source', 'drop role rdsadmin');
  await setting(pair, 'wal_sender_timeout', 'default');
  await setting(pair, 'max_slot_wal_keep_size', 'default');
});

test('PG_SLOT_FAILOVER: a standby that has no copy of the slot', async () => {
  const pair = await bench.pair();
  expect(await pair.find('PG_SLOT_FAILOVER', PUBLIC)).toMatchObject({ severity: 'pass' });
  const standby = await session(pair, { replication: true });
  const finding = await pair.find('PG_SLOT_FAILOVER', PUBLIC);
  expect(finding).toMatchObject({ code: 'PG_SLOT_FAILOVER', severity: 'warn' });
  expect(finding?.problems[0]?.cause.en).toContain('The source has 1 standbys');
  await standby.end();
});

test('PG_SLOT_FAILOVER: the setting of RDS and PolarDB says whether standbys keep copies', async () => {
  const pair = await bench.pair();
  const endpoint = pair.config(PUBLIC).source as TestEndpoint;
  const source = { url: () => urlOf(endpoint), endpoint: () => endpoint };
  const found = () => pair.find('PG_SLOT_FAILOVER', PUBLIC);
  const told = async () => {
    const finding = await found();
    expect(finding).toMatchObject({ severity: 'warn' });
    return `${finding?.problems[0]?.cause.en} ${finding?.problems[0]?.fix.en}`;
  };
  await dressAsAlibabaRds(source);
  expect(await told()).toMatch(/The source has no setting rds_failover_slot_mode: .* Update the minor engine version/);
  await showSettings(source, pair.database, { rds_failover_slot_mode: 'off' });
  expect(await told()).toMatch(/turned off at the source \(rds_failover_slot_mode = off\).* set rds_failover_slot_mode to async/);
  for (const on of ['async', 'sync']) {
    await showSettings(source, pair.database, { rds_failover_slot_mode: on });
    expect(await found()).toMatchObject({ severity: 'pass', problems: [] });
  }
  await pair.run('source', `delete from pg_authid where rolname = 'pg_rds_superuser'`);
  await dressAsPolardb(source, pair.database);
  await showSettings(source, pair.database, { polar_failover_slot_mode: 'off' });
  expect(await told()).toContain('polar_failover_slot_mode = off');
  await showSettings(source, pair.database, { polar_failover_slot_mode: 'async' });
  expect(await found()).toMatchObject({ severity: 'pass', problems: [] });
  await pair.run('source', 'drop role polar_superuser');
});

test('PG_LOCALE: databases that order text differently', async () => {
  const pair = await bench.pair();
  expect(await pair.find('PG_LOCALE', PUBLIC)).toMatchObject({ severity: 'pass' });
  const name = `${pair.database}_utf8`;
  await pair.run('destination', `create database ${name} lc_collate 'C.utf8' lc_ctype 'C.utf8' template template0`);
  const finding = await pair.find('PG_LOCALE', PUBLIC, { database: { destination: name } });
  expect(finding).toMatchObject({ code: 'PG_LOCALE', severity: 'warn' });
  expect(problemAbout(finding, name).cause.en).toContain('LC_COLLATE C → C.utf8');
});

test('PG_DDL_RIGHT: an account that may not make event triggers', async () => {
  const pair = await bench.pair();
  const user = await pair.account('source');
  const edits = { user: { source: user } };
  expect(await pair.find('PG_DDL_RIGHT', PUBLIC)).toMatchObject({ severity: 'pass' });
  expect(await pair.find('PG_DDL_RIGHT', PUBLIC, edits)).toMatchObject({ severity: 'warn' });
  // Of these even their columns are not carried.
  await pair.run(
    'source',
    `create table plain (id int); create table parts (id int) partition by list (id);
     create table part_one partition of parts for values in (1); create table parent (id int); create table child () inherits (parent)`,
  );
  const families = await pair.find('PG_DDL_RIGHT', PUBLIC, edits);
  expect(families?.problems.map(({ subject }) => subject)).toEqual([user, 'public.parent', 'public.parts']);
  expect(problemAbout(families, 'public.parts').cause.en).toContain('stops the task');
  await pair.run('source', 'create role rdsadmin; create role rds_superuser');
  const finding = await pair.find('PG_DDL_RIGHT', PUBLIC, edits);
  await pair.run('source', problemAbout(finding, user).fixSql ?? '');
  expect(await pair.find('PG_DDL_RIGHT', PUBLIC, edits)).toMatchObject({ severity: 'pass' });
  await pair.run('source', 'drop role rdsadmin; drop role rds_superuser');
});

test('PG_DDL_RIGHT: a table that DTS notes commands in, as it has to be gone first', async () => {
  const pair = await bench.pair();
  await pair.run(
    'source',
    `create table dts_ddl_command (id bigserial primary key, ddl_text text);
     create function dts_capture_ddl() returns event_trigger language plpgsql as $$ begin insert into public.dts_ddl_command (ddl_text) values (''); end $$;
     create event trigger dts_intercept_ddl on ddl_command_end execute function dts_capture_ddl()`,
  );
  const finding = await pair.find('PG_DDL_RIGHT', PUBLIC);
  expect(finding).toMatchObject({ severity: 'warn', problems: [{ subject: 'public.dts_ddl_command' }] });
  await pair.run('source', problemAbout(finding, 'public.dts_ddl_command').fixSql ?? '');
  expect(await pair.find('PG_DDL_RIGHT', PUBLIC)).toMatchObject({ severity: 'pass' });
});

test('PG_CONNECTIONS: room for the streams of full load', async () => {
  const pair = await bench.pair();
  const streams = (count: number) => ({ full: { throttle: null, sliceMegabytes: 64, largeObjects: false, streams: count } });
  expect(await pair.find('PG_CONNECTIONS', PUBLIC, streams(1))).toMatchObject({ severity: 'pass' });
  const finding = await pair.find('PG_CONNECTIONS', PUBLIC, streams(64));
  expect(finding).toMatchObject({ code: 'PG_CONNECTIONS', severity: 'warn' });
  expect(finding?.problems).toHaveLength(2);
  expect(finding?.problems[0]?.cause.en).toMatch(/free connections of 57; the task takes up to 68/);
});

// Restarts the source: it stays last.
test('PG_STANDBY_FEEDBACK: a standby that does not tell what it reads', async () => {
  const pair = await bench.pair();
  const load = { types: ['schema', 'full'] as ('schema' | 'full')[] };
  expect(await pair.find('PG_STANDBY_FEEDBACK', PUBLIC, load)).toMatchObject({ severity: 'pass' });
  const signal = join(bench.dir('source'), 'standby.signal');
  writeFileSync(signal, '');
  await bench.restart('source');
  const finding = await pair.find('PG_STANDBY_FEEDBACK', PUBLIC, load);
  expect(await pair.find('PG_STANDBY_FEEDBACK', PUBLIC)).toBeNull();
  rmSync(signal);
  expect(finding).toMatchObject({ code: 'PG_STANDBY_FEEDBACK', severity: 'warn' });
});
