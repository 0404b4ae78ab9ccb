import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { CliRun, endRuns } from '#e2e/faults/run-cli.ts';
import { createWorkload, SCHEMA } from '#e2e/faults/schema.ts';
import { connected, sql, startServers, type TestServers, value, valuesOf } from '#e2e/faults/servers.ts';
import { type TaskOptions, TestTask } from '#e2e/faults/test-task.ts';
import { Writer } from '#e2e/faults/workload.ts';
import { fromLsn } from './postgres/lsn.ts';

/** What the log of a server before version 10 is read by, on one that knows both. */
const BY_TEXT: Pick<TaskOptions, 'incremental'> = { incremental: { decoder: 'test_decoding' } };

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers({ sourceMajor: 15 });
}, 300_000);

afterAll(async () => {
  await endRuns();
  await servers[Symbol.asyncDispose]();
});

const isEqual = async (source: string, destination: string) =>
  expect(await compareDatabases(source, destination, ['shop'])).toMatchObject({ difference: null });

test('a whole task by test_decoding: rows, commands, tables that come and are renamed, beside tables that are nobody’s', async () => {
  const [source, destination] = await servers.databases('whole');
  await sql(
    source,
    'create schema shop',
    'create table shop.item (id int primary key, note text, price numeric(8, 2))',
    'create table shop.ledger (by text, n int)',
    'alter table shop.ledger replica identity full',
    'create table bystander (id int)',
    'create unlogged table fleeting (id int)',
    `insert into shop.item select n, 'note ' || n, n from generate_series(1, 500) n`,
    `insert into shop.ledger values ('a', 1), ('a', 1)`,
  );
  await using task = await TestTask.create(servers, 'whole', { objects: [{ schema: 'shop' }], ...BY_TEXT });
  await task.startAndFollow();
  expect(await valuesOf(source, 'select plugin from pg_replication_slots')).toEqual(['test_decoding']);
  await using client = await connected(source);
  await client.query('begin');
  await client.query(`insert into shop.item values (1001, 'it''s [old-key] and "new-tuple":', 1.5)`);
  await client.query('insert into bystander select n from generate_series(1, 100) n');
  await client.query('insert into fleeting values (1)');
  await client.query('create temp table mine as select * from shop.item');
  await client.query('alter table shop.item add column later int default 7');
  await client.query('update shop.item set later = id where id < 10');
  await client.query(`delete from shop.ledger where ctid = (select min(ctid) from shop.ledger)`);
  await client.query('commit');
  await task.catchesUp();
  await isEqual(source, destination);
  // Twice over in one batch: names that are the plan's no more, and not yet those of now.
  await task.send('pause');
  await sql(
    source,
    `insert into shop.item values (2001, 'as item', 1)`,
    'alter table shop.item rename to thing',
    `insert into shop.thing values (2002, 'as thing', 1)`,
    'alter table shop.thing rename to object',
    `insert into shop.object values (2003, 'as object', 1)`,
    // It bears a name that was the other's.
    'create table public.thing (id int)',
    'insert into public.thing values (1)',
    'create table shop.fresh (id int primary key, note text)',
    `insert into shop.fresh values (1, 'one')`,
    'truncate shop.ledger, bystander',
    `insert into shop.ledger values ('b', 1), ('b', 1)`,
  );
  await task.send('resume');
  await task.reaches('streaming');
  await task.catchesUp();
  await sql(source, `insert into shop.fresh values (2, 'two')`, `update shop.object set note = 'x' where id = 2002`);
  await task.catchesUp();
  await isEqual(source, destination);
  expect(await value(destination, `select string_agg(note, ' ' order by id) from shop.object where id > 2000`)).toBe('as item x as object');
  expect(task.complaints()).toEqual([]);
  await task.send('stop');
  expect(await task.engine.release(task.id)).toEqual({ leftovers: [] });
  expect(await value(source, 'select (select count(*) from pg_replication_slots) + (select count(*) from pg_publication)')).toBe('0');
}, 120_000);

test('a table that was renamed unseen stops the task instead of being passed over', async () => {
  const [source] = await servers.databases('renamed');
  await sql(
    source,
    `create role plain login replication password 'secret'`,
    'create table t (id int primary key)',
    'insert into t values (1)',
  );
  await sql(source, 'alter table t owner to plain', 'grant all on schema public to plain', 'grant create on database renamed to plain');
  const account = {
    ...servers.source,
    endpoint: (name: string) => ({ ...servers.source.endpoint(name), user: 'plain', password: 'secret' }),
  };
  await using task = await TestTask.create({ ...servers, source: account }, 'renamed', { objects: [{ schema: 'public' }], ...BY_TEXT });
  await task.startAndFollow();
  await sql(source, 'insert into t values (2)', 'alter table t rename to other', 'insert into other values (3)');
  await expect(task.reaches('finished')).rejects.toThrow('public.other, which is not a table of this task');
  await task.engine.release(task.id);
}, 120_000);

test('under writing, killed again and again in load and following, nothing is lost or doubled', async () => {
  const source = servers.source.url();
  const destination = servers.destination.url();
  const document = join(servers.dir, 'task.json');
  const config = {
    name: 'by-text',
    source: servers.source.endpoint('postgres'),
    destination: servers.destination.endpoint('postgres'),
    objects: [{ schema: SCHEMA }],
    full: { streams: 2, sliceMegabytes: 4, throttle: { megabytesPerSecond: 8 } },
    ...BY_TEXT,
    accepted: ['PG_PRIMARY_KEY'],
  };
  await writeFile(document, JSON.stringify(config));
  const args = ['run', document, '--json', '--data', join(servers.dir, 'data')];
  const bulk = 30_000;
  await createWorkload(source, bulk);
  const writer = new Writer({ url: source, connections: 2, restMs: 10, bulk, large: 21_000 });
  const killed = { load: 0, following: 0 };
  try {
    for (const phase of ['load', 'load', 'following', 'following', 'following'] as const) {
      const run = new CliRun(args);
      // Ever deeper into the log.
      let reports = phase === 'load' ? 0 : 1 + killed.following;
      let begun = phase === 'load';
      const reached = await run.sees((line) => {
        begun ||= line.kind === 'state' && line.name === 'streaming';
        if (!begun || line.kind !== (phase === 'load' ? 'load' : 'applied')) return false;
        reports -= 1;
        return reports < 0;
      });
      expect(reached, run.errors).toBe(true);
      if (await run.kill()) killed[phase] += 1;
    }
  } finally {
    await writer.stop();
  }
  expect(killed).toEqual({ load: 2, following: 3 });
  const run = new CliRun(args);
  const end = fromLsn((await value(source, 'select pg_current_wal_lsn()')) ?? '');
  expect(await run.sees((line) => line.kind === 'applied' && line.position >= end && (line.waiting ?? 0) === 0), run.errors).toBe(true);
  await run.terminate();
  expect(await compareDatabases(source, destination, [SCHEMA])).toMatchObject({ difference: null });
}, 400_000);
