import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { connected, sql, startServers, type TestServers, value, valuesOf } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { fromLsn } from '../../postgres/lsn.ts';

const ROUNDS = 4;
let servers: TestServers;
let source: string;
let destination: string;

beforeAll(async () => {
  servers = await startServers();
  source = servers.source.url();
  destination = servers.destination.url();
  await sql(
    source,
    'create table pairs (id int primary key, by text)',
    'create table twins (id int, by text)',
    'alter table twins replica identity full',
  );
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

async function confirmed(): Promise<string> {
  return fromLsn((await value(source, 'select confirmed_flush_lsn from pg_replication_slots')) ?? '');
}

async function checkpoint(): Promise<string> {
  return (await value(destination, 'select checkpoint from opendts.task')) ?? '';
}

test('of two interleaved transactions with adjacent commit records and a restart between, none is lost or doubled', {
  timeout: 300_000,
}, async () => {
  await using task = await TestTask.create(servers, 'postgres', { objects: [{ schema: 'public' }] });
  await task.startAndFollow();
  await using first = await connected(source);
  await using second = await connected(source);
  let adjacent = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    // Begins first and commits second: its changes lie before the other's commit record, its own commit record right behind it.
    await first.query('begin');
    await first.query('insert into pairs values ($1, $2)', [round * 2, 'first']);
    await first.query('insert into twins values ($1, $2)', [round, 'first']);
    await second.query('begin');
    await second.query('insert into pairs values ($1, $2)', [round * 2 + 1, 'second']);
    await second.query('insert into twins values ($1, $2)', [round, 'second']);
    await second.query('commit');
    await task.catchesUp();
    await task.send('pause');
    // What the task goes on from is the very byte where the other commit record is about to start, unless the server wrote a
    // record of its own meanwhile.
    const before = await checkpoint();
    const next = fromLsn((await value(source, 'select pg_current_wal_insert_lsn()')) ?? '');
    expect((await confirmed()) <= before).toBe(true);
    expect(before <= next).toBe(true);
    if (before === next) adjacent += 1;
    await first.query('commit');
    await task.send('resume');
    await task.reaches('streaming');
    await task.catchesUp();
    expect(await valuesOf(destination, `select by from pairs where id / 2 = ${round} order by id`)).toEqual(['first', 'second']);
    expect(await value(destination, `select count(*) from twins where id = ${round}`)).toBe('2');
  }
  expect(adjacent).toBeGreaterThan(0);
  expect(await compareDatabases(source, destination)).toMatchObject({ difference: null });
  expect(task.complaints()).toEqual([]);
});

test('the source is never told more than what is durable at the destination', async () => {
  await sql(source, 'create schema busy', 'create table busy.rows (id int primary key, padding text)');
  await using task = await TestTask.create(servers, 'postgres', { objects: [{ schema: 'busy' }] });
  await task.startAndFollow();
  const slot = `select confirmed_flush_lsn from pg_replication_slots where slot_name like 'dts_sync_${task.id.replace(' ', '_')}%'`;
  await using asker = await connected(source);
  await using witness = await connected(destination);
  const written = sql(
    source,
    "do $$ begin for n in 1..8000 loop insert into busy.rows values (n, repeat('x', 200)); commit; end loop; end $$",
  );
  const told = new Set<string>();
  let done = false;
  const followed = written
    .then(() => task.catchesUp())
    .finally(() => {
      done = true;
    });
  while (!done) {
    // Asked in this order: what was confirmed then must have been durable by now.
    const { rows } = await asker.query<{ confirmed_flush_lsn: string }>(slot);
    const marks = await witness.query<{ checkpoint: string }>('select checkpoint from opendts.task where task_id = $1', [task.id]);
    const position = fromLsn(rows[0]?.confirmed_flush_lsn ?? '');
    told.add(position);
    expect(position <= (marks.rows[0]?.checkpoint ?? '')).toBe(true);
  }
  await followed;
  expect(told.size).toBeGreaterThan(1);
  expect(await compareDatabases(source, destination, ['busy'])).toMatchObject({ rows: 8000, difference: null });
});
