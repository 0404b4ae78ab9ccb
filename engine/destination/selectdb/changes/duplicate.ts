import type { TablePlan } from '../../../plan/plan.ts';
import type { RowChange } from '../../../schema/row.ts';
import { CHANGE_COLUMNS } from '../design.ts';
import { ChangeLines, type Values } from '../rows/change-lines.ts';
import { columnsHeader } from '../stream-load/client.ts';
import { type Gathered, type LoadBody, ROW_COST } from './body.ts';
import { unsent } from './lacking.ts';
import { filled, Layout, sizeOf } from './layout.ts';

interface Row {
  readonly values: Values;
  readonly more: string;
}

/**
 * Changes of a table that keeps them all, each a row of its own. They are numbered in the order of the log, from the number that the
 * checkpoint tells: a change that comes again has the number it had, and one that is there already is left out.
 */
export class DuplicateChanges implements Gathered {
  readonly table: TablePlan;
  readonly #layout: Layout;
  #rows: Row[] = [];
  #size = 0;
  #isEmptied = false;
  #number: number;
  /** The last one that is in the table. */
  #there: number;

  constructor(table: TablePlan, numbers: { readonly last: number; readonly there: number }) {
    this.table = table;
    this.#layout = new Layout(table);
    this.#number = numbers.last;
    this.#there = numbers.there;
  }

  /** The last change that was added. */
  get number(): number {
    return this.#number;
  }

  get isEmptied(): boolean {
    return this.#isEmptied;
  }

  get size(): number {
    return this.#size;
  }

  /** What was there by its number is not there any more. */
  empty(): void {
    this.#rows = [];
    this.#size = 0;
    this.#there = 0;
    this.#isEmptied = true;
  }

  add(change: RowChange, at: number): void {
    this.#number += 1;
    if (this.#number <= this.#there) return;
    const values = this.#valuesOf(change);
    const gone = change.kind === 'delete' ? 1 : 0;
    const [deleted, version, record] = CHANGE_COLUMNS;
    const more = `,"${deleted}":"${gone}","${version}":"${Math.floor(at / 1000)}","${record}":"${this.#number}"`;
    this.#rows.push({ values, more });
    this.#size += sizeOf(values) + ROW_COST;
  }

  /** Of a row that was deleted what the log tells of it: its key at least, all of it under REPLICA IDENTITY FULL. */
  #valuesOf(change: RowChange): Values {
    const { relation } = change;
    if (change.kind === 'delete') return this.#layout.values(relation, change.previous.tuple);
    const next = this.#layout.values(relation, change.next);
    const before =
      change.kind === 'update' && change.previous?.form === 'row' ? this.#layout.values(relation, change.previous.tuple) : null;
    const values = filled(next, before);
    const missing = values.indexOf(undefined);
    if (missing >= 0) throw unsent(this.table, missing);
    return values;
  }

  bodies(): readonly LoadBody[] {
    if (this.#rows.length === 0) return [];
    const lines = new ChangeLines(
      this.table,
      this.table.columns.map((_, index) => index),
    );
    for (const { values, more } of this.#rows) lines.add(values, more);
    const columns = columnsHeader([...this.table.columns.map(({ destination }) => destination), ...CHANGE_COLUMNS]);
    return [{ table: this.table, headers: { columns }, body: lines.body(), rows: lines.rows }];
  }
}
