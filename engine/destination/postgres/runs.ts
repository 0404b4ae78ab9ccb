import { isSent, isWhole, type RowChange, valueAt } from '../../schema/row.ts';
import { identityOf, keyColumns, type Layout, type Layouts } from './layout.ts';
import type { TargetTable } from './statements.ts';

/** Changes of one table that one statement can carry. */
export interface Run {
  readonly kind: RowChange['kind'];
  readonly table: TargetTable;
  /** Plan columns that are written. */
  readonly columns: readonly number[];
  readonly changes: RowChange[];
}

/** Takes the changes of one table, in order, and gives the runs to be made of them, in an order that comes to the same. */
export interface Runs {
  add(change: RowChange): void;
  finish(): readonly Run[];
}

/**
 * Cuts the ordered changes of one table into runs. A run has one kind and one set of columns, and touches no row twice:
 * a set-based UPDATE would otherwise take either of two values for a row, and a conflict clause would refuse it.
 */
export class OrderedRuns implements Runs {
  readonly #runs: Run[] = [];
  readonly #table: TargetTable;
  readonly #layouts: Layouts;
  readonly #hasKey: boolean;
  #touched = new Set<string>();

  constructor(table: TargetTable, layouts: Layouts) {
    this.#table = table;
    this.#layouts = layouts;
    this.#hasKey = keyColumns(table).length > 0;
  }

  add(change: RowChange): void {
    const layout = this.#layouts.of(change.relation);
    const columns = change.kind === 'delete' ? [] : written(this.#table, change, layout);
    const rows = this.#rowsOf(change, layout);
    const last = this.#runs.at(-1);
    const joins =
      last !== undefined && last.kind === change.kind && sameColumns(last.columns, columns) && !rows.some((row) => this.#touched.has(row));
    if (joins) {
      last.changes.push(change);
    } else {
      this.#runs.push({ kind: change.kind, table: this.#table, columns, changes: [change] });
      this.#touched = new Set();
    }
    for (const row of rows) this.#touched.add(row);
  }

  finish(): readonly Run[] {
    return this.#runs;
  }

  /** The keys before and after the change. */
  #rowsOf(change: RowChange, { key }: Layout): readonly string[] {
    if (!this.#hasKey) return [];
    const old = change.kind === 'insert' || change.previous === null ? null : identityOf(change.previous.tuple, key);
    const next = change.kind === 'delete' ? null : identityOf(change.next, key);
    return [...new Set([old, next].filter((row) => row !== null))];
  }
}

/** Plan columns whose values were sent and can be set. */
export function written(table: TargetTable, change: Exclude<RowChange, { kind: 'delete' }>, layout: Layout): readonly number[] {
  const { present, order, hasAlways } = layout;
  // The same list for all rows that are sent whole. No value is read for this: of TPC-B that was a sixth of the engine's time.
  const sent = isWhole(change.next) ? present : present.filter((index) => isSent(change.next, order[index] ?? -1));
  if (change.kind === 'insert' || !hasAlways) return sent;
  return sent.filter((index) => table.columns[index]?.identityAlways !== true || isChanged(table, change, { layout, index }));
}

/** An identity ALWAYS column refuses to be set, so it is left out unless its old value is known to be another one. */
function isChanged(
  table: TargetTable,
  { previous, next }: Extract<RowChange, { kind: 'update' }>,
  { layout, index }: { readonly layout: Layout; readonly index: number },
): boolean {
  const place = layout.order[index] ?? -1;
  const known = previous !== null && (previous.form === 'row' || table.key.includes(table.columns[index]?.source ?? ''));
  return known && valueAt(previous.tuple, place) !== valueAt(next, place);
}

export function sameColumns(a: readonly number[], b: readonly number[]): boolean {
  return a === b || (a.length === b.length && a.every((column, index) => column === b[index]));
}
