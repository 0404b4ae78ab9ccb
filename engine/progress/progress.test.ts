import { expect, test } from 'vitest';
import { plannedTable } from '../plan/test-table.ts';
import type { TaskEvent } from './event.ts';
import { Folding, fold, NO_PROGRESS, type Progress } from './progress.ts';

const names = { schema: 's', name: 't' };
const planned: TaskEvent = {
  kind: 'planned',
  at: 0,
  steps: ['full', 'incremental'],
  tables: [plannedTable({ id: 't', source: names, estimatedRows: 100, bytes: 1 })],
  phases: '',
  leftOut: 0,
};
const run = (...events: readonly TaskEvent[]): Progress => events.reduce(fold, NO_PROGRESS);
const applied = (at: number, inserts: number, since = at - 1_000): TaskEvent => ({
  kind: 'applied',
  at,
  since,
  position: '1',
  sourcePosition: '1',
  bytesBehind: 0,
  lagMs: 1,
  throttled: false,
  transactions: 1,
  bytes: 0,
  ddl: 0,
  batches: null,
  spent: null,
  hot: [],
  changes: { t: { inserts, updates: 0, deletes: 0, truncates: 0, ddl: 0 } },
});

test('a table copied before a pause keeps its rate and time when the resumed task tells of it again', () => {
  const first = run(
    planned,
    { kind: 'table', at: 1_000, id: 't', state: 'copying', rows: 0, bytes: 0 },
    { kind: 'table', at: 3_000, id: 't', state: 'copied', rows: 100, bytes: 1_000 },
  );
  expect(first.tables.t).toMatchObject({ rate: 50, finishedAt: 3_000 });
  const again = fold(fold(first, planned), { kind: 'table', at: 900_000, id: 't', state: 'copied', rows: 100, bytes: 1_000 });
  expect(again.tables.t).toEqual(first.tables.t);
});

test('a table that is loaded again counts from nothing', () => {
  const { tables } = run(
    planned,
    { kind: 'table', at: 1_000, id: 't', state: 'copying', rows: 90, bytes: 900 },
    { kind: 'table', at: 2_000, id: 't', state: 'failed' },
    { kind: 'table', at: 5_000, id: 't', state: 'copying', rows: 10, bytes: 100 },
  );
  expect(tables.t).toMatchObject({ rows: 10, bytes: 100, startedAt: 5_000, error: null });
});

test('two reports close together do not make a peak of the rate', () => {
  const { stream, tables } = run(planned, applied(1_000, 0), applied(2_000, 40), applied(2_010, 40, 2_000), applied(3_010, 40));
  expect(stream?.rate).toBeCloseTo(40);
  expect(run(planned, applied(1_000, 0), applied(2_000, 40), applied(2_010, 40, 2_000)).stream?.rate).toBeLessThan(90);
  expect(tables.t?.changes.inserts).toBe(120);
});

const copying = (at: number, rows: number, done?: number): TaskEvent => ({
  kind: 'table',
  at,
  id: 't',
  state: 'copying',
  rows,
  bytes: rows * 10,
  ...(done === undefined ? {} : { slices: { done, total: 40 } }),
});
/** A copy of 1,000 rows a second, told of every half second. */
const steadily = (at: number, seconds: number, from = 0): readonly TaskEvent[] =>
  Array.from({ length: seconds * 2 + 1 }, (_, index) => copying(at + index * 500, from + index * 500));

test('a table tells its slices, its size, its format and why it goes as text', () => {
  const reason = { en: 'the column shape has no binary form', zh: '列 shape 没有二进制格式' };
  const [plan] = planned.kind === 'planned' ? planned.tables : [];
  if (plan === undefined) throw new Error('no table is planned');
  const { tables } = run({ ...planned, tables: [{ ...plan, copy: { format: 'text', reason } }] } as TaskEvent, copying(1_000, 5, 12));
  expect(tables.t).toMatchObject({ slices: { done: 12, total: 40 }, size: 1, format: 'text', formatReason: reason });
  expect(fold(run(planned), copying(2_000, 9)).tables.t).toMatchObject({ slices: null, format: null, formatReason: null });
});

test('the rate of a table is what the last seconds held, and at the end what the whole took', () => {
  const slow = run(planned, ...steadily(1_000, 10));
  expect(slow.tables.t?.rate).toBeCloseTo(1_000);
  const still = [copying(16_000, 10_000), copying(21_000, 10_000), copying(26_000, 10_000)].reduce(fold, slow);
  expect(still.tables.t?.rate).toBeLessThan(10);
  expect(fold(slow, { kind: 'table', at: 21_000, id: 't', state: 'copied', rows: 20_000 }).tables.t?.rate).toBeCloseTo(1_000);
});

