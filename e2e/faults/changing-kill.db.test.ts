import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromLsn } from '#engine/postgres/lsn.ts';
import type { Changing } from './changing.ts';
import { Hand } from './hand.ts';
import { listed, ROUND } from './joining.ts';
import { list, rows } from './rows.ts';
import { CliRun, endRuns } from './run-cli.ts';
import { sql, startServers, type TestServers, value } from './servers.ts';

const TASK = 'changing';

let servers: TestServers;
let data: string;

beforeAll(async () => {
  servers = await startServers();
  data = join(servers.dir, 'data');
}, 300_000);

afterAll(async () => {
  await endRuns();
  await servers[Symbol.asyncDispose]();
});

test('killed amid changes of its objects that follow each other, a task comes to what was stored last', async () => {
  const [source, destination] = [servers.source.url(), servers.destination.url()];
  await sql(
    source,
    'create table item (id int primary key, v text)',
    'create table late (id int primary key, v text)',
    'create table keyless (n int, word text)',
    'alter table keyless replica identity full',
    'create table left_alone (id int primary key, v text)',
    `insert into late select n, 'first' from generate_series(1, 400) n`,
    `insert into keyless select n % 3, 'first' from generate_series(1, 200) n`,
    `insert into left_alone values (1, 'first')`,
  );
  await goesOn('item', 'left_alone');
  const hand = new Hand(source, ROUND);
  // Both lots are on their way only in what is stored.
  await change('saved', ['item', 'left_alone', 'late'], ['item', 'left_alone', 'late', 'keyless']);
  // One is given up, one leaves, and the other is told to join still.
  await change('saved', ['item', 'left_alone', 'keyless'], ['item', 'keyless']);
  await sql(source, `update left_alone set v = 'unseen'`);
  // The one that was given up comes again, to a table that is there.
  await sql(destination, 'drop table if exists late');
  await change('changed', ['item', 'keyless', 'late'], ['item', 'late']);
  await sql(destination, 'drop table if exists keyless');
  await change('saved', ['item', 'late', 'keyless']).finally(() => hand.stop());
  await goesOn('item', 'late', 'keyless');
  for (const table of ['item', 'late', 'keyless']) expect(await rows(destination, table)).toEqual(await rows(source, table));
  expect(await rows(destination, 'left_alone')).toEqual(['1,first']);
  expect(
    await list(source, `select tablename from pg_publication_tables where schemaname = 'public' and tablename !~ '^dts' order by 1`),
  ).toEqual(['item', 'keyless', 'late']);
  expect(await value(source, 'select count(*) from pg_replication_slots')).toBe('1');
  expect(await value(source, 'select count(*) from pg_publication')).toBe('1');
}, 300_000);

/** One after the other, until the program has killed itself. */
async function change(killed: Changing['killed'], ...changes: readonly (readonly string[])[]): Promise<void> {
  const asked: Changing = { data, task: TASK, changes: changes.map((names) => listed(...names)), killed };
  const child = spawn(process.execPath, ['--import', 'tsx', 'e2e/faults/changing.ts', JSON.stringify(asked)], { stdio: 'inherit' });
  expect(await new Promise((resolve) => child.once('close', (_, signal) => resolve(signal)))).toBe('SIGKILL');
}

/** The command line goes on until all are in, and all that the source has written by now is there. */
async function goesOn(...names: readonly string[]): Promise<void> {
  const document = join(servers.dir, 'task.json');
  const objects = listed(...names);
  const [from, into] = [servers.source.endpoint('postgres'), servers.destination.endpoint('postgres')];
  const full = { throttle: { rowsPerSecond: 200 } };
  await writeFile(document, JSON.stringify({ name: TASK, source: from, destination: into, objects, full, accepted: ['PG_PRIMARY_KEY'] }));
  const target = fromLsn((await value(servers.source.url(), 'select pg_current_wal_lsn()')) ?? '');
  const run = new CliRun(['run', document, '--json', '--data', data]);
  for (const name of names) {
    const isIn = await run.sees((line) => line.kind === 'table' && line.id.includes(`"${name}"`) && line.state === 'following');
    expect(isIn, run.errors).toBe(true);
  }
  while (!run.ended && (await value(servers.destination.url(), 'select count(*) from opendts.task')) !== '1') await rest();
  expect(await run.sees((line) => line.kind === 'applied' && line.position >= target), run.errors).toBe(true);
  expect(await run.terminate(), run.errors).toEqual({ code: 0, signal: null });
}

const rest = () => new Promise((resolve) => setTimeout(resolve, 20));
