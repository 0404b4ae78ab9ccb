import { expect, test } from 'vitest';
import type { TaskEvent } from './event.ts';
import { fold, NO_PROGRESS, type Progress } from './progress.ts';

const names = { schema: 's', name: 't' };
const planned: TaskEvent = {
  kind: 'planned',
  at: 0,
  steps: ['full', 'incremental'],
  tables: [
    {
      id: 't',
      source: names,
      destination: names,
      columns: [],
      key: [],
      where: null,
      whereColumns: [],
      leftOut: [],
      origin: 'create',
      hasRows: true,
      identityAlways: false,
      estimatedRows: 100,
      bytes: 1,
    },
  ],
  phases: '',
  leftOut: 0,
};
const run = (...events: readonly TaskEvent[]): Progress => events.reduce(fold, NO_PROGRESS);
const applied = (at: number, inserts: number): TaskEvent => ({
  kind: 'applied',
  at,
  position: '1',
  sourcePosition: '1',
  bytesBehind: 0,
  lagMs: 1,
  transactions: 1,
  changes: { t: { inserts, updates: 0, deletes: 0, truncates: 0 } },
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
  const { stream, tables } = run(planned, applied(1_000, 0), applied(2_000, 40), applied(2_010, 40), applied(3_010, 40));
  expect(stream?.rate).toBeCloseTo(40);
  expect(run(planned, applied(1_000, 0), applied(2_000, 40), applied(2_010, 40)).stream?.rate).toBeLessThan(90);
  expect(tables.t?.changes.inserts).toBe(120);
});
