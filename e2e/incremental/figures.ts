import { expect } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { applied } from '#e2e/faults/rates.ts';
import { connected, sql, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { slowestTables } from '#engine/progress/stream.ts';
import { tableId } from '#engine/schema/table.ts';

/** More than is held before it is written, so that it is written in parts. */
const ROWS = 25_000;
/** Changes of one row, enough to be told of. */
const OFTEN = 1_000;

/** What a large transaction waits for is told while it is written, and by which table. */
export async function tellsOfWaiting(servers: TestServers): Promise<void> {
  const [source, destination] = await servers.databases('figures');
  await sql(source, 'create table quick (id int primary key)', 'create table slow (id int primary key, note text)');
  await using task = await TestTask.create(servers, 'figures', { objects: [{ schema: 'public' }] });
  await task.startAndFollow();
  await using client = await connected(destination);
  await client.query('begin');
  await client.query('lock table public.slow in access exclusive mode');
  await sql(
    source,
    `begin; insert into quick select generate_series(1, 100); insert into slow select n, 'row ' || n from generate_series(1, ${ROWS}) n; commit`,
  );
  // Nothing of it is applied: only its beginning has told when it was committed.
  await task.hears(
    (event) => event.kind === 'applied' && event.lagMs > 2_000 && event.changes[tableId({ schema: 'public', name: 'slow' })] === undefined,
  );
  await client.query('rollback');
  await task.catchesUp();
  await task.hears((event) => event.kind === 'applied' && event.lagMs < 1_000);
  expect(slowestTables(task.progress?.stream?.spent ?? {})[0]?.id).toBe(tableId({ schema: 'public', name: 'slow' }));
  expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ difference: null });
  expect(task.complaints()).toEqual([]);
}

/** What is applied is told: how much, how fast, table by table, with DDL and the rows that change most. */
export async function tellsOfWork(servers: TestServers): Promise<void> {
  const [source, destination] = await servers.databases('work');
  await sql(
    source,
    'create table counted (id int primary key, n int)',
    'create table emptied (id int primary key)',
    'create table hot (id int primary key, n int)',
    'insert into hot values (7, 0), (8, 0)',
  );
  await using task = await TestTask.create(servers, 'work', { objects: [{ schema: 'public' }] });
  await task.startAndFollow();
  // Together, so that changes of one row meet in a batch.
  await task.send('pause');
  await sql(
    source,
    'insert into counted select n, 0 from generate_series(1, 10) n',
    'update counted set n = 1 where id <= 4',
    'delete from counted where id > 7',
    'alter table counted add column m int default 5',
    'truncate emptied',
    `do $$ begin for i in 1..${OFTEN} loop update hot set n = n + 1 where id = 7; end loop; end $$`,
    `do $$ begin for i in 1..${OFTEN} loop update hot set n = n + 1 where id = 8; commit; end loop; end $$`,
  );
  await task.send('resume');
  await task.reaches('streaming');
  await task.catchesUp();
  const counts = Object.values(task.progress?.tables ?? {}).map(({ source: { name }, changes }) => [name, changes]);
  expect(Object.fromEntries(counts)).toEqual({
    counted: { inserts: 10, updates: 4, deletes: 3, truncates: 0, ddl: 1 },
    emptied: { inserts: 0, updates: 0, deletes: 0, truncates: 1, ddl: 0 },
    hot: { inserts: 0, updates: 2 * OFTEN, deletes: 0, truncates: 0, ddl: 0 },
  });
  const { stream, history } = task.progress ?? {};
  expect(stream?.ddl).toBe(1);
  expect(stream?.transactions).toBeGreaterThanOrEqual(OFTEN + 6);
  expect(stream?.batch?.last.rows).toBeGreaterThan(0);
  expect(stream?.batch?.typical.transactions).toBeGreaterThan(0);
  const hot = { table: tableId({ schema: 'public', name: 'hot' }), key: expect.stringMatching(/^[78]$/), count: expect.any(Number) };
  expect(stream?.hot).toContainEqual(hot);
  expect(applied(task).reduce((sum, { bytes }) => sum + bytes, 0)).toBeGreaterThan(2 * OFTEN);
  expect(history?.recent.some(({ rate, byteRate, transactionRate }) => rate > 0 && byteRate > 0 && transactionRate > 0)).toBe(true);
  expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ rows: 9, difference: null });
  expect(task.complaints()).toEqual([]);
}

/** How long either side takes to answer is told, and kept for the charts. */
export async function tellsOfAnswers(servers: TestServers): Promise<void> {
  const [source, destination] = await servers.databases('answers');
  await sql(source, 'create table items (id int primary key)');
  await using task = await TestTask.create(servers, 'answers', { objects: [{ schema: 'public' }] });
  await task.startAndFollow();
  const answers = () => task.events.flatMap((event) => (event.kind === 'applied' && event.answers !== undefined ? [event.answers] : []));
  await task.when(() => answers().some(({ source: ms }) => ms !== null && ms > 0));
  await using client = await connected(destination);
  await client.query('begin');
  await client.query('lock table public.items in access exclusive mode');
  await sql(source, 'insert into items values (1)');
  await task.hears((event) => event.kind === 'applied' && event.lagMs > 2_000);
  await client.query('rollback');
  // The lock held the batch for longer than that.
  await task.when(() => answers().some(({ destination: ms }) => ms !== null && ms > 1_000));
  await task.when(() => task.progress?.history.recent.some(({ destinationMs = 0 }) => destinationMs > 1_000) ?? false);
  expect(task.progress?.history.recent.some(({ sourceMs = 0 }) => sourceMs > 0)).toBe(true);
}

/** A source of which nothing comes any more is told by its lag. */
export async function tellsOfSilence(servers: TestServers): Promise<void> {
  const [source, destination] = await servers.databases('silence');
  await sql(source, 'create table items (id int primary key)');
  await using task = await TestTask.create(servers, 'silence', { objects: [{ schema: 'public' }] });
  await task.startAndFollow();
  await task.when(() => task.progress?.source?.slot?.active === true);
  const walsender = Number(await value(source, "select active_pid from pg_replication_slots where database = 'silence' and active"));
  expect(walsender).toBeGreaterThan(1);
  process.kill(walsender, 'SIGSTOP');
  try {
    await sql(source, 'insert into items values (1)');
    await task.hears((event) => event.kind === 'applied' && event.lagMs > 2_000 && event.bytesBehind > 0);
  } finally {
    process.kill(walsender, 'SIGCONT');
  }
  await task.catchesUp();
  await task.hears((event) => event.kind === 'applied' && event.lagMs < 1_000);
  expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ rows: 1, difference: null });
}
