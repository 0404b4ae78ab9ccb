import { type Column, columnOf, DELETE_SIGN, keyColumns, sequenceColumn, type Table, VERSION_COLUMN } from '../catalog/table.ts';
import { cellOf, compare, NULL } from './cell.ts';

/** Values by slot. `undefined` is a column that is younger than the row. */
export type Row = readonly (string | null | undefined)[];

/** A row on its way in. `slots`: a partial update gives only these, and keeps the rest of what is there. */
export interface Incoming {
  readonly values: Row;
  readonly slots: ReadonlySet<number> | null;
}

/** What a table holds. A UNIQUE table keeps deleted rows as rows with their delete sign: their sequence still counts. */
export class Rows {
  /** UNIQUE: by key. DUPLICATE: by a number that only grows. */
  readonly #rows = new Map<string | number, Row>();
  #appended = 0;

  get size(): number {
    return this.#rows.size;
  }

  values(): Iterable<Row> {
    return this.#rows.values();
  }

  /** The row of this key, if it is there and not deleted. */
  alive(table: Table, values: Row): Row | null {
    const row = this.#rows.get(keyOf(keyColumns(table), values));
    return row === undefined || isDeleted(table, row) ? null : row;
  }

  /** Rule F8: the later row of a key wins, unless its sequence is the smaller one. */
  apply(table: Table, incoming: readonly Incoming[], version: number): void {
    if (table.keysType !== 'UNIQUE') {
      for (const { values } of incoming) {
        this.#appended += 1;
        this.#rows.set(this.#appended, values);
      }
      return;
    }
    const versionSlot = columnOf(table, VERSION_COLUMN)?.slot ?? 0;
    const sequence = sequenceColumn(table);
    const keys = keyColumns(table);
    for (const row of incoming) {
      const key = keyOf(keys, row.values);
      const old = this.#rows.get(key);
      const merged = row.slots === null || old === undefined || isDeleted(table, old) ? [...row.values] : merge(old, row.values, row.slots);
      merged[versionSlot] = String(version);
      if (old !== undefined && sequence !== null && isOlder(sequence, merged, old)) continue;
      this.#rows.set(key, merged);
    }
  }

  /** After a change of the key columns. */
  rekey(table: Table): void {
    if (table.keysType !== 'UNIQUE') return;
    const rows = [...this.#rows.values()];
    const keys = keyColumns(table);
    this.#rows.clear();
    for (const row of rows) this.#rows.set(keyOf(keys, row), row);
  }

  /** Keeps the rows that `keep` says, each as `change` makes it. */
  rewrite(change: (row: Row) => Row | null): void {
    for (const [key, row] of this.#rows) {
      const changed = change(row);
      if (changed === null) this.#rows.delete(key);
      else this.#rows.set(key, changed);
    }
  }
}

function merge(old: Row, values: Row, slots: ReadonlySet<number>): (string | null | undefined)[] {
  const merged = [...old];
  for (const slot of slots) merged[slot] = values[slot];
  return merged;
}

function isOlder({ slot, type }: Column, row: Row, old: Row): boolean {
  const [one, other] = [cellOf(row[slot] ?? null, type), cellOf(old[slot] ?? null, type)];
  if (other === NULL) return false;
  return one === NULL || (compare(one, other) ?? 0) < 0;
}

function keyOf(keys: readonly Column[], values: Row): string {
  return JSON.stringify(keys.map((column) => valueIn(values, column)));
}

export function isDeleted(table: Table, row: Row): boolean {
  const sign = columnOf(table, DELETE_SIGN);
  return sign !== null && row[sign.slot] === '1';
}

export const valueIn = (row: Row, column: Column): string | null => {
  const value = row[column.slot];
  return value === undefined ? column.initial : value;
};
