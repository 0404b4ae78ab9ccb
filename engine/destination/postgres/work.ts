import type { HotKey } from '../../progress/event.ts';
import { type TableChange, valueAt } from '../../schema/row.ts';
import { displayName, type TableId } from '../../schema/table.ts';
import { Unfit } from './arrays.ts';
import { keyColumns, type Layout, type Layouts, lookup, nextOf } from './layout.ts';
import { truncateMerged } from './merged.ts';
import { NetRuns } from './net.ts';
import { copiedBinary, copiedText, filled } from './run-rows.ts';
import { OrderedRuns, type Run, type Runs } from './runs.ts';
import type { Step } from './session.ts';
import {
  type ArrayStatement,
  AS_TEXT,
  type Carriage,
  canCopy,
  copyStatement,
  deleteOneStatement,
  deleteStatement,
  insertStatement,
  type TargetTable,
  updateOneStatement,
  updateStatement,
} from './statements.ts';
import { truncateStatements } from './truncate.ts';
import { typesCheck } from './types-check.ts';

export interface WorkInit {
  readonly table: (id: TableId) => TargetTable;
  readonly layouts: (id: TableId) => Layouts;
  /**
   * True when foreign keys and triggers are quiet (session_replication_role): tables can then be written one after the other
   * inside a batch, which makes long runs out of interleaved changes. Nobody sees the states between: it is one transaction.
   */
  readonly independentTables: boolean;
  /** Every change by itself, in the order of the source. */
  readonly oneByOne: boolean;
  /** Rows may be copied as the log has them, where it has them in binary. */
  readonly copiesBinary: boolean;
}

/** From so many rows on a COPY, which is parsed and planned each time, is cheaper than a prepared INSERT of arrays. */
const COPY_FROM = 32;
/** Keys that changes were merged for are told from so many on. */
const HOT = 100;

/** The statements that make a batch's changes, and what they must come to. */
export class Work {
  readonly steps: Step[] = [];
  readonly #init: WorkInit;
  /** By step: the table whose rows must be found, and how many. */
  readonly #expected: ({ readonly table: TableId; readonly rows: number } | null)[] = [];
  readonly hot: HotKey[] = [];
  #isBinary = false;

