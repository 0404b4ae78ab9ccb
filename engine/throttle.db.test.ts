import { afterAll, beforeAll, expect, test } from 'vitest';
import { applied, rateOver, rowsOf } from '#e2e/faults/rates.ts';
import { sql, startServers, type TestServers, value, valuesOf } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

const OBJECTS = [{ schema: 'public' }];
const SINGLES = 6_000;
const TOGETHER = 12_000;

async function followed(name: string, options: Pick<Parameters<typeof TestTask.create>[2], 'incremental' | 'start'>) {
  const [source, destination] = await servers.databases(name);
  await sql(source, 'create table t (id int primary key, v text)', 'create table loose (id int, v text)');
  const task = await TestTask.create(servers, name, { objects: OBJECTS, ...options });
  await task.startAndFollow();
  // A transaction for each row, and one transaction larger than what passes in many seconds.
  const singles = `do $$ begin for n in 1..${SINGLES} loop insert into t values (n, repeat('x', 40)); commit; end loop; end $$`;
  await sql(source, singles, `insert into loose select n, repeat('y', 40) from generate_series(1, ${TOGETHER}) n`);
  return { source, destination, task };
}

test('changes are held to a limit, that of one transaction too, and a change of it holds at once', async () => {
  const incremental = { throttle: { rowsPerSecond: 400, megabytesPerSecond: null } };
  const { source, destination, task } = await followed('throttled', { incremental });
  await using _ = task;
  const slow = await rateOver(task, 5);
  expect(slow).toBeGreaterThan(340);
  expect(slow).toBeLessThan(460);
  expect(applied(task).at(-1)?.throttled).toBe(true);
  expect(task.progress?.history.recent.at(-1)).toMatchObject({ rowLimit: 400 });
  // While it waits its changes are durable a few at a time, and it can be paused and goes on where it was.
  const some = Number(await value(destination, 'select count(*) from t'));
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(SINGLES);
  await task.send('pause');
  await task.send('resume');
  await task.engine.adjust(task.id, { incremental: { rowsPerSecond: 2_000, megabytesPerSecond: null } });
  await task.when(() => rowsOf(applied(task)) >= SINGLES);
  const fast = await rateOver(task, 1);
  expect(fast).toBeGreaterThan(1_000);
  expect(await value(destination, 'select count(*) from loose')).toBe('0');
  await task.engine.adjust(task.id, { incremental: null });
  await task.catchesUp();
  for (const table of ['t', 'loose']) {
    const all = `select id::text || v from ${table} order by id`;
    expect(await valuesOf(destination, all)).toEqual(await valuesOf(source, all));
  }
  expect(task.complaints()).toEqual([]);
}, 120_000);

test('the class of a task holds it too', async () => {
  const { task } = await followed('classed', { start: { instanceClass: 'micro' } });
  await using _ = task;
  expect(task.progress?.limits).toMatchObject({ incremental: null, classRows: 200 });
  const rate = await rateOver(task, 5);
  expect(rate).toBeGreaterThan(160);
  expect(rate).toBeLessThan(240);
  // Another class holds at once: by the first one all of it would take a minute and a half.
  await task.engine.adjust(task.id, { instanceClass: 'unlimited' });
  expect(task.progress?.limits).toMatchObject({ classRows: null });
  await task.catchesUp();
  expect(rowsOf(applied(task))).toBe(SINGLES + TOGETHER);
}, 60_000);

test('what is applied is told: rows, bytes, transactions and batches, table by table', async () => {
  const { task } = await followed('told', {});
  await using _ = task;
  await task.catchesUp();
  const { stream, tables } = task.progress ?? {};
  // And what the source wrote for itself meanwhile.
  expect(stream?.transactions).toBeGreaterThanOrEqual(SINGLES + 1);
  expect(stream?.transactions).toBeLessThan(SINGLES + 20);
  const counts = Object.fromEntries(Object.values(tables ?? {}).map(({ source, changes }) => [source.name, changes.inserts]));
  expect(counts).toEqual({ t: SINGLES, loose: TOGETHER });
  const bytes = applied(task).reduce((sum, event) => sum + event.bytes, 0);
  expect(bytes).toBeGreaterThan((SINGLES + TOGETHER) * 40);
  expect(bytes).toBeLessThan((SINGLES + TOGETHER) * 60);
  expect(stream?.batch?.last.rows).toBeGreaterThan(0);
  expect(stream?.batch?.typical.transactions).toBeGreaterThan(0);
  expect(task.progress?.history.recent.some(({ rate, byteRate, transactionRate }) => rate > 0 && byteRate > 0 && transactionRate > 0)).toBe(
    true,
  );
}, 60_000);
