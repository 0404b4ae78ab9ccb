import { describe, expect, test } from 'vitest';
import { asPosition, type ChangeEvent, type RelationShape } from '../schema/row.ts';
import { tableId } from '../schema/table.ts';
import { Batcher } from './batch.ts';

const orders: RelationShape = {
  id: tableId({ schema: 's', name: 'orders' }),
  table: { schema: 's', name: 'orders' },
  columns: ['id'],
  types: [],
  identity: ['id'],
};
const other: RelationShape = {
  id: tableId({ schema: 's', name: 'other' }),
  table: { schema: 's', name: 'other' },
  columns: ['id'],
  types: [],
  identity: ['id'],
};
const position = (n: number) => asPosition(n.toString(16).toUpperCase().padStart(16, '0'));
const begin = (commit: number): ChangeEvent => ({ kind: 'begin', at: 1, commit: position(commit) });
const insert = (relation = orders): ChangeEvent => ({ kind: 'insert', relation, next: ['1'] });
const commit = (end: number): ChangeEvent => ({ kind: 'commit', end: position(end), at: 1 });
const batcher = (loaded: number | null = null) => new Batcher(new Map([[orders.id, loaded === null ? null : position(loaded)]]));

describe('a batch', () => {
  test('holds all whole transactions that have arrived and ends at the last commit', () => {
    const batches = batcher().push([begin(10), insert(), commit(11), begin(20), insert(), insert(), commit(21)]);
    expect(batches).toHaveLength(1);
    expect(batches[0]?.changes).toHaveLength(3);
    expect(batches[0]?.commit).toEqual({ position: position(21), at: 1, transactions: 2 });
  });

  test('leaves an unfinished transaction for later', () => {
    const each = batcher();
    expect(each.push([begin(10), insert(), commit(11), begin(20), insert()])[0]?.changes).toHaveLength(1);
    expect(each.idle).toBe(false);
    expect(each.push([commit(21)])[0]?.changes).toHaveLength(1);
    expect(each.idle).toBe(true);
  });

  test('is cut inside a transaction too large to hold, and the rest commits with it', () => {
    const each = batcher();
    const first = each.push([begin(10), ...Array.from({ length: 15_000 }, () => insert())]);
    expect(first.map((batch) => [batch.changes.length, batch.commit])).toEqual([[10_000, null]]);
    expect(each.idle).toBe(false);
    const last = each.push([commit(11)]);
    expect(last[0]?.changes).toHaveLength(5_000);
    expect(last[0]?.commit?.position).toBe(position(11));
    expect(each.idle).toBe(true);
  });

  test('tells since when the first of its transactions has been committed, whether it is whole or not', () => {
    const each = batcher();
    const at = (time: number): ChangeEvent[] => [{ kind: 'begin', at: time, commit: position(time) }, insert()];
    const ends = (time: number): ChangeEvent => ({ kind: 'commit', end: position(time + 1), at: time });
    const batches = each.push([...at(10), ends(10), ...at(20), ends(20), ...at(30), ...Array.from({ length: 10_000 }, () => insert())]);
    expect(batches.map(({ since, commit }) => [since, commit?.at ?? null])).toEqual([[10, 20], [30, null]]); // biome-ignore format: pairs read better in one line
    expect(each.since).toBe(30);
    expect(each.push([ends(30)]).map(({ since }) => since)).toEqual([30]);
    expect(each.since).toBeNull();
    expect(each.push(at(40))).toEqual([]);
    expect(each.since).toBe(40);
  });

  test('a committed transaction is never left open behind a large one that follows it', () => {
    const batches = batcher().push([begin(10), insert(), commit(11), begin(20), ...Array.from({ length: 10_000 }, () => insert())]);
    expect(batches.map((batch) => batch.commit?.position ?? null)).toEqual([position(11), null]);
  });

  test('skips what a table had in it when it was loaded, by the start of the commit record', () => {
    const seen = batcher(20).push([begin(19), insert(), commit(20), begin(20), insert(), commit(21)]);
    expect(seen[0]?.changes).toHaveLength(1);
    expect(seen[0]?.commit?.position).toBe(position(21));
  });

  test('moves on over transactions of tables that are not followed', () => {
    const batches = batcher().push([begin(10), insert(other), commit(11)]);
    expect(batches).toMatchObject([{ changes: [], commit: { position: position(11), at: 1, transactions: 1 } }]);
  });

  test('knows the transactions that its changes are of', () => {
    const numbered = (commit: number, number: number): ChangeEvent => ({ kind: 'begin', at: 1, commit: position(commit), number });
    const cut = batcher();
    const [first] = cut.push([numbered(10, 7), insert(), commit(11), numbered(12, 8), insert(), commit(13), numbered(14, 9), insert()]);
    expect(first?.numbers).toEqual(expect.arrayContaining([7, 8]));
    expect(cut.push([commit(15)])[0]?.numbers).toEqual([9]);
  });

  test('truncates only the followed ones of several tables', () => {
    const event: ChangeEvent = { kind: 'truncate', relations: [orders, other], restartIdentity: false };
    expect(batcher().push([begin(10), event, commit(11)])[0]?.changes).toEqual([{ ...event, relations: [orders] }]);
  });
});
