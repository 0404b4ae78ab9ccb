import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { connected, sql, startServers, type TestServers, value, valuesOf } from '#e2e/faults/servers.ts';
import { WITHOUT_CAPTURE } from '#e2e/faults/structure.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

/** What happens at either server behind the task's back, where a row could go missing without a word. */

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

const OBJECTS = [{ schema: 'public' }];

test('a table rewritten between the view and its copy is read again, for under the view it looks empty', async () => {
  const [source, destination] = await servers.databases('rewritten');
  await sql(
    source,
    'create table first (id int primary key, v text)',
    "insert into first select n, repeat('x', 2000) from generate_series(1, 3000) n",
    'create table second (id int primary key, v text)',
    "insert into second select n, repeat('x', 1000) from generate_series(1, 3000) n",
    'create table grows (id int primary key, v text)',
    "insert into grows select n, 'v' from generate_series(1, 100) n",
    'create table emptied (id int primary key, v text)',
    "insert into emptied select n, 'v' from generate_series(1, 100) n",
    'analyze',
  );
  // Two streams: while both wait at the destination, the other tables are changed.
  await sql(
    destination,
    'create function wait() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock_shared(7); return null; end $$',
    ...['first', 'second', 'grows', 'emptied'].map((table) => `create table ${table} (id int primary key, v text)`),
    ...['first', 'second'].flatMap((table) => [
      `create trigger wait before insert on ${table} for each statement execute function wait()`,
      `alter table ${table} enable always trigger wait`,
    ]),
  );
  await using holder = await connected(destination);
  await holder.query('select pg_advisory_lock(7)');
  await using task = await TestTask.create(servers, 'rewritten', { objects: OBJECTS, types: ['full', 'incremental'] });
  await task.send('start');
  await task.when(() => task.events.filter((event) => event.kind === 'table' && event.state === 'copying').length >= 2);
  await sql(source, 'alter table grows add column made uuid default gen_random_uuid()');
  await sql(source, "update emptied set v = 'w'", 'truncate emptied', "insert into emptied values (1, 'after')");
  await holder.query('select pg_advisory_unlock(7)');
  await task.reaches('streaming');
  await task.catchesUp();
  expect(await value(destination, 'select count(*) from grows')).toBe('100');
  expect(await valuesOf(destination, 'select v from emptied')).toEqual(['after']);
  expect(task.complaints().filter((line) => line.startsWith('apply.'))).toEqual([]);
});

test('a table that is no longer published ends the task: its changes are not in the log', async () => {
  const [source] = await servers.databases('unpublished');
  await sql(source, 'create table t (id int primary key)');
  await using task = await TestTask.create(servers, 'unpublished', { objects: OBJECTS });
  await task.startAndFollow();
  const name = await value(source, "select pubname from pg_publication_tables where tablename = 't'");
  await sql(source, `alter publication ${name} drop table t`, 'insert into t values (1)');
  await expect(task.when(() => false)).rejects.toThrow('source.table-changed');
});

test('a table that is gone is told of, a publication that is gone ends the task', async () => {
  const [source] = await servers.databases('nopub');
  await sql(source, 'create table t (id int primary key)', 'create table old (id int primary key)');
  await using task = await TestTask.create(servers, 'nopub', { objects: OBJECTS });
  await task.startAndFollow();
  await task.send('pause');
  await sql(source, ...WITHOUT_CAPTURE, 'drop table old');
  await task.send('resume');
  await task.when(() => task.complaints().length > 0);
  expect(task.complaints().join()).toContain('source.table-dropped: The table public.old is gone from the source');
  await task.send('pause');
  const name = await value(source, "select pubname from pg_publication_tables where tablename = 't'");
  await sql(source, `drop publication ${name}`, 'insert into t values (1)');
  await task.send('resume');
  await expect(task.when(() => false)).rejects.toThrow('source.table-changed');
});

test('a column whose type changed ends the task: its values would be cut to the planned type', async () => {
  const [source, destination] = await servers.databases('widened');
  await sql(source, 'create table t (id int primary key, v varchar(5))');
  await using task = await TestTask.create(servers, 'widened', { objects: OBJECTS });
  await task.startAndFollow();
  await task.send('pause');
  await sql(source, ...WITHOUT_CAPTURE);
  await task.send('resume');
  await sql(source, 'alter table t alter column v type varchar(50)', "insert into t values (1, 'longer than five')");
  await expect(task.catchesUp()).rejects.toThrow('source.table-changed');
  expect(await valuesOf(destination, 'select v from t')).toEqual([]);
});

