import { expect } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { applied, megabytesOf, rateOver, rowsOf } from '#e2e/faults/rates.ts';
import { sql, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

const SINGLES = 1_500;
const TOGETHER = 3_000;

/** Limits of rows a second and of the class hold, one transaction too, and may be changed meanwhile; what is applied is counted. */
export async function holdsToLimits(servers: TestServers): Promise<void> {
  const [source, destination] = await servers.databases('limits');
  await sql(source, 'create table t (id int primary key, v text)', 'create table loose (id int, v text)');
  await using task = await TestTask.create(servers, 'limits', {
    objects: [{ schema: 'public' }],
    incremental: { throttle: { rowsPerSecond: 400, megabytesPerSecond: null } },
  });
  await task.startAndFollow();
  // A transaction for each row, and one transaction larger than what passes in many seconds.
  await sql(
    source,
    `do $$ begin for n in 1..${SINGLES} loop insert into t values (n, repeat('x', 40)); commit; end loop; end $$`,
    `insert into loose select n, repeat('y', 40) from generate_series(1, ${TOGETHER}) n`,
  );
  const limited = await rateOver(task, 2);
  expect(limited).toBeGreaterThan(300);
  expect(limited).toBeLessThan(500);
  expect(applied(task).at(-1)?.throttled).toBe(true);
  await task.engine.adjust(task.id, { incremental: null, instanceClass: 'micro' });
  expect(task.progress?.limits).toMatchObject({ incremental: null, classRows: 200 });
  const classed = await rateOver(task, 2);
  expect(classed).toBeGreaterThan(130);
  expect(classed).toBeLessThan(270);
  expect(await value(destination, 'select count(*) from loose')).toBe('0');
  await task.engine.adjust(task.id, { instanceClass: 'unlimited' });
  await task.catchesUp();
  expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ rows: SINGLES + TOGETHER, difference: null });
  expect(rowsOf(applied(task))).toBe(SINGLES + TOGETHER);
  const counts = Object.values(task.progress?.tables ?? {}).map(({ source: { name }, changes }) => [name, changes.inserts]);
  expect(Object.fromEntries(counts)).toEqual({ t: SINGLES, loose: TOGETHER });
  // And what the source wrote for itself meanwhile.
  expect(task.progress?.stream?.transactions).toBeGreaterThanOrEqual(SINGLES + 1);
  expect(task.progress?.stream?.transactions).toBeLessThan(SINGLES + 30);
  expect(task.complaints()).toEqual([]);
}

/** Of a thousand bytes each, ten to a transaction. */
const WIDE = 12_000;

/** Limits of megabytes a second hold, and may be changed meanwhile. */
export async function holdsToBytes(servers: TestServers): Promise<void> {
  const [source, destination] = await servers.databases('bytes');
  await sql(source, 'create table t (id int primary key, v text)');
  await using task = await TestTask.create(servers, 'bytes', {
    objects: [{ schema: 'public' }],
    incremental: { throttle: { rowsPerSecond: null, megabytesPerSecond: 1 } },
  });
  await task.startAndFollow();
  await sql(
    source,
    `do $$ begin for n in 1..${WIDE / 10} loop insert into t select n * 10 + i, repeat('x', 1000) from generate_series(1, 10) i; commit; end loop; end $$`,
  );
  const limited = await rateOver(task, 2, megabytesOf);
  expect(limited).toBeGreaterThan(0.75);
  expect(limited).toBeLessThan(1.25);
  expect(applied(task).at(-1)?.throttled).toBe(true);
  await task.engine.adjust(task.id, { incremental: { rowsPerSecond: null, megabytesPerSecond: 2.5 } });
  const faster = await rateOver(task, 2, megabytesOf);
  expect(faster).toBeGreaterThan(1.8);
  expect(faster).toBeLessThan(3.2);
  await task.engine.adjust(task.id, { incremental: null });
  await task.catchesUp();
  expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ rows: WIDE, difference: null });
  expect(task.complaints()).toEqual([]);
}
