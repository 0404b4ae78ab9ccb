import { expect, test } from 'vitest';
import type { Limits } from '../schema/limits.ts';
import type { TaskEvent } from './event.ts';
import { HOUR_MS, NO_HISTORY, RECENT_MS, recorded, type StreamHistory, type StreamSample, withSample } from './history.ts';

const sample = (at: number, rate = 10, lagMs = 1): StreamSample => ({ at, lagMs, rate, byteRate: rate * 100, transactionRate: rate / 2 });
const run = (samples: readonly StreamSample[], from = NO_HISTORY): StreamHistory => samples.reduce(withSample, from);
const seconds = (count: number, from = 0) => Array.from({ length: count }, (_, index) => sample((from + index) * 1_000));

test('the last minutes second by second, the hour by ten seconds, and no more however long it goes on', () => {
  const { recent, hour } = run(seconds(20_000));
  expect(recent).toHaveLength(RECENT_MS / 1_000);
  expect(hour.length).toBeLessThanOrEqual(HOUR_MS / 10_000 + 1);
  expect(recent.at(-1)?.at).toBe(19_999_000);
  expect(hour.at(-1)?.at).toBe(19_999_000);
  expect(hour[0]?.at).toBeGreaterThan(19_999_000 - HOUR_MS);
  expect(JSON.stringify({ recent, hour }).length).toBeLessThan(100_000);
});

test('ten seconds are the mean of what passed and the longest lag', () => {
  const { hour } = run([sample(20_000, 10, 5), sample(21_000, 20, 900), sample(29_000, 60, 7), sample(30_000, 1, 1)]);
  expect(hour).toMatchObject([
    { at: 29_000, rate: 30, byteRate: 3_000, transactionRate: 15, lagMs: 900, of: 3 },
    { at: 30_000, rate: 1, of: 1 },
  ]);
});

test('time only goes forward, though the clock is set back', () => {
  const { recent, hour } = run([...seconds(50), sample(20_500), sample(21_500)]);
  for (const line of [recent, hour]) {
    const times = line.map(({ at }) => at);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    expect(times.at(-1)).toBe(21_500);
  }
});

test('whoever is told of samples in parts has the same history', () => {
  const all = seconds(500);
  expect(run(all.slice(123), run(all.slice(0, 123)))).toEqual(run(all));
});

const event: Extract<TaskEvent, { kind: 'applied' }> = {
  kind: 'applied',
  at: 10_000,
  since: 8_000,
  position: '1',
  sourcePosition: '1',
  bytesBehind: 0,
  lagMs: 7,
  throttled: false,
  changes: { a: { inserts: 3, updates: 2, deletes: 1, truncates: 4, ddl: 5 } },
  transactions: 4,
  bytes: 5_000,
  ddl: 0,
  batches: null,
  spent: null,
  hot: [],
};

test('a report makes a sample of what passed in its time, with the limits that held then', () => {
  const limits: Limits = { throttle: null, streams: 1, incremental: { rowsPerSecond: 500, megabytesPerSecond: 2 }, classRows: 200 };
  const { recent } = recorded(NO_HISTORY, event, limits);
  expect(recent).toEqual([{ at: 10_000, lagMs: 7, rate: 3, byteRate: 2_500, transactionRate: 2, rowLimit: 200, byteLimit: 2_000_000 }]);
  expect(recorded(NO_HISTORY, event, null).recent[0]).not.toHaveProperty('rowLimit');
});

test('how long each side took to answer is kept where it was asked, and of ten seconds the mean', () => {
  const told = (answers: typeof event.answers) =>
    recorded(NO_HISTORY, answers === undefined ? event : { ...event, answers }, null).recent[0];
  expect(told({ source: 1.234, destination: null })).toMatchObject({ sourceMs: 1.23 });
  expect(told({ source: null, destination: 7 })).not.toHaveProperty('sourceMs');
  expect(told(undefined)).not.toHaveProperty('destinationMs');
  const { hour } = run([{ ...sample(20_000), sourceMs: 1 }, { ...sample(21_000), sourceMs: 3, destinationMs: 40 }, sample(22_000)]);
  expect(hour).toMatchObject([{ sourceMs: 2, destinationMs: 40, of: 3 }]);
});

test('a report of hardly any time makes none', () => {
  expect(recorded(NO_HISTORY, { ...event, since: 9_900 }, null)).toBe(NO_HISTORY);
});
