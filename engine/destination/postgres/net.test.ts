import { describe, expect, test } from 'vitest';
import { plannedTable } from '../../plan/test-table.ts';
import { type RelationShape, type RowChange, type Value, valueAt } from '../../schema/row.ts';
import { Layouts } from './layout.ts';
import { NetRuns } from './net.ts';
import type { Run } from './runs.ts';

const table = plannedTable({
  id: 't',
  source: { schema: 's', name: 't' },
  columns: ['id', 'a', 'b'].map((name) => ({ source: name, destination: name, type: 'text', comparable: true })),
  key: ['id'],
});
const relation: RelationShape = { id: 't', table: table.source, columns: ['id', 'a', 'b'], types: [], identity: ['id'] };
const insert = (id: string, a = 'a', b = 'b'): RowChange => ({ kind: 'insert', relation, next: [id, a, b] });
const update = (id: string, a: Value, b: Value, from?: string): RowChange => ({
  kind: 'update',
  relation,
  next: [id, a, b],
  previous: from === undefined ? null : { form: 'key', tuple: [from, null, null] },
});
const remove = (id: string): RowChange => ({ kind: 'delete', relation, previous: { form: 'key', tuple: [id, null, null] } });

type Row = readonly [Value, Value];
type Rows = Map<string, Row>;

function net(changes: readonly RowChange[], isQuiet = true): readonly Run[] {
  const runs = new NetRuns(table, new Layouts(table), isQuiet);
  for (const change of changes) runs.add(change);
  return runs.finish();
}

/** One change as a server makes it: what is not there is not changed, and what is there is not made again. */
function make(rows: Rows, change: RowChange): void {
  const keyOf = (at: number) => (change.kind === 'delete' ? '' : String(valueAt(change.next, at)));
  if (change.kind === 'delete') {
    expect(rows.delete(String(valueAt(change.previous.tuple, 0)))).toBe(true);
    return;
  }
  const next: Row = [valueAt(change.next, 1), valueAt(change.next, 2)];
  if (change.kind === 'insert') {
    expect(rows.has(keyOf(0))).toBe(false);
    rows.set(keyOf(0), next);
    return;
  }
  const from = change.previous === null ? keyOf(0) : String(valueAt(change.previous.tuple, 0));
  const before = rows.get(from);
  expect(before).toBeDefined();
  rows.delete(from);
  expect(rows.has(keyOf(0))).toBe(false);
  rows.set(keyOf(0), [next[0] ?? before?.[0], next[1] ?? before?.[1]]);
}

function all(rows: Rows, changes: readonly RowChange[]): Rows {
  const copy: Rows = new Map(rows);
  for (const change of changes) make(copy, change);
  return copy;
}

const sorted = (rows: Rows) => [...rows].sort();

describe('the net change', () => {
  const kinds = (changes: readonly RowChange[]) => net(changes).map((run) => [run.kind, run.changes.length]);

  test('of a row that comes and goes is none', () => {
    expect(kinds([insert('1'), update('1', 'x', 'y'), remove('1')])).toEqual([]);
  });

  test('of many updates is the last, with what earlier ones set', () => {
    const [run] = net([update('1', 'x', 'y'), update('1', 'z', undefined)]);
    expect(run?.changes).toHaveLength(1);
    expect(run?.changes[0]).toMatchObject({ kind: 'update', next: ['1', 'z', 'y'] });
  });

  test('of a row that goes and comes back is an update of all but its key', () => {
    const [run] = net([remove('1'), insert('1', 'x', 'y')]);
    expect(run).toMatchObject({ kind: 'update', columns: [1, 2] });
  });

  test('lets go of values before they are taken', () => {
    expect(kinds([insert('9'), update('1', 'x', 'y'), remove('2')])).toEqual([
      ['delete', 1],
      ['update', 1],
      ['insert', 1],
    ]);
  });

  test('deletes no row that others no longer refer to before they do not, where foreign keys act', () => {
    const runs = net([insert('9'), update('1', 'x', 'y'), remove('2')], false);
    expect(runs.map(({ kind }) => kind)).toEqual(['update', 'delete', 'insert']);
  });

  test('tells how many changes became one', () => {
    const runs = new NetRuns(table, new Layouts(table), true);
    for (let count = 0; count < 5; count += 1) runs.add(update('7', String(count), 'b'));
    expect(runs.hot).toEqual([{ key: '7', count: 5 }]);
  });
});

test('whatever happens to rows, they end as they would one change after the other', () => {
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  for (let round = 0; round < 1_000; round += 1) {
    const before: Rows = new Map(['1', '2', '3', '4'].map((id) => [id, [`a${id}`, `b${id}`]]));
    let rows: Rows = new Map(before);
    const changes: RowChange[] = [];
    for (let count = random(30); count > 0; count -= 1) {
      const id = String(random(7));
      const there = rows.has(id);
      const other = String(random(7));
      const value = (name: string) => (random(3) === 0 ? undefined : `${name}${count}`);
      const kind = random(4);
      const change = !there
        ? insert(id, `a${count}`, `b${count}`)
        : kind === 0
          ? remove(id)
          : kind === 1 && !rows.has(other)
            ? update(other, value('a'), value('b'), id)
            : update(id, value('a'), value('b'));
      rows = all(rows, [change]);
      changes.push(change);
    }
    const runs = net(changes, round % 2 === 0);
    // A statement that touched a row twice would take either of two values.
    for (const run of runs) {
      const keys = run.changes.map((change) => String(valueAt(change.kind === 'delete' ? change.previous.tuple : change.next, 0)));
      expect(new Set(keys).size).toBe(keys.length);
    }
    const made = all(
      before,
      runs.flatMap((run) => run.changes),
    );
    expect(sorted(made)).toEqual(sorted(rows));
  }
});
