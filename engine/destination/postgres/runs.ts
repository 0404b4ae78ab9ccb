import type { OldRow, RowChange, Tuple } from '../../schema/row.ts';
import type { TargetTable } from './statements.ts';

/** A change in the plan's own columns: `next` and `old` by plan column; undefined where nothing was sent. */
export interface PlannedChange {
  readonly kind: RowChange['kind'];
  readonly next: Tuple;
  readonly old: OldRow | null;
}

/** Consecutive changes of one table that one statement can carry. */
export interface Run {
  readonly kind: RowChange['kind'];
  readonly table: TargetTable;
  /** Plan columns that are written. */
  readonly columns: readonly number[];
  readonly changes: PlannedChange[];
}

/**
 * Cuts the ordered changes of one table into runs. A run has one kind and one set of columns, and touches no row twice:
 * a set-based UPDATE would otherwise take either of two values for a row, and a conflict clause would refuse it.
 */
export class RunBuilder {
  readonly runs: Run[] = [];
  readonly #table: TargetTable;
  readonly #key: readonly number[];
  #touched = new Set<string>();

  constructor(table: TargetTable) {
    this.#table = table;
    this.#key = keyColumns(table);
  }

  add(change: PlannedChange): void {
    const columns = change.kind === 'delete' ? [] : written(this.#table, change);
    const rows = this.#rowsOf(change);
    const last = this.runs.at(-1);
    const joins =
      last !== undefined && last.kind === change.kind && sameColumns(last.columns, columns) && !rows.some((row) => this.#touched.has(row));
    if (joins) {
      last.changes.push(change);
    } else {
      this.runs.push({ kind: change.kind, table: this.#table, columns, changes: [change] });
      this.#touched = new Set();
    }
    for (const row of rows) this.#touched.add(row);
  }

  /**
   * The keys before and after the change. Comparing their text is enough: the log sends the old key whenever its bytes change,
   * so 1.0 becoming 1.00 is seen as a move from one to the other.
   */
  #rowsOf(change: PlannedChange): string[] {
    if (this.#key.length === 0) return [];
    const old = change.old === null ? null : keyText(this.#key, change.old.tuple);
    const next = change.kind === 'delete' ? null : keyText(this.#key, change.next);
    return [...new Set([old, next].filter((row) => row !== null))];
  }
}

/** Positions in the plan of the columns that identify a row. */
export function keyColumns(table: TargetTable): readonly number[] {
  return table.key.map((name) => table.columns.findIndex((column) => column.source === name));
}

/** Where the row is looked for: its old key when it was sent, else the key it still has. */
export function lookup(change: PlannedChange): Tuple {
  return change.old?.tuple ?? change.next;
}

function written(table: TargetTable, change: PlannedChange): readonly number[] {
  const all = table.columns.map((_, index) => index).filter((index) => change.next[index] !== undefined);
  if (change.kind === 'insert') return all;
  return all.filter((index) => table.columns[index]?.identityAlways !== true || isChanged(table, change, index));
}

/** An identity ALWAYS column refuses to be set, so it is left out unless its old value is known to be another one. */
function isChanged(table: TargetTable, change: PlannedChange, index: number): boolean {
  const { old, next } = change;
  const known = old !== null && (old.form === 'row' || table.key.includes(table.columns[index]?.source ?? ''));
  return known && old.tuple[index] !== next[index];
}

function keyText(key: readonly number[], tuple: Tuple): string {
  return JSON.stringify(key.map((index) => tuple[index] ?? null));
}

function sameColumns(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((column, index) => column === b[index]);
}
