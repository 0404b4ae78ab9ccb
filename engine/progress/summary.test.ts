import { expect, test } from 'vitest';
import { plannedTable } from '../plan/test-table.ts';
import type { LoadProgress } from './load.ts';
import type { Progress, TableProgress } from './progress.ts';
import { NO_PROGRESS } from './progress.ts';
import { loadSummary, tableEta, tableShare } from './summary.ts';
import { newTable } from './table.ts';

const names = { schema: 's', name: 't' };
const plan = plannedTable({ id: 't', source: names, estimatedRows: 100, bytes: 1_000 });
const table = (change: Partial<TableProgress>): TableProgress => ({ ...newTable(plan), ...change });
const progress = (tables: readonly Partial<TableProgress>[], load: Partial<LoadProgress> | null = null): Progress => ({
  ...NO_PROGRESS,
  tables: Object.fromEntries(tables.map((change, index) => [String(index), table({ id: String(index), ...change })])),
  load: load === null ? null : { ...LOAD, ...load },
});
const sample = (at: number, rate: number) => ({ at, rate, byteRate: rate * 10, sizeDone: 0 });
const LOAD: LoadProgress = {
  at: 10_000,
  rows: 0,
  bytes: 0,
  size: 2_000,
  sizeDone: 0,
  streams: 1,
  throttled: false,
  samples: [sample(8_000, 1), sample(9_000, 100), sample(10_000, 200)],
  etaSeconds: 7,
  mark: { since: 1_000, sizeThen: 0, at: 10_000, rows: 0, bytes: 0 },
};

test('what is copied is told by size, and rates by the newest samples', () => {
  const summary = loadSummary(
    progress(
      [
        { state: 'copied', rows: 10, bytes: 90 },
        { state: 'copying', rows: 5 },
      ],
      { sizeDone: 1_500 },
    ),
  );
  expect(summary).toMatchObject({ done: 1, total: 2, percent: 75, rows: 15, bytes: 90, rate: 150, byteRate: 1_500, etaSeconds: 7 });
});

test('it is never all of it before every table is copied', () => {
  expect(loadSummary(progress([{ state: 'copied' }, { state: 'copying' }], { sizeDone: 2_000 })).percent).toBe(99);
  expect(loadSummary(progress([{ state: 'copied' }, { state: 'failed' }], { sizeDone: 3_000 })).percent).toBe(99);
  expect(loadSummary(progress([{ state: 'copied' }, { state: 'following' }])).percent).toBe(100);
});

test('skipped tables do not count; failed ones do', () => {
  const summary = loadSummary(progress([{ state: 'copied' }, { state: 'skipped' }, { state: 'failed' }], { size: 2_000, sizeDone: 1_000 }));
  expect(summary).toMatchObject({ done: 1, total: 2, failed: 1, skipped: 1, percent: 50 });
  expect(loadSummary(progress([{ state: 'copied' }, { state: 'skipped' }]))).toMatchObject({ percent: 100, total: 1, etaSeconds: 0 });
});

test('tables that an attempt could not begin are not told as copied', () => {
  const nothing = { size: 0, sizeDone: 0 };
  expect(loadSummary(progress([{ state: 'waiting' }, { state: 'waiting' }], nothing)).percent).toBe(0);
  expect(loadSummary(progress([{ state: 'copied' }, { state: 'waiting' }], { size: 1_000, sizeDone: 1_000 })).percent).toBe(50);
});

test('slices are summed over the tables that are cut', () => {
  const cut = { slices: { done: 12, total: 40 } };
  expect(loadSummary(progress([cut, cut, {}])).slices).toEqual({ done: 24, total: 80 });
});

test('a picture stored before there were sizes and slices is told by its rows', () => {
  const { size: _, slices: __, format: ___, meter: ____, formatReason: _____, ...old } = table({ state: 'copying', rows: 25 });
  const stored = { ...NO_PROGRESS, tables: { t: old as TableProgress } };
  expect(loadSummary(stored)).toMatchObject({ percent: 25, slices: { done: 0, total: 0 }, etaSeconds: null, rate: 0 });
  expect(tableEta(old as TableProgress)).toBeNull();
  expect(tableShare(old as TableProgress)).toBe(0.25);
});

const meter = { since: 0, before: 0, at: 10_000, rows: 0 };

test('the time left of a table is told by rows that are known to be missing', () => {
  const copying = table({ state: 'copying', rows: 60, rate: 10, meter });
  expect(tableEta(copying)).toBe(4);
  expect(tableEta({ ...copying, meter: { ...meter, at: 4_000 } })).toBeNull();
  expect(tableEta({ ...copying, rate: 0 })).toBeNull();
  expect(tableEta({ ...copying, state: 'failed' })).toBeNull();
});

test('statistics that are outdated give way to the slices that are done', () => {
  const more = table({ state: 'copying', rows: 500, rate: 100, meter });
  expect(tableEta(more)).toBeNull();
  expect(tableEta({ ...more, slices: { done: 1, total: 4 } })).toBe(15);
});

test('a table is not full before it is copied', () => {
  expect(tableShare(table({ state: 'copying', rows: 500 }))).toBe(0.99);
  expect(tableShare(table({ state: 'copying', rows: 90, slices: { done: 10, total: 40 } }))).toBe(0.25);
  expect(tableShare(table({ state: 'copying', rows: 90, estimatedRows: -1 }))).toBeNull();
  expect(tableShare(table({ state: 'following' }))).toBe(1);
});
