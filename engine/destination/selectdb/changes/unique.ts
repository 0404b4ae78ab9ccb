import type { TablePlan } from '../../../plan/plan.ts';
import type { RowChange } from '../../../schema/row.ts';
import { ChangeLines, type Values } from '../rows/change-lines.ts';
import { SEQUENCE_FIELD } from '../sequence.ts';
import { columnsHeader } from '../stream-load/client.ts';
import { type Gathered, type LoadBody, ROW_COST } from './body.ts';
import { keyUnsent, unsent } from './lacking.ts';
import { filled, Layout, sizeOf } from './layout.ts';
import type { Lacking } from './lookup.ts';

const DELETE_SIGN = '__DORIS_DELETE_SIGN__';

type Row =
  | { readonly kind: 'is'; readonly values: Values }
  /** Only its key counts. */
  | { readonly kind: 'gone'; readonly values: Values };

/**
 * Changes of a table with a key, one row each: the server keeps no order among rows of one load. Rows bring their position, so that a row
 * that was written already, or is newer there, stays as it is when changes come again.
 */
export class UniqueChanges implements Gathered {
  readonly table: TablePlan;
  readonly #layout: Layout;
  readonly #key: readonly number[];
  readonly #hasSequence: boolean;
  #rows = new Map<string, Row>();
  #size = 0;
  #isEmptied = false;
  #sequence = '0';

  constructor(table: TablePlan, hasSequence: boolean) {
    this.table = table;
    this.#layout = new Layout(table);
    // By the key the table has there: what is one row at the source is for the source to say.
    const names = table.model?.keys.map((name) => name.toLowerCase()) ?? [];
    this.#key = names.map((name) => table.columns.findIndex(({ destination }) => destination.toLowerCase() === name));
    this.#hasSequence = hasSequence;
  }

  get isEmptied(): boolean {
    return this.#isEmptied;
  }

  get size(): number {
    return this.#size;
  }

  empty(): void {
    this.#rows = new Map();
    this.#size = 0;
    this.#isEmptied = true;
  }

