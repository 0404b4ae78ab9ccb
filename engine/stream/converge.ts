import type { TablePlan } from '../plan/plan.ts';
import type { Position, RelationShape, RowChange, TableChange, Tuple } from '../schema/row.ts';
import type { TableId } from '../schema/table.ts';
import type { Source } from '../source/source.ts';

export interface Converged {
  readonly changes: readonly TableChange[];
  /** Rows were taken as they are now: of these tables, only from this position on is the destination what the source was. */
  readonly ahead: { readonly tables: readonly TableId[]; readonly position: Position } | null;
}

/**
 * Slices of a table that were read under different views hold some rows as they were earlier than others, some not at all (a row moved
 * from a slice that was read later to one that was read before), some that are gone. The log from the first view on has every change
 * in between. Put into a form that does not ask what is there, it makes the table, by the last view, what the source was: an INSERT or
 * UPDATE writes the row whole, over one with its key if there is one, and a DELETE removes what is there.
 *
 * An UPDATE does not carry unchanged TOASTed values. Such a row is taken from the source as it is now; what the log tells of it from here
 * to there is applied once more, and leads to the same.
 */
export async function converge(
  source: Pick<Source, 'rowsNow'>,
  tables: ReadonlyMap<TableId, TablePlan>,
  changes: readonly TableChange[],
): Promise<Converged> {
  const partial = new Map<TableId, Map<string, Tuple>>();
  for (const change of changes) {
    const table = change.kind === 'update' ? tables.get(change.relation.id) : undefined;
    if (table === undefined || change.kind !== 'update' || isWhole(table, change.relation, filled(change))) continue;
    const key = keyOf(table, change.relation, filled(change));
    const keys = partial.get(table.id) ?? new Map<string, Tuple>();
    partial.set(table.id, keys.set(JSON.stringify(key), key));
  }
  const rows = new Map<TableId, ReadonlyMap<string, Tuple>>();
  let position: Position | null = null;
  for (const [id, keys] of partial) {
    const table = tables.get(id);
    if (table === undefined) continue;
    const now = await source.rowsNow(table, [...keys.values()]);
    const shape = shapeOf(table);
    rows.set(id, new Map(now.rows.map((row) => [JSON.stringify(keyOf(table, shape, row)), row])));
    position = now.position;
  }
  const ahead = position === null ? null : { tables: [...partial.keys()], position };
  const converged = changes.flatMap((change): readonly TableChange[] => {
    const table = change.kind === 'update' ? tables.get(change.relation.id) : undefined;
    return table === undefined || change.kind !== 'update' ? [change] : updated(table, change, rows.get(table.id));
  });
  return { changes: converged, ahead };
}

/** The row under its new key, whole; one under its old key goes. */
function updated(
  table: TablePlan,
  change: Extract<RowChange, { kind: 'update' }>,
  rows: ReadonlyMap<string, Tuple> | undefined,
): readonly RowChange[] {
  const { relation, previous } = change;
  const next = filled(change);
  const key = JSON.stringify(keyOf(table, relation, next));
  const gone: RowChange[] = [];
  if (previous !== null && JSON.stringify(keyOf(table, relation, previous.tuple)) !== key)
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

/** What was not sent because it is unchanged is in the old row, where that was sent whole. Keys are sent in any case. */
function filled({ next, previous }: Extract<RowChange, { kind: 'update' }>): Tuple {
  return previous === null ? next : next.map((value, index) => (value === undefined ? (previous.tuple[index] ?? undefined) : value));
}

function isWhole(table: TablePlan, relation: RelationShape, tuple: Tuple): boolean {
  return table.columns.every(({ source }) => tuple[relation.columns.indexOf(source)] !== undefined);
}

function keyOf(table: TablePlan, relation: Pick<RelationShape, 'columns'>, tuple: Tuple): Tuple {
  return table.key.map((column) => tuple[relation.columns.indexOf(column)] ?? null);
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
