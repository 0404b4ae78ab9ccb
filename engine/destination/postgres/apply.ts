import type pg from 'pg';
import { translate } from '../../postgres/errors.ts';
import { query } from '../../postgres/query.ts';
import type { ChangeBatch, Position, RelationShape, RowChange, TableChange, Tuple, Value } from '../../schema/row.ts';
import { displayName, type TableId } from '../../schema/table.ts';
import type { ApplyResult } from '../destination.ts';
import { moveCheckpoint } from './marks.ts';
import { keyColumns, lookup, type PlannedChange, type Run, RunBuilder } from './runs.ts';
import {
  type ArrayStatement,
  deleteOneStatement,
  deleteStatement,
  insertStatement,
  type TargetTable,
  truncateStatement,
  updateOneStatement,
  updateStatement,
} from './statements.ts';

const NONE: ReadonlySet<TableId> = new Set();

export interface ApplierInit {
  readonly taskId: string;
  readonly tables: readonly TargetTable[];
  readonly checkpoint: Position | null;
  /**
   * True when foreign keys and triggers are quiet (session_replication_role): tables can then be applied one after the other
   * inside a batch, which makes long runs out of interleaved changes. Nobody sees the states between: it is one transaction.
   */
  readonly independentTables: boolean;
}

/** Applies change batches on one connection, in order, with the checkpoint in the same transaction. */
export class Applier {
  readonly #client: pg.ClientBase;
  readonly #init: ApplierInit;
  #plans: ReadonlyMap<TableId, TargetTable>;
  readonly #columns = new WeakMap<RelationShape, readonly number[]>();
  /** Prepared once a connection; the name is short because the server keeps 63 bytes of it. */
  readonly #names = new Map<string, string>();
  #converging: ReadonlySet<TableId> = NONE;
  #open = false;
  #checkpoint: Position | null;

  constructor(client: pg.ClientBase, init: ApplierInit) {
    this.#client = client;
    this.#init = init;
    this.#plans = new Map(init.tables.map((table) => [table.id, table]));
    this.#checkpoint = init.checkpoint;
  }

  /** The checkpoint that `begin` wrote for the first time. */
  startAt(position: Position): void {
    this.#checkpoint ??= position;
  }

  /** The tables as they are now: what was made since may inherit from them. */
  know(tables: readonly TargetTable[]): void {
    this.#plans = new Map(tables.map((table) => [table.id, table]));
  }

