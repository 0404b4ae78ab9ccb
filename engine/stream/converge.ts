import type { TablePlan } from '../plan/plan.ts';
import {
  type Position,
  type RelationShape,
  type RowChange,
  type TableChange,
  type Tuple,
  tupleSize,
  type Value,
  valueAt,
  valuesOf,
} from '../schema/row.ts';
import type { TableId } from '../schema/table.ts';
import type { Source } from '../source/source.ts';

export interface Converged {
  readonly changes: readonly TableChange[];
  /** Rows were taken as they are now: of these tables, only from this position on is the destination what the source was. */
  readonly ahead: { readonly tables: readonly TableId[]; readonly position: Position } | null;
}

/** Characters of rows that are fetched at once, by what those before had: rows are short in the log that are long in the table. */
const FETCH_SIZE = 8 << 20;
const FIRST_ROWS = 8;
const MOST_ROWS = 4_096;

export interface Ground {
  readonly source: Pick<Source, 'rowsNow'>;
  /** The tables that converge. */
  readonly tables: ReadonlyMap<TableId, TablePlan>;
  /** The log is past the last view already. */
  readonly settled: boolean;
}

/**
 * Slices of a table that were read under different views hold some rows as they were earlier than others, some not at all (a row moved
 * from a slice that was read later to one that was read before), some that are gone. The log from the first view on has every change
 * in between. Put into a form that does not ask what is there, it makes the table, by the last view, what the source was: an INSERT or
 * UPDATE writes the row whole, over one with its key if there is one, and a DELETE removes what is there.
 *
 * An UPDATE does not carry unchanged TOASTed values. Such a row is taken from the source as it is now; what the log tells of it from here
 * to there is applied once more, and leads to the same. Past the last view every row is there, so such an UPDATE is left as it is:
 * were its row taken as well, a source that is written to without a pause would never be met.
 *
 * The changes come back in pieces, in order: as much as the rows that are taken leave room for.
 */
export async function* converge(ground: Ground, changes: readonly TableChange[]): AsyncGenerator<Converged, void, undefined> {
  let most = FIRST_ROWS;
  for (let from = 0; from < changes.length; ) {
    const { keys, to } = partialRows(ground, changes, { from, most });
    const { rows, ahead, size, count } = await fetch(ground, keys);
    const piece = changes.slice(from, to).flatMap((change): readonly TableChange[] => {
      const table = convergingTable(ground, change);
      if (table === undefined || change.kind !== 'update' || isLeft(ground, table, change)) return [change];
      return updated(table, change, rows.get(table.id));
    });
    yield { changes: piece, ahead };
    from = to;
    if (count > 0) most = Math.max(1, Math.min(MOST_ROWS, most * 16, Math.floor((FETCH_SIZE * count) / Math.max(1, size))));
  }
}

function convergingTable({ tables }: Ground, change: TableChange): TablePlan | undefined {
  return change.kind === 'update' ? tables.get(change.relation.id) : undefined;
}

type Update = Extract<RowChange, { kind: 'update' }>;
type Keys = ReadonlyMap<TableId, ReadonlyMap<string, Tuple>>;

/** Under another key there may be a row already that was taken as it is now. */
function isLeft({ settled }: Ground, table: TablePlan, change: Update): boolean {
  const next = filled(change);
  return settled && !isWhole(table, change.relation, next) && !moves(table, change, next);
}

/** Keys of the first `most` rows from `from` on that the log has in part, and the change they end before. */
function partialRows(
  ground: Ground,
  changes: readonly TableChange[],
  { from, most }: { readonly from: number; readonly most: number },
): { readonly keys: Keys; readonly to: number } {
  const keys = new Map<TableId, Map<string, Tuple>>();
  let count = 0;
  let to = from;
  for (; to < changes.length && count < most; to += 1) {
    const change = changes[to];
    const table = change === undefined ? undefined : convergingTable(ground, change);
    if (table === undefined || change?.kind !== 'update') continue;
    const next = filled(change);
    if (isWhole(table, change.relation, next) || isLeft(ground, table, change)) continue;
    const key = keyOf(table, change.relation, next);
    const own = keys.get(table.id) ?? new Map<string, Tuple>();
    keys.set(table.id, own.set(JSON.stringify(key), key));
    count += 1;
  }
  return { keys, to };
}

async function fetch({ source, tables }: Ground, keys: Keys) {
  const rows = new Map<TableId, ReadonlyMap<string, Tuple>>();
  let position: Position | null = null;
  let [size, count] = [0, 0];
  for (const [id, own] of keys) {
    const table = tables.get(id);
    if (table === undefined) continue;
    const now = await source.rowsNow(table, [...own.values()]);
    const shape = shapeOf(table);
    rows.set(id, new Map(now.rows.map((row) => [JSON.stringify(keyOf(table, shape, row)), row])));
    position = now.position;
    count += now.rows.length;
    for (const row of now.rows) size += tupleSize(row);
  }
  return { rows, size, count, ahead: position === null ? null : { tables: [...keys.keys()], position } };
}

/** The row under its new key, whole; one under its old key goes. */
function updated(table: TablePlan, change: Update, rows: ReadonlyMap<string, Tuple> | undefined): readonly RowChange[] {
  const { relation, previous } = change;
  const next = filled(change);
  const key = JSON.stringify(keyOf(table, relation, next));
  const gone: RowChange[] = [];
  if (previous !== null && moves(table, change, next))
    gone.push({ kind: 'delete', relation, previous: { form: 'key', tuple: previous.tuple } });
  // A row that is there cannot be given another number of such a column: it goes, and comes back.
  if (table.columns.some(({ source, identityAlways }) => identityAlways === true && !table.key.includes(source)))
    gone.push({ kind: 'delete', relation, previous: { form: 'key', tuple: next } });
  if (isWhole(table, relation, next)) return [...gone, { kind: 'insert', relation, next }];
  const row = rows?.get(key);
  // Not there any more: what became of it comes later.
  if (row === undefined) return gone;
  return [...gone, { kind: 'insert', relation: shapeOf(table), next: row }];
}

/** Whether its key is another afterwards. */
function moves(table: TablePlan, { relation, previous }: Update, next: Tuple): boolean {
  return previous !== null && JSON.stringify(keyOf(table, relation, previous.tuple)) !== JSON.stringify(keyOf(table, relation, next));
}

/** What was not sent because it is unchanged is in the old row, where that was sent whole. Keys are sent in any case. */
function filled({ next, previous }: Update): Tuple {
  return previous === null
    ? next
    : valuesOf(next).map((value, index) => (value === undefined ? (valueAt(previous.tuple, index) ?? undefined) : value));
}

function isWhole(table: TablePlan, relation: RelationShape, tuple: Tuple): boolean {
  return table.columns.every(({ source }) => valueAt(tuple, relation.columns.indexOf(source)) !== undefined);
}

function keyOf(table: TablePlan, relation: Pick<RelationShape, 'columns'>, tuple: Tuple): readonly Value[] {
  return table.key.map((column) => valueAt(tuple, relation.columns.indexOf(column)) ?? null);
}

const shapes = new WeakMap<TablePlan, RelationShape>();

/** Tuples in the plan's own columns. One object a table: what is known of it is remembered by it. */
function shapeOf(table: TablePlan): RelationShape {
  let shape = shapes.get(table);
  if (shape === undefined) {
    const columns = table.columns.map(({ source }) => source);
    shape = { id: table.id, table: table.source, columns, types: [], identity: table.key };
    shapes.set(table, shape);
  }
  return shape;
}