  /** What has to be looked up before the change is added. */
  lacks(change: RowChange): Lacking | null {
    if (change.kind !== 'update' || change.previous?.form !== 'key') return null;
    const { before, next } = this.#sides(change);
    if (before === null || !next.includes(undefined)) return null;
    const identity = this.#identity(before);
    if (identity === this.#identity(next)) return null;
    const held = this.#rows.get(identity);
    const whole = filled(next, held?.kind === 'is' ? held.values : null);
    const columns = [...whole.keys()].filter((index) => whole[index] === undefined);
    if (columns.length === 0) return null;
    const told = { before: held !== undefined, next: this.#rows.has(this.#identity(next)) };
    return { before, next, held: told, key: this.#key, columns };
  }

  /** `found`: what was looked up; `isRepeat`: the change may have been written before, so that its old row is gone. */
  add(change: RowChange, init: { readonly sequence: string; readonly found: Values | null; readonly isRepeat: boolean }): void {
    this.#sequence = init.sequence;
    const { relation } = change;
    if (change.kind === 'insert') this.#is(this.#layout.values(relation, change.next));
    else if (change.kind === 'delete') this.#gone(this.#layout.values(relation, change.previous.tuple));
    else {
      const { before, next } = this.#sides(change);
      if (before === null || this.#identity(before) === this.#identity(next)) this.#is(next);
      else this.#move(before, next, init);
    }
  }

  #sides(change: Extract<RowChange, { kind: 'update' }>): { readonly before: Values | null; readonly next: Values } {
    const { relation, previous } = change;
    if (previous?.form !== 'row' && this.#key.some((at) => !relation.identity.includes(this.table.columns[at]?.source ?? '')))
      throw keyUnsent(this.table);
    const next = this.#layout.values(relation, change.next);
    if (previous === null) return { before: null, next };
    const old = this.#layout.values(relation, previous.tuple);
    if (previous.form === 'row') return { before: old, next: filled(next, old) };
    const before = this.#keyOnly(old);
    // A key that is long itself may be left out as well; nothing else is known of the old row.
    return { before, next: filled(next, before) };
  }

  /** Of an old row that came without the rest, the rest is not NULL but unknown. */
  #keyOnly(values: Values): Values {
    return values.map((value, index) => (this.#key.includes(index) ? value : undefined));
  }

  /**
   * The row has another key. On a repeat, where the old row is gone, the new one is there already with all its values, or what became of it
   * later: what is known of it is enough.
   */
  #move(before: Values, next: Values, { found, isRepeat }: { readonly found: Values | null; readonly isRepeat: boolean }): void {
    const held = this.#rows.get(this.#identity(before));
    const whole = filled(filled(next, held?.kind === 'is' ? held.values : null), found);
    const missing = whole.indexOf(undefined);
    if (missing >= 0 && !isRepeat) throw unsent(this.table, missing);
    this.#gone(before);
    this.#is(whole);
  }

  #is(values: Values): void {
    const identity = this.#identity(values);
    const held = this.#rows.get(identity);
    this.#put(identity, { kind: 'is', values: filled(values, held?.kind === 'is' ? held.values : null) });
  }

  #gone(values: Values): void {
    this.#put(this.#identity(values), { kind: 'gone', values: this.#keyOnly(values) });
  }

  #put(identity: string, row: Row): void {
    const held = this.#rows.get(identity);
    this.#size += sizeOf(row.values) - (held === undefined ? -ROW_COST : sizeOf(held.values));
    // The last comes last: a key written in two ways may be one and the same to the server.
    if (held !== undefined) this.#rows.delete(identity);
    this.#rows.set(identity, row);
  }

  /** @throws EngineError `source.key-unsent` */
  #identity(values: Values): string {
    return this.#key
      .map((at) => {
        const value = values[at];
        if (value === undefined) throw keyUnsent(this.table);
        return value === null ? '-' : `${value.length}:${value}`;
      })
      .join();
  }

  bodies(): readonly LoadBody[] {
    const tail = this.#hasSequence ? `,${JSON.stringify(SEQUENCE_FIELD)}:"${this.#sequence}"` : '';
    const all = this.table.columns.map((_, index) => index);
    const whole = new ChangeLines(this.table, all);
    const parts = new Map<string, { readonly columns: readonly number[]; readonly lines: ChangeLines }>();
    const key = new Set(this.#key);
    for (const { kind, values } of this.#rows.values()) {
      if (kind === 'gone') whole.addGone(values, key, `,"${DELETE_SIGN}":"1"${tail}`);
      else if (!values.includes(undefined)) whole.add(values, `,"${DELETE_SIGN}":"0"${tail}`);
      else {
        const columns = all.filter((index) => values[index] !== undefined);
        const part = parts.get(columns.join()) ?? { columns, lines: new ChangeLines(this.table, columns) };
        parts.set(columns.join(), part);
        part.lines.add(values, tail);
      }
    }
    return [
      ...(whole.rows === 0 ? [] : [this.#body(whole, all, [DELETE_SIGN], {})]),
      ...[...parts.values()].map(({ lines, columns }) => this.#body(lines, columns, [], { partial_columns: 'true' })),
    ];
  }

  #body(lines: ChangeLines, columns: readonly number[], more: readonly string[], headers: LoadBody['headers']): LoadBody {
    const names = columns.flatMap((index) => this.table.columns[index]?.destination ?? []);
    const sequence = this.#hasSequence ? { 'function_column.sequence_col': SEQUENCE_FIELD } : {};
    const header = columnsHeader([...names, ...more, ...(this.#hasSequence ? [SEQUENCE_FIELD] : [])]);
    return { table: this.table, headers: { ...headers, ...sequence, columns: header }, body: lines.body(), rows: lines.rows };
  }
}