test('rows without a key in a table partitioned at the destination: one change, one row', async () => {
  const [source, destination] = await servers.databases('spread');
  await sql(
    source,
    'create table t (id int, v text)',
    'alter table t replica identity full',
    "insert into t select n, 'v' from generate_series(1, 40) n",
  );
  await sql(
    destination,
    'create table t (id int, v text) partition by hash (id)',
    ...[0, 1, 2, 3].map((n) => `create table t_${n} partition of t for values with (modulus 4, remainder ${n})`),
  );
  await using task = await TestTask.create(servers, 'spread', { objects: OBJECTS, types: ['full', 'incremental'] });
  await task.startAndFollow();
  await sql(source, 'delete from t where id = 7', "update t set v = 'w' where id = 8");
  await task.catchesUp();
  expect(await valuesOf(destination, 'select id || v from t order by id')).toEqual(
    await valuesOf(source, 'select id || v from t order by id'),
  );
});

test('an update that changes nothing that can be sent needs no statement', async () => {
  const [source, destination] = await servers.databases('touched');
  await sql(
    source,
    'create table t (id int generated always as identity primary key, doc text)',
    'alter table t alter column doc set storage external',
    "insert into t (doc) select repeat('x', 9000)",
  );
  await using task = await TestTask.create(servers, 'touched', { objects: OBJECTS });
  await task.startAndFollow();
  await sql(source, 'update t set doc = doc', "insert into t (doc) values ('after')");
  await task.catchesUp();
  expect(await compareDatabases(source, destination)).toMatchObject({ rows: 2, difference: null });
});

test('rows below a table of the same keys are not taken for its own', async () => {
  const [source, destination] = await servers.databases('heirs');
  const tables = `create table cities (id int primary key, v text); create table capitals (primary key (id)) inherits (cities)`;
  for (const url of [source, destination]) await sql(url, tables);
  await sql(source, "insert into cities values (1, 'a'), (2, 'b')", "insert into capitals values (1, 'c'), (3, 'd')");
  await using task = await TestTask.create(servers, 'heirs', { objects: OBJECTS, types: ['full', 'incremental'] });
  await task.startAndFollow();
  await sql(source, "update only cities set v = 'x' where id = 1", 'delete from only cities where id = 1', 'truncate only cities');
  await task.catchesUp();
  expect(await valuesOf(destination, 'select id || v from capitals order by id')).toEqual(['1c', '3d']);
});

test('a source that was put back to an earlier state is refused: its new changes stand where old ones were', {
  timeout: 300_000,
}, async () => {
  const [source] = await servers.databases('putback');
  await sql(source, 'create table t (id int primary key)');
  await using task = await TestTask.create(servers, 'putback', { objects: OBJECTS });
  await task.startAndFollow();
  await task.send('pause');
  const [live, copy] = ['source', 'kept'].map((name) => join(servers.dir, name)) as [string, string];
  await servers.source.stop('fast');
  execFileSync('cp', ['-a', live, copy]);
  await servers.source.start();
  await task.send('resume');
  await task.reaches('streaming');
  await sql(source, 'insert into t select generate_series(1, 20000)');
  await task.catchesUp();
  await task.send('pause');
  await servers.source.stop('fast');
  rmSync(live, { recursive: true });
  execFileSync('cp', ['-a', copy, live]);
  await servers.source.start();
  await sql(source, 'insert into t values (-1)');
  await task.send('resume');
  await expect(task.when(() => false)).rejects.toThrow('source.behind');
});

test('marks that are gone from the destination are not taken for a fresh start', async () => {
  const [source, destination] = await servers.databases('unmarked');
  await sql(source, 'create table t (v int)', 'insert into t values (1)');
  await using task = await TestTask.create(servers, 'unmarked', { objects: OBJECTS });
  await task.startAndFollow();
  await task.catchesUp();
  await task.send('pause');
  await sql(destination, 'drop schema opendts cascade');
  await sql(source, 'insert into t values (2)');
  await task.send('resume');
  await expect(task.when(() => false)).rejects.toThrow('marks.lost');
});

test('marks that go while rows are loaded are missed by every attempt, not by the first alone', async () => {
  const [source, destination] = await servers.databases('unmarked_load');
  await sql(source, 'create table t (v int)', 'insert into t select generate_series(1, 100000)');
  await sql(destination, 'create table t (v int)');
  await using task = await TestTask.create(servers, 'unmarked_load', {
    objects: OBJECTS,
    types: ['full', 'incremental'],
    full: { sliceMegabytes: 1, streams: 1, throttle: { rowsPerSecond: 10_000, megabytesPerSecond: null, queriesPerSecond: null } },
    accepted: ['PG_REPLICA_IDENTITY'],
  });
  await task.send('start');
  const rows = async () => Number(await value(destination, 'select count(*) from t'));
  await expect.poll(rows, { timeout: 30_000 }).toBeGreaterThan(0);
  await task.send('pause');
  expect(task.state).toMatchObject({ name: 'paused', from: 'loading' });
  const there = await rows();
  await sql(destination, 'drop schema opendts cascade');
  for (const _ of ['first', 'second']) {
    await task.send('resume');
    await task.when(() => task.state.name === 'failed').catch(() => undefined);
    expect(task.state).toMatchObject({ name: 'failed', error: { code: 'marks.lost' } });
  }
  expect(await rows()).toBe(there);
});
