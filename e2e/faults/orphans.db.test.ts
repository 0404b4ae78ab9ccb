import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromLsn } from '#engine/postgres/lsn.ts';
import { compareDatabases } from '../compare.ts';
import { CliRun, endRuns } from './run-cli.ts';
import { connected, sql, startServers, type TestServers, value } from './servers.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
}, 60_000);

afterAll(async () => {
  await endRuns();
  await servers[Symbol.asyncDispose]();
});

const UNFINISHED = "select count(*) from pg_replication_slots where slot_name !~ '_m$' and confirmed_flush_lsn is null";

/**
 * Making a slot waits for the transactions that are open, here for one that stays open. The walsender of a killed engine goes on
 * waiting, and would finish the slot after the next engine has taken its view of the source.
 */
test('an engine killed while its slot was being made leaves no gap behind', { timeout: 60_000 }, async () => {
  const source = servers.source.url();
  await sql(source, 'create table kept (id serial primary key, by text)');
  const document = join(servers.dir, 'task.json');
  const endpoints = { source: servers.source.endpoint('postgres'), destination: servers.destination.endpoint('postgres') };
  await writeFile(document, JSON.stringify({ name: 'slot', ...endpoints, objects: [{ schema: 'public' }] }));
  const args = ['run', document, '--json', '--data', join(servers.dir, 'data')];
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

async function appears(run: CliRun, url: string): Promise<void> {
  while (!run.ended && (await value(url, UNFINISHED)) === '0');
  expect(run.ended, run.errors).toBe(false);
}
