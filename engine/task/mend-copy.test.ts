import { expect, test } from 'vitest';
import type { Plan, TablePlan } from '../plan/plan.ts';
import { plannedTable } from '../plan/test-table.ts';
import { NO_PROGRESS, type Progress, type TableProgress } from '../progress/progress.ts';
import { copyAsked, mendingOfCopy } from './mend-copy.ts';

const table = (more: Partial<TablePlan> = {}): TablePlan => plannedTable({ id: 't', source: { schema: 'app', name: 't' }, ...more });
const plan = (more: Partial<TablePlan> = {}, steps: Plan['steps'] = ['schema', 'full', 'incremental']): Plan => ({
  steps,
  tables: [table(more)],
  statements: [],
  sequences: [],
  leftOut: [],
});
const picture = (state: TableProgress['state'], hasRows = true): Progress => ({
  ...NO_PROGRESS,
  tables: { t: { id: 't', state, hasRows, source: { schema: 'app', name: 't' } } as TableProgress },
});

test('only a table that is followed is copied again; another is refused by name with its reason', () => {
  const mending = mendingOfCopy('t');
  expect(mending.event(picture('following'))).toMatchObject({ kind: 'table', id: 't', state: 'waiting' });
  for (const state of ['waiting', 'copying', 'copied', 'failed', 'skipped', 'stopped'] as const) {
    expect(mending.event(picture(state))).toBeNull();
    expect(mending.refusal(picture(state))).toMatchObject({ code: 'table.not-copied-again', object: 'app.t' });
  }
  expect(mending.refusal(picture('following', false)).message).toContain('they are in its partitions');
  expect(mending.refusal(NO_PROGRESS).message).toContain('it is no table of the task');
});

test('what is asked is noted once a table, under an id of its own', () => {
  const [first, second] = [mendingOfCopy('t').plan(plan()), mendingOfCopy('t').plan(plan())];
  expect(first.copies).toHaveLength(1);
  expect(first.copies?.[0]?.id).not.toBe(second.copies?.[0]?.id);
  const both = copyAsked(copyAsked(first, { id: 'b', table: 'other' }), { id: 'c', table: 't' });
  expect(both.copies).toEqual([
    { id: 'b', table: 'other' },
    { id: 'c', table: 't' },
  ]);
});

test.each<[string, Plan, RegExp]>([
  ['a task without full load', plan({}, ['schema', 'incremental']), /copies no rows/],
  ['a table that was passed over', { ...plan(), skippedTables: ['t'] }, /does without/],
  ['a partitioned parent', plan({ hasRows: false }), /in its partitions/],
  ['a table that is stopped', plan({ stopped: 'x' }), /waits for an answer/],
  ['one of several that go into one', plan({ merged: true }), /other tables go into the same one/],
  ['one without all operations on rows', plan({ operations: ['insert', 'update', 'delete'] }), /not all that is done to rows/],
  [
    'one that keeps every change',
    plan({ model: { engine: 'duplicate', keys: [], distribution: [], buckets: 'auto' } }),
    /keeps every change as a row/,
  ],
])('rows stay: %s', (_, of, reason) => {
  expect(() => mendingOfCopy('t').plan(of)).toThrow(reason);
});
