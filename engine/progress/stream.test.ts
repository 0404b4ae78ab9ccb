import { expect, test } from 'vitest';
import type { TaskEvent } from './event.ts';
import { type Stream, slowestTables, streamed } from './stream.ts';

type Applied = Extract<TaskEvent, { kind: 'applied' }>;

const none: Applied = {
  kind: 'applied',
  at: 1_000,
  since: 0,
  position: '1',
  sourcePosition: '2',
  bytesBehind: 3,
  lagMs: 4,
  throttled: false,
  changes: {},
  transactions: 0,
  bytes: 0,
  ddl: 0,
  batches: null,
  spent: null,
  hot: [],
};
const counts = (inserts: number) => ({ inserts, updates: 1, deletes: 1, truncates: 7, ddl: 9 });

/** One report a second, each with the same. */
function run(seconds: number, report: Partial<Applied>, from: Stream | null = null, start = 0): Stream {
  let stream = from;
  for (let second = 1; second <= seconds; second += 1) {
    const at = (start + second) * 1_000;
    stream = streamed(stream, { ...none, ...report, at, since: at - 1_000 });
  }
  if (stream === null) throw new Error('nothing was reported');
  return stream;
}

test('rates are what the last second held: changed rows, bytes, transactions', () => {
  const fast = run(5, { changes: { a: counts(98), b: counts(0) }, bytes: 5_000, transactions: 12 });
  expect(fast).toMatchObject({ rate: 102, byteRate: 5_000, transactionRate: 12, transactions: 60 });
  expect(run(1, {}, fast, 5)).toMatchObject({ rate: 0, byteRate: 0, transactionRate: 0, transactions: 60 });
});

test('a report of half a second counts by its length, and weighs half', () => {
  const fast = run(5, { transactions: 10 });
  expect(streamed(fast, { ...none, at: 5_500, since: 5_000, transactions: 10 }).transactionRate).toBeCloseTo(15);
  expect(streamed(fast, { ...none, at: 5_000, since: 5_000, transactions: 10 }).transactionRate).toBeCloseTo(10);
});

test('a pause between two reports is no time in which nothing passed', () => {
  const before = run(5, { transactions: 10 });
  expect(streamed(before, { ...none, at: 3_600_000, since: 3_599_000, transactions: 10 }).transactionRate).toBeCloseTo(10);
});

test('a typical batch is what batches of late carried, not the last one, and quiet seconds leave it as it is', () => {
  const batches = (rows: number) => ({ count: 10, rows: rows * 10, transactions: 20, last: { rows, transactions: 2 } });
  const steady = run(60, { batches: batches(5) });
  expect(steady.batch).toEqual({ last: { rows: 5, transactions: 2 }, typical: { rows: 5, transactions: 2 } });
  const once = run(1, { batches: batches(1_000) }, steady, 60);
  expect(once.batch?.last.rows).toBe(1_000);
  expect(once.batch?.typical.rows).toBeLessThan(50);
  expect(run(600, {}, once, 61).batch).toEqual(once.batch);
});

test('tables are told by what applying takes of each second, the slowest first, and go when they are quick', () => {
  const slow = run(200, { spent: { a: 100, b: 400 } });
  const [first, second] = slowestTables(slow.spent ?? {});
  expect(first).toMatchObject({ id: 'b', ms: expect.closeTo(400, 0) });
  expect(second).toMatchObject({ id: 'a', ms: expect.closeTo(100, 0) });
  const quick = run(200, { spent: { a: 100 } }, slow, 200);
  expect(slowestTables(quick.spent ?? {})[0]?.id).toBe('a');
  expect(slowestTables(run(600, {}, quick, 400).spent ?? { never: 1 })).toEqual([]);
  // Where nobody tells, nothing is said of it.
  expect(run(3, { transactions: 1 }).spent).toBeNull();
});

test('hot keys are told by changes a second, ten at most', () => {
  const hot = Array.from({ length: 30 }, (_, index) => ({ table: 'a', key: String(index), count: index + 1 }));
  const stream = run(200, { hot });
  expect(stream.hot).toHaveLength(10);
  expect(stream.hot[0]).toMatchObject({ table: 'a', key: '29', count: expect.closeTo(30, 0) });
  expect(run(600, {}, stream, 200).hot).toEqual([]);
});

test('statements of DDL add up', () => {
  expect(run(3, { ddl: 2 }).ddl).toBe(6);
});

test('a picture of before, which knows less, takes a report without a fault', () => {
  const old = { position: '1', sourcePosition: '1', bytesBehind: 0, lagMs: 1, at: 1, transactions: 7, rate: 3 } as Stream;
  const now = run(1, { transactions: 2, bytes: 10 }, old);
  expect(now).toMatchObject({ transactions: 9, ddl: 0, batch: null, spent: null, hot: [], byteRate: 10 });
});
