import { describe, expect, test } from 'vitest';
import { plannedTable } from '../../plan/test-table.ts';
import type { RelationShape, RowChange } from '../../schema/row.ts';
import { Layouts } from './layout.ts';
import { OrderedRuns } from './runs.ts';

const table = plannedTable({
  id: 't',
  source: { schema: 's', name: 't' },
  columns: ['id', 'a', 'b'].map((name) => ({ source: name, destination: name, type: 'text', comparable: true })),
  key: ['id'],
});
const relation: RelationShape = { id: 't', table: table.source, columns: ['id', 'a', 'b'], types: [], identity: ['id'] };
const insert = (id: string): RowChange => ({ kind: 'insert', relation, next: [id, 'a', 'b'] });
const update = (id: string, from?: string): RowChange => ({
  kind: 'update',
  relation,
  next: [id, 'a', 'b'],
  previous: from === undefined ? null : { form: 'key', tuple: [from, null, null] },
});
const remove = (id: string): RowChange => ({ kind: 'delete', relation, previous: { form: 'key', tuple: [id, null, null] } });

function runs(changes: readonly RowChange[]): [string, number][] {
  const ordered = new OrderedRuns(table, new Layouts(table));
  for (const change of changes) ordered.add(change);
  return ordered.finish().map((run) => [run.kind, run.changes.length]);
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
    const ordered = new OrderedRuns(table, new Layouts(table));
    ordered.add(update('1'));
    ordered.add({ kind: 'update', relation, next: ['2', 'a', undefined], previous: null });
    expect(ordered.finish().map((run) => run.columns)).toEqual([
      [0, 1, 2],
      [0, 1],
    ]);
  });
});
