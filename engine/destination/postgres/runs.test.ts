import { describe, expect, test } from 'vitest';
import type { TablePlan } from '../../plan/plan.ts';
import { type PlannedChange, RunBuilder } from './runs.ts';

const table: TablePlan = {
  id: 't',
  source: { schema: 's', name: 't' },
  destination: { schema: 's', name: 't' },
  columns: ['id', 'a', 'b'].map((name) => ({ source: name, destination: name, type: 'text', comparable: true })),
  key: ['id'],
  where: null,
  whereColumns: [],
  leftOut: [],
  origin: 'create',
  hasRows: true,
  identityAlways: false,
  estimatedRows: 0,
  bytes: 0,
};
const insert = (id: string): PlannedChange => ({ kind: 'insert', next: [id, 'a', 'b'], old: null });
const update = (id: string, from?: string): PlannedChange => ({
  kind: 'update',
  next: [id, 'a', 'b'],
  old: from === undefined ? null : { form: 'key', tuple: [from, null, null] },
});
const remove = (id: string): PlannedChange => ({ kind: 'delete', next: [], old: { form: 'key', tuple: [id, null, null] } });

function runs(changes: readonly PlannedChange[]): [string, number][] {
  const builder = new RunBuilder(table);
  for (const change of changes) builder.add(change);
  return builder.runs.map((run) => [run.kind, run.changes.length]);
}

describe('changes of one table', () => {
  test('of one kind share a statement', () => {
    expect(runs([insert('1'), insert('2'), insert('3')])).toEqual([['insert', 3]]);
  });

  test('keep their order where the kind changes', () => {
    expect(runs([insert('1'), update('1'), remove('1'), insert('1')])).toEqual([
      ['insert', 1],
      ['update', 1],
      ['delete', 1],
      ['insert', 1],
    ]);
  });

  test('never touch a row twice in one statement', () => {
    expect(runs([update('1'), update('2'), update('1')])).toEqual([
      ['update', 2],
      ['update', 1],
    ]);
  });

  test('keys handed on from row to row stay in order', () => {
    expect(runs([update('3', '1'), update('1', '2'), update('2', '3')])).toEqual([
      ['update', 1],
      ['update', 1],
      ['update', 1],
    ]);
  });

  test('leave an unchanged TOAST value out of the statement', () => {
    const builder = new RunBuilder(table);
    builder.add(update('1'));
    builder.add({ kind: 'update', next: ['2', 'a', undefined], old: null });
    expect(builder.runs.map((run) => run.columns)).toEqual([
      [0, 1, 2],
      [0, 1],
    ]);
  });
});
