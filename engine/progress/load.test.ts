import { expect, test } from 'vitest';
import { plannedTable } from '../plan/test-table.ts';
import type { TaskEvent } from './event.ts';
import { LOAD_SAMPLES } from './load.ts';
import { fold, NO_PROGRESS, type Progress } from './progress.ts';
import { loadSummary } from './summary.ts';

const MB = 1_000_000;
const TOTAL = 100 * MB;
const names = { schema: 's', name: 't' };
const planned: TaskEvent = {
  kind: 'planned',
  at: 0,
  steps: ['full'],
  tables: ['a', 'b'].map((id) => plannedTable({ id, source: names, estimatedRows: 100, bytes: TOTAL / 2, copy: { format: 'binary' } })),
  phases: '',
  leftOut: 0,
};
const run = (from: Progress, events: readonly TaskEvent[]): Progress => events.reduce(fold, from);
const copying = ['a', 'b'].map((id): TaskEvent => ({ kind: 'table', at: 0, id, state: 'copying' }));
const begun = run(NO_PROGRESS, [planned, { kind: 'step', at: 0, step: 'full', state: 'running' }, ...copying]);

/** Reports of a copy at an even pace, every half second for `seconds`, from `at`; counters begin at zero. */
function reports(at: number, seconds: number, { megabytes = 1, rows = 1_000, from = 0 } = {}): readonly TaskEvent[] {
  return Array.from({ length: seconds * 2 + 1 }, (_, index): TaskEvent => {
    const passed = index / 2;
    const done = from + passed * megabytes * MB;
    return {
      kind: 'load',
      at: at + index * 500,
      rows: Math.round(passed * rows),
      bytes: passed * megabytes * MB,
      size: TOTAL,
      sizeDone: Math.min(TOTAL, done),
      streams: 4,
      throttled: false,
    };
  });
}
const refused = {
  code: 'connect.refused',
  message: { en: 'm', zh: 'm' },
  hint: { en: 'h', zh: 'h' },
  retry: 'soon',
  side: 'source',
  connection: true,
  object: null,
} as const;
const retry = (at: number): TaskEvent => ({
  kind: 'retry',
  at,
  attempt: 1,
  since: at,
  until: at + 9_000,
  nextAt: at + 1_000,
  error: refused,
});

test('a sample a second says what that second held', () => {
  const { load } = run(begun, reports(1_000, 10));
  expect(load?.samples.map(({ at }) => at)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((second) => second * 1_000));
  expect(load?.samples.every(({ rate, byteRate }) => rate === 1_000 && byteRate === MB)).toBe(true);
  expect(load).toMatchObject({ rows: 10_000, bytes: 10 * MB, streams: 4, throttled: false });
});

test('the history is bounded, the newest stay', () => {
  const { load } = run(begun, reports(1_000, LOAD_SAMPLES + 60, { megabytes: 0.01 }));
  expect(load?.samples).toHaveLength(LOAD_SAMPLES);
  expect(load?.samples.at(-1)?.at).toBe(load?.at);
});

test('the time left is estimated for five seconds, then told by the pace', () => {
  expect(run(begun, reports(1_000, 4)).load?.etaSeconds).toBeNull();
  expect(run(begun, reports(1_000, 5)).load?.etaSeconds).toBe(95);
  expect(run(begun, reports(1_000, 40)).load?.etaSeconds).toBe(60);
});

test('the pace is that of the last half minute', () => {
  const slow = reports(1_000, 40, { megabytes: 0.1 });
  const fast = reports(41_500, 31, { megabytes: 2, from: 4 * MB }).map((event) =>
    event.kind === 'load' ? { ...event, rows: event.rows + 40_000, bytes: event.bytes + 4 * MB } : event,
  );
  expect(run(begun, [...slow, ...fast]).load?.etaSeconds).toBeCloseTo((TOTAL - 66 * MB) / (2 * MB), -1);
});

test('a copy that stands still has no time left to tell', () => {
  const stuck = run(begun, reports(1_000, 40, { megabytes: 0, rows: 0 }));
  expect(stuck.load?.etaSeconds).toBeNull();
  expect(loadSummary(stuck)).toMatchObject({ rate: 0, byteRate: 0, etaSeconds: null });
});

test('a retry begins at zero: no rate goes below it, none jumps, and the time left is estimated anew', () => {
  const first = run(begun, reports(1_000, 20));
  const waiting = fold(first, retry(21_500));
  expect(waiting.load?.etaSeconds).toBeNull();
  expect(loadSummary(waiting).rate).toBe(0);
  const again = run(waiting, [{ kind: 'recovered', at: 60_000 }, ...reports(60_000, 4)]);
  expect(again.load?.etaSeconds).toBeNull();
  expect(again.load?.samples).toHaveLength(24);
  expect(again.load?.samples.every(({ rate }) => rate === 1_000)).toBe(true);
  expect(run(again, reports(64_500, 0)).load?.samples.every(({ rate }) => rate >= 0)).toBe(true);
});

test('while a retry of one table is waited for, the others are drawn and the time left is not told', () => {
  const waiting = fold(run(begun, reports(1_000, 20)), retry(21_500));
  const others = reports(1_000, 40).slice(42);
  const during = run(waiting, others);
  expect(during.load?.etaSeconds).toBeNull();
  expect(during.load?.samples.length).toBeGreaterThan(35);
  expect(during.load?.samples.every(({ rate }) => rate <= 1_001)).toBe(true);
  const after = run(fold(during, { kind: 'recovered', at: 41_000 }), reports(1_000, 44).slice(82));
  expect(after.load?.etaSeconds).toBeGreaterThan(0);
});

test('counters that fall without a word are another attempt too', () => {
  const { load } = run(begun, [...reports(1_000, 20), ...reports(25_000, 3)]);
  expect(load?.samples.every(({ rate }) => rate === 1_000)).toBe(true);
  expect(load?.etaSeconds).toBeNull();
});

test('a resumed task counts what was copied before: the share does not fall back', () => {
  const before = run(begun, reports(1_000, 50));
  expect(loadSummary(before).percent).toBe(50);
  const rest = reports(200_000, 10).map((event) => (event.kind === 'load' ? { ...event, size: TOTAL / 2 } : event));
  const resumed = run(before, [{ ...planned, at: 199_000 }, ...copying, ...rest]);
  expect(loadSummary(resumed).percent).toBe(60);
});

test('limits in force are drawn where they were in force', () => {
  const throttle = { queriesPerSecond: null, rowsPerSecond: null, megabytesPerSecond: 5 };
  const limits: TaskEvent = { kind: 'limits', at: 4_000, limits: { throttle, streams: 4, incremental: null, classRows: null } };
  const { load, limits: now } = run(begun, [...reports(1_000, 6).slice(0, 7), limits, ...reports(1_000, 6).slice(7)]);
  expect(load?.samples.map(({ byteLimit }) => byteLimit)).toEqual([undefined, undefined, undefined, 5 * MB, 5 * MB, 5 * MB]);
  expect(load?.samples.every(({ rowLimit }) => rowLimit === undefined)).toBe(true);
  expect(now).toEqual({ throttle, streams: 4, incremental: null, classRows: null });
});

test('once full load is done there is nothing left of it to measure', () => {
  const copied = run(begun, reports(1_000, 20));
  expect(fold(copied, { kind: 'step', at: 30_000, step: 'full', state: 'done' }).load).toBeNull();
});