  constructor(changes: readonly TableChange[], init: WorkInit) {
    this.#init = init;
    let tables = new Map<TableId, Runs>();
    const flush = () => {
      for (const [id, runs] of tables) this.#write(id, runs);
      tables = new Map();
    };
    for (const change of changes) {
      if (change.kind === 'truncate') {
        flush();
        this.#truncate(
          change.relations.map(({ id }) => init.table(id)),
          change.restartIdentity,
        );
        continue;
      }
      const { id } = change.relation;
      let runs = tables.get(id);
      if (init.oneByOne || (runs === undefined && tables.size > 0 && !init.independentTables)) {
        flush();
        runs = undefined;
      }
      if (runs === undefined) {
        // Where several become one, a row may go from one to the other: what came before goes before.
        if (init.table(id).merged === true) flush();
        runs = this.#runsOf(id);
        tables.set(id, runs);
      }
      runs.add(change);
    }
    flush();
  }

  /** Something of it is copied in binary. */
  get isBinary(): boolean {
    return this.#isBinary;
  }

  /** Changes that found no row, by table. `touched`: rows by step. */
  missed(touched: readonly number[]): ReadonlyMap<TableId, number> {
    const missed = new Map<TableId, number>();
    for (const [index, expected] of this.#expected.entries()) {
      if (expected === null) continue;
      const lost = expected.rows - (touched[index] ?? 0);
      if (lost > 0) missed.set(expected.table, (missed.get(expected.table) ?? 0) + lost);
    }
    return missed;
  }

  #runsOf(id: TableId): Runs {
    const table = this.#init.table(id);
    const layouts = this.#init.layouts(id);
    return !this.#init.oneByOne && NetRuns.suits(table)
      ? new NetRuns(table, layouts, this.#init.independentTables)
      : new OrderedRuns(table, layouts);
  }

  #write(id: TableId, runs: Runs): void {
    if (runs instanceof NetRuns) {
      for (const { key, count } of runs.hot) if (count >= HOT) this.hot.push({ table: id, key, count });
    }
    for (const run of runs.finish()) this.#run(run);
  }

  #truncate(tables: readonly TargetTable[], restartIdentity: boolean): void {
    const merged = tables.find((table) => table.merged === true);
    if (merged !== undefined) throw truncateMerged(merged);
    const object = tables.map((table) => displayName(table.destination)).join(', ');
    const [first] = tables;
    for (const text of truncateStatements(tables, restartIdentity)) {
      this.steps.push({ text, values: [], object, ...(first === undefined ? {} : { table: first.id }) });
      this.#expected.push(null);
    }
  }

  #run(run: Run): void {
    // Nothing of the row was sent that can be written: it only touched values that stay as they are.
    if (run.kind === 'update' && run.columns.length === 0) return;
    const key = keyColumns(run.table);
    const hasSet = (key.length > 0 || run.kind === 'insert') && (run.kind === 'delete' || run.columns.length > 0);
    if (hasSet) this.#runSet(run, key);
    else this.#runOnes(run);
  }

  #runSet(run: Run, key: readonly number[]): void {
    const rows = run.changes.length;
    if (run.kind === 'insert' && (rows >= COPY_FROM || run.table.ruled === true) && canCopy(run.table, run.columns, key)) {
      this.#copy(run);
      return;
    }
    const { carriage } = this.#layoutOf(run);
    const layouts = this.#init.layouts(run.table.id);
    const step = orUnfit(() => filled(run, layouts, setStatement(run, key, carriage)));
    this.#push(run, rows, step ?? filled(run, layouts, setStatement(run, key, AS_TEXT)));
  }

  #copy(run: Run): void {
    const { table, columns, changes } = run;
    const layouts = this.#init.layouts(table.id);
    const rows = this.#init.copiesBinary && this.#layoutOf(run).copiesBinary ? orUnfit(() => copiedBinary(run, layouts)) : null;
    const format = rows === null ? 'text' : 'binary';
    this.#push(run, changes.length, { text: copyStatement(table, columns, format), values: [], copy: rows ?? copiedText(run, layouts) });
    if (rows === null) return;
    this.#isBinary = true;
    this.#push(run, 0, typesCheck(table, columns));
  }

  /** Of the first of its changes, which is as good as any. */
  #layoutOf({ table, changes: [first] }: Run): Layout {
    if (first === undefined) throw new Error(`Nothing is to be done to ${table.id}.`);
    return this.#init.layouts(table.id).of(first.relation);
  }

  /** Without a key: one statement a row, each for exactly one of the equal rows there may be. */
  #runOnes(run: Run): void {
    const old = run.table.columns.map((_, index) => index);
    const statement =
      run.kind === 'insert'
        ? insertStatement(run.table, run.columns, { key: [], carriage: AS_TEXT })
        : run.kind === 'update'
          ? updateOneStatement(run.table, run.columns, old)
          : deleteOneStatement(run.table, old);
    const layouts = this.#init.layouts(run.table.id);
    for (const change of run.changes) {
      const { order } = layouts.of(change.relation);
      const values = statement.columns.map((column, index) => {
        const tuple = index >= statement.columns.length - statement.keys ? lookup(change) : nextOf(change);
        return valueAt(tuple, order[column] ?? -1) ?? null;
      });
      this.#push(run, 1, { text: statement.text, values });
    }
  }

  #push(run: Run, rows: number, step: Step): void {
    this.steps.push({ ...step, object: displayName(run.table.destination), table: run.table.id });
    this.#expected.push(run.kind === 'insert' ? null : { table: run.table.id, rows });
  }
}

function orUnfit<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof Unfit) return null;
    throw error;
  }
}

function setStatement(run: Run, key: readonly number[], carriage: Carriage): ArrayStatement {
  if (run.kind === 'insert') return insertStatement(run.table, run.columns, { key, carriage });
  if (run.kind === 'update') return updateStatement(run.table, run.columns, { key, carriage });
  return deleteStatement(run.table, key, carriage);
}
