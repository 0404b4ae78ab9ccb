import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromLsn } from '#engine/postgres/lsn.ts';
import { compareDatabases } from '../compare.ts';
import { CliRun, endRuns } from './run-cli.ts';
import { connected, sql, startServers, type TestServers, value } from './servers.ts';

/** What a killed engine's sessions still do at the servers must not get in the way of the next engine. */
let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
}, 300_000);

afterAll(async () => {
  await endRuns();
  await servers[Symbol.asyncDispose]();
});

const UNFINISHED = "select count(*) from pg_replication_slots where slot_name !~ '_m$' and confirmed_flush_lsn is null";

/**
 * Making a slot waits for the transactions that are open, here for one that stays open. The walsender of a killed engine goes on
 * waiting, and would finish the slot after the next engine has taken its view of the source.
 */
test('an engine killed while its slot was being made leaves no gap behind', async () => {
  const source = servers.source.url();
  await sql(source, 'create table kept (id serial primary key, by text)');
  const args = await runArgs('postgres');
  await using open = await connected(source);
  await open.query("begin; insert into kept (by) values ('stays open')");

  const first = new CliRun(args);
  await appears(first, source);
  const orphan = await value(source, 'select active_pid from pg_replication_slots');
  expect(await first.kill()).toBe(true);
  await sql(source, "insert into kept (by) select 'between' from generate_series(1, 100)");

  const second = new CliRun(args);
  try {
    await second.sees((line) => line.kind === 'step' && line.step === 'full' && line.state === 'running');
    // The orphan has gone before anything else is made.
    while (!second.ended && (await value(source, 'select active_pid from pg_replication_slots')) === orphan);
    await appears(second, source);
    await open.query('commit');
    await sql(source, "insert into kept (by) select 'after' from generate_series(1, 100)");
    const end = fromLsn((await value(source, 'select pg_current_wal_lsn()')) ?? '');
    expect(await second.sees((line) => line.kind === 'applied' && line.position >= end), second.errors).toBe(true);
  } finally {
    await second.terminate();
  }
  expect(await compareDatabases(source, servers.destination.url())).toMatchObject({ rows: 201, difference: null });
});

async function runArgs(database: string, more: Readonly<Record<string, unknown>> = {}): Promise<readonly string[]> {
  const document = join(servers.dir, `${database}.json`);
  const endpoints = { source: servers.source.endpoint(database), destination: servers.destination.endpoint(database) };
  await writeFile(
    document,
    JSON.stringify({ name: database, ...endpoints, objects: [{ schema: 'public' }], accepted: ['PG_PRIMARY_KEY'], ...more }),
  );
  return ['run', document, '--json', '--data', join(servers.dir, 'data')];
}

test('an engine killed while it made an index that takes long does not keep the next from making it', async () => {
  const slow = (seconds: number) =>
    `create or replace function slow(int) returns int immutable language plpgsql as 'begin perform pg_catalog.pg_sleep(${seconds}); return $1; end'`;
  for (const server of [servers.source, servers.destination]) await sql(server.url(), 'create database indexed');
  const source = servers.source.url('indexed');
  const destination = servers.destination.url('indexed');
  await sql(
    source,
    slow(0),
    'create table t (id int)',
    'insert into t select generate_series(1, 100)',
    'alter table t replica identity full',
    'create index t_slow on t (slow(id))',
  );
  await sql(destination, slow(3600));
  // The function at the destination is another than the source's, on purpose.
  const args = await runArgs('indexed', { conflictMode: 'ignore' });

  const first = new CliRun(args);
  const working = "select count(*) from pg_stat_activity where datname = 'indexed' and query like 'CREATE INDEX%' and state = 'active'";
  while (!first.ended && (await value(destination, working)) === '0');
  expect(await first.kill(), first.errors).toBe(true);

  // The killed one's session sleeps on in the function as it was, unless the server ends it.
  await sql(destination, slow(0));
  const second = new CliRun([...args, '--until', 'caught-up']);
  expect(await second.exited, second.errors).toEqual({ code: 0, signal: null });
  expect(await value(destination, "select indisvalid from pg_index where indexrelid = 't_slow'::regclass")).toBe('t');
  expect(await compareDatabases(source, destination)).toMatchObject({ rows: 100, difference: null });
});

async function appears(run: CliRun, url: string): Promise<void> {
  while (!run.ended && (await value(url, UNFINISHED)) === '0');
  expect(run.ended, run.errors).toBe(false);
}
