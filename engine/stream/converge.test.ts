import { expect, test } from 'vitest';
import type { TablePlan } from '../plan/plan.ts';
import { asPosition, type RelationShape, type TableChange, type Tuple, valueAt } from '../schema/row.ts';
import { tableId } from '../schema/table.ts';
import { type Converged, converge } from './converge.ts';

const name = { schema: 's', name: 't' };
const id = tableId(name);
const column = (source: string, more: Partial<TablePlan['columns'][number]> = {}) => ({
  source,
  destination: source,
  type: 'text',
  comparable: true,
  ...more,
});
const table = { id, source: name, key: ['id'], columns: [column('id'), column('big'), column('n')] } as unknown as TablePlan;
/** The log has the columns in another order than the plan. */
const relation: RelationShape = { id, table: name, columns: ['n', 'id', 'big'], types: [], identity: ['id'] };
const at = asPosition('00000000000000FF');

/** A source whose rows are these now, in the plan's order; it keeps what it was asked. */
function source(...rows: readonly Tuple[]) {
  const asked: (readonly Tuple[])[] = [];
  return {
    asked,
    rowsNow: async (_: TablePlan, keys: readonly Tuple[]) => {
      asked.push(keys);
      return { rows: rows.filter((row) => keys.some((key) => valueAt(key, 0) === valueAt(row, 0))), position: at };
    },
  };
}
/** All pieces together. */
async function run(changes: readonly TableChange[], from = source(), { plan = table, settled = false } = {}): Promise<Converged> {
  const pieces: Converged[] = [];
  for await (const piece of converge({ source: from, tables: new Map([[id, plan]]), settled }, changes)) pieces.push(piece);
  return { changes: pieces.flatMap((piece) => piece.changes), ahead: pieces.at(-1)?.ahead ?? null };
}
const update = (next: Tuple, previous: Tuple | null = null, form: 'key' | 'row' = 'key'): TableChange => ({
  kind: 'update',
  relation,
  next,
  previous: previous === null ? null : { form, tuple: previous },
});

test('an update becomes the whole row, whether one is there or not', async () => {
  expect(await run([update(['1', 'a', 'x'])])).toEqual({ changes: [{ kind: 'insert', relation, next: ['1', 'a', 'x'] }], ahead: null });
});

test('a changed key takes the row under the old one away', async () => {
  const { changes } = await run([update(['1', 'b', 'x'], [null, 'a', null])]);
  expect(changes).toEqual([
    { kind: 'delete', relation, previous: { form: 'key', tuple: [null, 'a', null] } },
    { kind: 'insert', relation, next: ['1', 'b', 'x'] },
  ]);
});

test('values that were not sent come from the old row, where that was sent whole', async () => {
  const from = source();
  const { changes } = await run([update(['1', 'a', undefined], ['0', 'a', 'x'], 'row')], from);
  expect(changes).toEqual([{ kind: 'insert', relation, next: ['1', 'a', 'x'] }]);
  expect(from.asked).toEqual([]);
});

test('else the row is taken as the source has it now, once for each key, and that is told', async () => {
  const from = source(['a', 'X', '7'], ['c', 'Z', '9']);
  const changes = [update(['1', 'a', undefined]), update(['2', 'a', undefined]), update(['3', 'c', undefined], [null, 'b', null])];
  const done = await run(changes, from);
  expect(from.asked).toEqual([[['a'], ['c']]]);
  expect(done.ahead).toEqual({ tables: [id], position: at });
  const shape = expect.objectContaining({ id, columns: ['id', 'big', 'n'] });
  expect(done.changes).toEqual([
    { kind: 'insert', relation: shape, next: ['a', 'X', '7'] },
    { kind: 'insert', relation: shape, next: ['a', 'X', '7'] },
    { kind: 'delete', relation, previous: { form: 'key', tuple: [null, 'b', null] } },
    { kind: 'insert', relation: shape, next: ['c', 'Z', '9'] },
  ]);
  // One shape a table: statements are prepared by it.
  const [first, second] = done.changes;
  expect(first?.kind === 'insert' && second?.kind === 'insert' && first.relation === second.relation).toBe(true);
});

test('a row that is gone by now is left to what the log tells later', async () => {
  const { changes, ahead } = await run([update(['1', 'a', undefined])]);
  expect(changes).toEqual([]);
  expect(ahead).toEqual({ tables: [id], position: at });
});

test('a number that only INSERT can set is set by taking the row away first', async () => {
  const plan = { ...table, columns: [column('id'), column('big'), column('n', { identityAlways: true })] } as TablePlan;
  const { changes } = await run([update(['5', 'a', 'x'])], source(), { plan });
  expect(changes.map(({ kind }) => kind)).toEqual(['delete', 'insert']);
});

test('inserts, deletes and other tables stay as they are', async () => {
  const other = { ...relation, id: 'other' };
  const changes: TableChange[] = [
    { kind: 'insert', relation, next: ['1', 'a', 'x'] },
    { kind: 'delete', relation, previous: { form: 'key', tuple: [null, 'a', null] } },
    { kind: 'truncate', relations: [relation], restartIdentity: false },
    { kind: 'update', relation: other, next: ['1', 'a', undefined], previous: null },
  ];
  expect((await run(changes)).changes).toEqual(changes);
});

test('past the last view an update stays as it is, unless it moves to a key whose row may be ahead', async () => {
  const from = source(['c', 'Z', '9']);
  const stays = update(['1', 'a', undefined]);
  const { changes } = await run([stays, update(['3', 'c', undefined], [null, 'b', null])], from, { settled: true });
  expect(from.asked).toEqual([[['c']]]);
  expect(changes.map(({ kind }) => kind)).toEqual(['update', 'delete', 'insert']);
  expect(changes[0]).toBe(stays);
});

test('rows that are taken never fill the memory, however little the log has of them', async () => {
  const big = 'x'.repeat(1 << 20);
  const rows = Array.from({ length: 100 }, (_, index): Tuple => [`${index}`, big, '1']);
  const from = source(...rows);
  const changes = rows.map((row) => update(['1', valueAt(row, 0), undefined]));
  const done = await run(changes, from);
  expect(done.changes).toHaveLength(100);
  expect(Math.max(...from.asked.map((keys) => keys.length))).toBeLessThanOrEqual(8);
});
