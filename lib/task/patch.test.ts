import { describe, expect, test } from 'vitest';
import { plannedTable } from '#engine/plan/test-table.ts';
import type { TaskEvent } from '#engine/progress/event.ts';
import { fold, NO_PROGRESS } from '#engine/progress/progress.ts';
import { applyPatch, diffProgress } from './patch.ts';

const table = (name: string) => plannedTable({ id: name, source: { schema: 's', name }, estimatedRows: 10, bytes: 1 });

const noChange = {
  position: '0',
  sourcePosition: '0',
  bytesBehind: 0,
  lagMs: 0,
  throttled: false,
  changes: {},
  transactions: 1,
  bytes: 1_000,
  ddl: 0,
  batches: null,
  spent: {},
  hot: [],
};
const error = {
  code: 'connect.refused',
  message: { en: 'm', zh: 'm' },
  hint: { en: 'h', zh: 'h' },
  retry: 'soon',
  side: 'source',
  connection: true,
  object: null,
} as const;
const failure = (index: number) =>
  ({ id: `${index}`, kind: 'index', object: `s.a: i${index}`, sql: 'create index', index, error }) as const;
const build = (index: number, percent: number) =>
  ({ id: `${index}`, kind: 'index', object: `s.a: i${index}`, index, since: 3, percent }) as const;
const refused = {
  id: 'r',
  attempt: 1,
  stops: true,
  tag: 'ALTER TABLE',
  object: 's.a',
  sql: ['alter table'],
  error,
  at: 1,
  tables: ['a'],
  behind: 0,
  answer: null,
};
const load = (at: number, rows: number): TaskEvent => ({
  kind: 'load',
  at,
  rows,
  bytes: rows * 10,
  size: 1_000,
  sizeDone: rows * 10,
  streams: 2,
  throttled: false,
});
/** Enough statements for a few that moved to be sent by their places. */
const PHASES = `${'b'.repeat(60)}${'a'.repeat(60)}`;
const planned = {
  kind: 'planned',
  steps: ['schema', 'full', 'incremental'],
  tables: [table('a'), table('b')],
  phases: PHASES,
  leftOut: 1,
} as const;
const EVENTS: readonly TaskEvent[] = [
  { ...planned, at: 1 },
  { kind: 'step', at: 2, step: 'schema', state: 'running' },
  { kind: 'statements', at: 3, indexes: [0], state: 'done' },
  { kind: 'step', at: 4, step: 'full', state: 'running' },
  { kind: 'table', at: 5, id: 'a', state: 'copying', rows: 1, bytes: 10 },
  { kind: 'table', at: 1006, id: 'a', state: 'copied', rows: 10, bytes: 100 },
  { kind: 'applied', at: 2000, since: 1000, ...noChange, changes: { b: { inserts: 2, updates: 0, deletes: 1, truncates: 0, ddl: 1 } } },
  { kind: 'applied', at: 3000, since: 2000, ...noChange, lagMs: 7 },
  { kind: 'retry', at: 3100, attempt: 1, since: 3000, until: 9000, nextAt: 3200, error },
  { kind: 'recovered', at: 3300 },
  { kind: 'building', at: 3310, running: [build(70, 0), build(71, 10)] },
  { kind: 'building', at: 3320, running: [build(70, 50), build(71, 60)] },
  { kind: 'statement-failed', at: 3330, failure: failure(70) },
  { kind: 'statement-failed', at: 3340, failure: failure(80) },
  { kind: 'statements', at: 3350, indexes: Array.from({ length: 50 }, (_, index) => index), state: 'done' },
  { kind: 'statements', at: 3360, indexes: [70], state: 'waiting' },
  { kind: 'statement-failed', at: 3370, failure: failure(70) },
  { kind: 'statements', at: 3380, indexes: [70, 80], state: 'skipped' },
  load(3381, 0),
  load(3400 + 500, 10),
  { kind: 'limits', at: 4000, limits: { throttle: null, streams: 4, incremental: null, classRows: 200 } },
  { kind: 'refused', at: 4001, refused: [refused] },
  { kind: 'table', at: 4002, id: 'a', state: 'stopped', error },
  { kind: 'applied', at: 5000, since: 4000, ...noChange, passed: { a: 3 } },
  { kind: 'refused', at: 5001, refused: [] },
  // The newest goes into the ten seconds it is of; the clock is set back; an hour later nothing of before is left.
  { kind: 'applied', at: 11_000, since: 10_000, ...noChange },
  { kind: 'applied', at: 12_000, since: 11_000, ...noChange },
  { kind: 'applied', at: 11_500, since: 10_500, ...noChange },
  { kind: 'applied', at: 4_000_000, since: 3_999_000, ...noChange },
  load(3400 + 1000, 20),
  load(3400 + 2000, 40),
  // Another attempt, another task's worth of history, and none.
  load(3400 + 3000, 5),
  load(3400 + 4000, 25),
  { kind: 'step', at: 7500, step: 'full', state: 'done' },
  load(8000, 1),
  load(9000, 2),
  { ...planned, at: 3390 },
  { ...planned, at: 3400, tables: [table('a'), table('b'), table('c')], phases: 'ba', leftOut: 0 },
];

