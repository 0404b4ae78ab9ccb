import { LogRow } from '../../schema/log-row.ts';
import { isWhole, type RowChange, type Tuple, valueAt, valuesOf } from '../../schema/row.ts';
import { identityOf, keyColumns, type Layouts } from './layout.ts';
import { OrderedRuns, type Run, type Runs, sameColumns, written } from './runs.ts';
import type { TargetTable } from './statements.ts';

/**
 * What has become of a row since the batch began. `gone`: it was there before and is deleted. `back`: deleted and there again, so
 * that it only changes. `never`: it came and went within the batch.
 */
type Fate =
  | { readonly kind: 'insert'; change: Insert; count: number }
  | { readonly kind: 'update' | 'back'; change: Update; count: number }
  | { readonly kind: 'gone'; readonly change: RowChange; count: number }
  | { readonly kind: 'never'; count: number };

type Insert = Extract<RowChange, { kind: 'insert' }>;
type Update = Extract<RowChange, { kind: 'update' }>;

/**
 * Reduces the changes of one keyed table to one change a row, which nobody can tell from doing them one after the other: a batch is one
 * transaction. TPC-B's few hot rows alone make that twice as fast as applying every change (engine.md, "Applying a backlog"); done one by one
 * in one transaction they would even be quadratic, for no version of a row can be cleared away before its end.
 */
export class NetRuns implements Runs {
  readonly #table: TargetTable;
  readonly #layouts: Layouts;
  readonly #all: readonly number[];
  readonly #rest: readonly number[];
  readonly #isQuiet: boolean;
  readonly #runs: Run[] = [];
  #fates = new Map<string, Fate>();
  /** What came before anything else: rows that are new, and so all of different keys, which need not be told apart yet. */
  #fresh: Insert[] = [];

  /** `isQuiet`: nothing but what is written happens at the destination, no trigger nor foreign key. */
  constructor(table: TargetTable, layouts: Layouts, isQuiet: boolean) {
    const key = keyColumns(table);
    this.#table = table;
    this.#layouts = layouts;
    this.#isQuiet = isQuiet;
    this.#all = table.columns.map((_, index) => index);
    this.#rest = this.#all.filter((index) => !key.includes(index));
  }

  /**
   * Whether the changes of a table may be taken together: its rows have a key, none is there that the log does not know of, and no column
   * but the key's refuses to be set.
   */
  static suits(table: TargetTable): boolean {
    const key = keyColumns(table);
    const settable = table.columns.every(({ identityAlways }, index) => identityAlways !== true || key.includes(index));
    return key.length > 0 && !key.includes(-1) && settable && table.origin === 'create' && table.upsert !== true;
  }

  add(change: RowChange): void {
    if (change.kind === 'insert' && this.#fates.size === 0) {
      this.#fresh.push(change);
      return;
    }
    this.#tellApart();
    const { key } = this.#layouts.of(change.relation);
    if (change.kind === 'delete') {
      this.#delete(identityOf(change.previous.tuple, key), change);
      return;
    }
    const row = identityOf(change.next, key);
    if (change.kind === 'insert') this.#insert(row, change);
    else if (change.previous !== null && identityOf(change.previous.tuple, key) !== row) this.#apart(change);
    else this.#update(row, change);
  }

  #tellApart(): void {
    const fresh = this.#fresh;
    if (fresh.length === 0) return;
    this.#fresh = [];
    for (const change of fresh) this.#insert(identityOf(change.next, this.#layouts.of(change.relation).key), change);
  }

  finish(): readonly Run[] {
    this.#close();
    return this.#runs;
  }

  /** Rows that many changes were merged into. */
  get hot(): readonly { readonly key: string; readonly count: number }[] {
    const hot: { readonly key: string; readonly count: number }[] = [];
    for (const [key, { count }] of this.#fates) if (count > 1) hot.push({ key, count });
    return hot;
  }

  #insert(row: string, change: Insert): void {
    const fate = this.#fates.get(row);
    const count = (fate?.count ?? 0) + 1;
    if (fate === undefined || fate.kind === 'never') this.#fates.set(row, { kind: 'insert', change, count });
    else if (fate.kind === 'gone') {
      const { relation, next } = change;
      this.#fates.set(row, { kind: 'back', change: { kind: 'update', relation, previous: null, next }, count });
    } else this.#apart(change);
  }

  #update(row: string, change: Update): void {
    const fate = this.#fates.get(row);
    if (fate === undefined) this.#fates.set(row, { kind: 'update', change, count: 1 });
    else if (fate.kind === 'gone' || fate.kind === 'never' || fate.change.relation !== change.relation) this.#apart(change);
    else {
      const { relation } = change;
      const next = over(fate.change.next, change.next);
      if (fate.kind === 'insert') fate.change = { kind: 'insert', relation, next };
      else fate.change = next === change.next ? change : { kind: 'update', relation, previous: null, next };
      fate.count += 1;
    }
  }

  #delete(row: string, change: Extract<RowChange, { kind: 'delete' }>): void {
    const fate = this.#fates.get(row);
    const count = (fate?.count ?? 0) + 1;
    if (fate === undefined || fate.kind === 'update' || fate.kind === 'back') this.#fates.set(row, { kind: 'gone', change, count });
    else if (fate.kind === 'insert') this.#fates.set(row, { kind: 'never', count });
    else this.#apart(change);
  }

  /** A change that is about two keys, or that the row's fate does not explain, stands by itself between those before and after it. */
  #apart(change: RowChange): void {
    this.#close();
    const alone = new OrderedRuns(this.#table, this.#layouts);
    alone.add(change);
    this.#runs.push(...alone.finish());
  }

  /**
   * Deletes come first and inserts last: a value that must be unique is let go of before it is taken. But where a foreign key of the table to
   * itself takes rows along with a deleted one, those that refer to another by now must do so before.
   */
  #close(): void {
    const deletes: RowChange[] = [];
    const updates: Run[] = [];
    const inserts: RowChange[] = this.#fresh;
    for (const fate of this.#fates.values()) {
      if (fate.kind === 'never') continue;
      if (fate.kind === 'gone') deletes.push(fate.change);
      else if (fate.kind === 'insert') inserts.push(fate.change);
      else this.#change(updates, fate.change);
    }
    this.#fates = new Map();
    this.#fresh = [];
    const table = this.#table;
    const gone: readonly Run[] = deletes.length === 0 ? [] : [{ kind: 'delete', table, columns: [], changes: deletes }];
    this.#runs.push(...(this.#isQuiet ? [...gone, ...updates] : [...updates, ...gone]));
    if (inserts.length > 0) this.#runs.push({ kind: 'insert', table, columns: this.#all, changes: inserts });
  }

  /** To those that set the same columns. The key is never among them: here it stays as it is. */
  #change(updates: Run[], change: Update): void {
    const columns = isWhole(change.next)
      ? this.#rest
      : written(this.#table, change, this.#layouts.of(change.relation)).filter((index) => this.#rest.includes(index));
    const run = updates.find((each) => sameColumns(each.columns, columns));
    if (run === undefined) updates.push({ kind: 'update', table: this.#table, columns, changes: [change] });
    else run.changes.push(change);
  }
}

/** What was not sent because it is unchanged is as it was before. */
function over(before: Tuple, next: Tuple): Tuple {
  if (isWhole(next)) return next;
  if (before instanceof LogRow && next instanceof LogRow) return next.over(before);
  return valuesOf(next).map((value, index) => (value === undefined ? valueAt(before, index) : value));
}