test('slices that were there before an attempt are no speed of it', () => {
  const resumed = run(planned, ...steadily(1_000, 4), planned);
  expect(resumed.tables.t).toMatchObject({ state: 'waiting', rows: 4_000, rate: 0 });
  const again = steadily(900_000, 4, 4_000).reduce(fold, resumed);
  expect(again.tables.t?.rate).toBeCloseTo(1_000);
  expect(fold(again, { kind: 'table', at: 905_000, id: 't', state: 'copied', rows: 9_000 }).tables.t?.rate).toBeCloseTo(1_000);
});

test('rows that are taken back make no negative rate', () => {
  const events = [...steadily(1_000, 4), copying(5_500, 1_000), copying(6_000, 1_500)];
  const rates = events.map((_, index) => run(planned, ...events.slice(0, index + 1)).tables.t?.rate ?? 0);
  expect(Math.min(...rates)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...rates)).toBeLessThanOrEqual(1_001);
});

test('a table that is skipped stays as it is, without its error', () => {
  const error = {
    code: 'c',
    message: { en: '', zh: '' },
    hint: { en: '', zh: '' },
    retry: 'by-hand',
    side: 'task',
    connection: false,
  } as const;
  const failed = run(planned, copying(1_000, 5, 3), {
    kind: 'table',
    at: 2_000,
    id: 't',
    state: 'failed',
    error: { ...error, object: null },
  });
  expect(failed.tables.t?.error?.code).toBe('c');
  const { tables } = fold(failed, { kind: 'table', at: 3_000, id: 't', state: 'skipped' });
  expect(tables.t).toMatchObject({ state: 'skipped', rows: 5, slices: { done: 3, total: 40 }, error: null });
});

test('pictures stored by versions of before take events without a fault', () => {
  const { load: _, limits: __, ...stored } = run(planned, copying(1_000, 5));
  const table = stored.tables.t;
  if (table === undefined) throw new Error('no table');
  const { size: _a, slices: _b, format: _c, formatReason: _d, meter: _e, ...old } = table;
  const restored: Progress = { ...NO_PROGRESS, ...stored, tables: { t: old as typeof table } };
  expect(fold(restored, copying(2_000, 6)).tables.t).toMatchObject({ rows: 6, slices: null });
  expect([planned, copying(2_000, 6, 1)].reduce(fold, restored).tables.t).toMatchObject({ rows: 6, size: 1, slices: { done: 1 } });
});

const [plan] = planned.kind === 'planned' ? planned.tables : [];
const several = { ...planned, tables: ['t', 'u', 'v'].map((id) => ({ ...plan, id })) } as TaskEvent;

test('events that come together make the same picture as one by one, and copy the list of tables once', () => {
  const before = run(several, applied(1_000, 1));
  const events = [copying(2_000, 5), applied(2_100, 3), copying(2_200, 6), several, copying(2_300, 7), applied(2_400, 2)];
  const folding = new Folding(before);
  const lists = new Set<unknown>();
  const asItWas = structuredClone(before);
  for (const event of events.slice(0, 3)) {
    folding.add(event);
    lists.add(folding.progress.tables);
  }
  expect(lists.size).toBe(1);
  for (const event of events.slice(3)) folding.add(event);
  expect(folding.progress).toEqual(events.reduce(fold, before));
  expect(before).toEqual(asItWas);
  expect(folding.progress.tables.u).toBe(fold(before, several).tables.u);
});

test('an event about no table that is known leaves the list as it is', () => {
  const before = run(several);
  expect(fold(before, { ...copying(1_000, 1), id: 'w' } as TaskEvent)).toBe(before);
  const events = [{ ...applied(1_000, 0), changes: {} } as TaskEvent, { kind: 'recovered', at: 2_000 } as const];
  const folding = new Folding(before);
  for (const event of events) folding.add(event);
  expect(folding.progress.tables).toBe(before.tables);
});

test('a table that is stopped keeps why, and counts what is passed over until it is followed again', () => {
  const error = {
    code: 'ddl.refused',
    message: { en: 'm', zh: 'm' },
    hint: { en: 'h', zh: 'h' },
    retry: 'by-hand',
    side: 'destination',
    connection: false,
    object: null,
  } as const;
  const passed = (at: number, count: number): TaskEvent => {
    const report = applied(at, 0);
    return report.kind === 'applied' ? { ...report, changes: {}, passed: { t: count } } : report;
  };
  const stopped: TaskEvent = { kind: 'table', at: 1, id: 't', state: 'stopped', error };
  const { tables } = run(planned, stopped, passed(1_000, 2), { kind: 'table', at: 2, id: 't', state: 'stopped' }, passed(2_000, 3));
  expect(tables.t).toMatchObject({ state: 'stopped', passed: 5, error: { code: 'ddl.refused' } });
  const again = fold(fold(NO_PROGRESS, planned), stopped);
  expect(fold(again, { kind: 'table', at: 3, id: 't', state: 'waiting' }).tables.t).toMatchObject({ passed: 0, error: null });
});