describe('patches of a picture', () => {
  const pictures = [NO_PROGRESS];
  for (const event of EVENTS) pictures.push(fold(pictures.at(-1) ?? NO_PROGRESS, event));

  test.each(pictures.flatMap((before, from) => pictures.slice(from).map((after, by) => [from, from + by, before, after] as const)))(
    'lead from picture %i to picture %i',
    (_from, _to, before, after) => {
      const patch = diffProgress(before, after);
      expect(patch === null ? before : applyPatch(before, JSON.parse(JSON.stringify(patch)))).toEqual(after);
    },
  );

  test('carry only what changed', () => {
    const [before, after] = [pictures[6], pictures[7]];
    if (before === undefined || after === undefined) throw new Error('the list of events is shorter than this test thinks');
    expect(Object.keys(diffProgress(before, after) ?? {}).sort()).toEqual(['history', 'stream', 'tables']);
    expect(Object.keys(diffProgress(before, after)?.tables ?? {})).toEqual(['b']);
  });

  test('carry the statements that moved, not all of them', () => {
    const [before] = pictures.filter(({ structure }) => structure.phases === PHASES);
    if (before === undefined) throw new Error('no picture has statements');
    const after = fold(before, { kind: 'statements', at: 5, indexes: [3, 4], state: 'done' });
    expect(diffProgress(before, after)).toEqual({
      structure: {
        states: [
          [3, 'd'],
          [4, 'd'],
        ],
      },
    });
    const most = fold(before, { kind: 'statements', at: 5, indexes: Array.from({ length: 40 }, (_, index) => index), state: 'done' });
    expect(diffProgress(before, most)).toEqual({ structure: { states: `${'d'.repeat(40)}${'w'.repeat(80)}` } });
  });

  test('carry the new samples of full load, not its history', () => {
    const events = Array.from({ length: 600 }, (_, index) => load(10_000 + index * 500, index * 10));
    const before = events.reduce(fold, NO_PROGRESS);
    expect(before.load?.samples.length).toBeGreaterThan(250);
    const after = fold(fold(before, load(311_000, 7_000)), load(312_000, 8_000));
    const patch = diffProgress(before, after);
    expect(Object.keys(patch ?? {})).toEqual(['load']);
    expect(patch?.load?.samples?.map(({ at }) => at)).toEqual([311_000, 312_000]);
    expect(JSON.stringify(patch).length).toBeLessThan(500);
  });

  test('nothing changed, nothing sent', () => {
    expect(diffProgress(NO_PROGRESS, NO_PROGRESS)).toBeNull();
  });
});