  async apply(batch: ChangeBatch): Promise<ApplyResult> {
    const { commit } = batch;
    if (commit !== null && this.#checkpoint !== null && commit.position <= this.#checkpoint && !this.#open) return { missed: new Map() };
    this.#converging = batch.converging ?? NONE;
    try {
      const missed = await this.#write(batch.changes);
      if (commit !== null) await this.#commit(commit.position);
      return { missed };
    } catch (error) {
      this.#open = false;
      await this.#client.query('rollback').catch(() => {});
      throw translate(error, { side: 'destination' });
    }
  }

  async #write(changes: readonly TableChange[]): Promise<ReadonlyMap<TableId, number>> {
    if (!this.#open) {
      await query(this.#client, { side: 'destination' }, 'begin');
      await query(this.#client, { side: 'destination' }, 'set constraints all deferred');
      this.#open = true;
    }
    if (changes.length === 0) return new Map();
    await query(this.#client, { side: 'destination' }, 'savepoint batch');
    try {
      return await this.#writeAll(changes, false);
    } catch (error) {
      // A set-based statement visits its rows in any order, so two rows that hand a unique value on can collide where
      // one by one they do not. Only the order of the source then tells whether there is a real conflict.
      if (translate(error, { side: 'destination' }).code !== 'row.refused') throw error;
      await query(this.#client, { side: 'destination' }, 'rollback to savepoint batch');
      return await this.#writeAll(changes, true);
    }
  }

  async #commit(position: Position): Promise<void> {
    await moveCheckpoint(this.#client, this.#init.taskId, { from: this.#checkpoint, to: position });
    await query(this.#client, { side: 'destination' }, 'commit');
    this.#open = false;
    this.#checkpoint = position;
  }

  async #writeAll(changes: readonly TableChange[], oneByOne: boolean): Promise<ReadonlyMap<TableId, number>> {
    const missed = new Map<TableId, number>();
    for (const part of this.#parts(changes, oneByOne)) {
      if ('truncate' in part) await this.#truncate(part.truncate, part.restartIdentity);
      else await this.#run(part, missed);
    }
    return missed;
  }

  /** Runs in an order equal to the source's; TRUNCATE stands between what came before and after it. */
  *#parts(
    changes: readonly TableChange[],
    oneByOne: boolean,
  ): Generator<Run | { truncate: readonly TargetTable[]; restartIdentity: boolean }> {
    let builders = new Map<TableId, RunBuilder>();
    const flush = function* () {
      for (const builder of builders.values()) yield* builder.runs;
      builders = new Map();
    };
    for (const change of changes) {
      if (change.kind === 'truncate') {
        yield* flush();
        yield { truncate: change.relations.map(({ id }) => this.#plan(id)), restartIdentity: change.restartIdentity };
        continue;
      }
      const { id } = change.relation;
      const strangers = builders.size > 0 && !builders.has(id);
      if (oneByOne || (strangers && !this.#init.independentTables)) yield* flush();
      let builder = builders.get(id);
      if (builder === undefined) {
        builder = new RunBuilder(this.#plan(id));
        builders.set(id, builder);
      }
      builder.add(this.#planned(change));
    }
    yield* flush();
  }

  async #truncate(tables: readonly TargetTable[], restartIdentity: boolean): Promise<void> {
    const object = tables.map((table) => displayName(table.destination)).join(', ');
    await query(this.#client, { side: 'destination', object }, truncateStatement(tables, restartIdentity));
  }

  async #run(run: Run, missed: Map<TableId, number>): Promise<void> {
    // Nothing of the row was sent that can be written: it only touched values that stay as they are.
    if (run.kind === 'update' && run.columns.length === 0) return;
    const changed = keyColumns(run.table).length > 0 || run.kind === 'insert' ? await this.#runSet(run) : await this.#runOnes(run);
    const lost = run.changes.length - changed;
    if (run.kind !== 'insert' && lost > 0) missed.set(run.table.id, (missed.get(run.table.id) ?? 0) + lost);
  }

  #runSet(run: Run): Promise<number> {
    const statement = setStatement(run);
    if (statement.columns.length === 0) return this.#runOnes(run);
    const values = statement.columns.map((column, index) => {
      const fromOld = index >= statement.columns.length - statement.keys;
      return run.changes.map((change) => valueAt(fromOld ? lookup(change) : change.next, column));
    });
    return this.#execute(run.table, statement.text, values);
  }

  /** Without a key: one statement a row, each for exactly one of the equal rows there may be. */
  async #runOnes(run: Run): Promise<number> {
    const old = run.table.columns.map((_, index) => index);
    const statement =
      run.kind === 'insert'
        ? insertStatement(run.table, run.columns, [])
        : run.kind === 'update'
          ? updateOneStatement(run.table, run.columns, old)
          : deleteOneStatement(run.table, old);
    let changed = 0;
    for (const change of run.changes) {
      const values = statement.columns.map((column, index) => {
        const fromOld = index >= statement.columns.length - statement.keys;
        return valueAt(fromOld ? lookup(change) : change.next, column);
      });
      changed += await this.#execute(run.table, statement.text, values);
    }
    return changed;
  }

  async #execute(table: TargetTable, text: string, values: readonly unknown[]): Promise<number> {
    const object = displayName(table.destination);
    let name = this.#names.get(text);
    if (name === undefined) {
      name = `opendts_${this.#names.size}`;
      this.#names.set(text, name);
    }
    try {
      return (await this.#client.query({ name, text, values: [...values] })).rowCount ?? 0;
    } catch (error) {
      throw translate(error, { side: 'destination', object });
    }
  }

  #plan(id: TableId): TargetTable {
    const plan = this.#plans.get(id);
    if (plan === undefined) throw new Error(`The log carries table ${id}, which is not in the plan.`);
    return this.#converging.has(id) ? { ...plan, upsert: true } : plan;
  }

  /** Puts the log's columns into the plan's order, by name: the two may differ after DDL (trap 14). */
  #planned(change: RowChange): PlannedChange {
    const { relation } = change;
    let map = this.#columns.get(relation);
    if (map === undefined) {
      map = this.#plan(relation.id).columns.map((column) => relation.columns.indexOf(column.source));
      this.#columns.set(relation, map);
    }
    const order = map;
    const arrange = (tuple: Tuple): Tuple => order.map((index) => tuple[index]);
    const previous = change.kind === 'insert' ? null : change.previous;
    return {
      kind: change.kind,
      next: change.kind === 'delete' ? [] : arrange(change.next),
      old: previous === null ? null : { form: previous.form, tuple: arrange(previous.tuple) },
    };
  }
}

function setStatement(run: Run): ArrayStatement {
  const key = keyColumns(run.table);
  if (run.kind === 'insert') return insertStatement(run.table, run.columns, key);
  return run.kind === 'update' ? updateStatement(run.table, run.columns, key) : deleteStatement(run.table, key);
}

function valueAt(tuple: Tuple, column: number): Value {
  return tuple[column] ?? null;
}
