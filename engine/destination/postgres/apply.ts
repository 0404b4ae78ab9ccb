import type pg from 'pg';
import { translate } from '../../postgres/errors.ts';
import { query } from '../../postgres/query.ts';
import type { ChangeBatch, Position } from '../../schema/row.ts';
import type { TableId } from '../../schema/table.ts';
import type { ApplyResult } from '../destination.ts';
import { Layouts } from './layout.ts';
import { checkpointMoved, checkpointSteps, isCheckpointMoved } from './marks.ts';
import { ApplySession, type Step } from './session.ts';
import type { TargetTable } from './statements.ts';
import { Work, type WorkInit } from './work.ts';

const SCOPE = { side: 'destination' } as const;
const NONE: ReadonlySet<TableId> = new Set();

/** A commit does not wait for the disk: what is lost in a crash is lost with its checkpoint, and the source keeps it until `flush`. */
const BEGIN: readonly Step[] = [
  { text: 'begin', values: [] },
  { text: 'set local synchronous_commit = off', values: [] },
  { text: 'set constraints all deferred', values: [] },
];
const SAVEPOINT: Step = { text: 'savepoint batch', values: [] };
const COMMIT: Step = { text: 'commit', values: [] };

export interface ApplierInit extends Pick<WorkInit, 'independentTables'> {
  readonly taskId: string;
  readonly tables: readonly TargetTable[];
  readonly checkpoint: Position | null;
}

/** Applies change batches on one connection, in order, with the checkpoint in the same transaction: a batch is one round trip. */
export class Applier {
  readonly #session: ApplySession;
  readonly #init: ApplierInit;
  #tables: ReadonlyMap<TableId, TargetTable> = new Map();
  #layouts = new Map<TableId, Layouts>();
  /** A transaction of the source is written in parts, and ours is open until its end comes. */
  #open = false;
  #checkpoint: Position | null;

  constructor(client: pg.ClientBase, init: ApplierInit) {
    this.#session = new ApplySession(client);
    this.#init = init;
    this.#checkpoint = init.checkpoint;
    this.know(init.tables);
  }

  /** The checkpoint that `begin` wrote for the first time. */
  startAt(position: Position): void {
    this.#checkpoint ??= position;
  }

  /** The tables as they are now: what was made since may inherit from them. */
  know(tables: readonly TargetTable[]): void {
    this.#tables = new Map(tables.map((table) => [table.id, table]));
    this.#layouts = new Map();
  }

  /**
   * Does other work in the transaction that the next batch goes on with, which commits it with its checkpoint. Whole tables may be
   * looked through by it.
   */
  async within(work: (client: pg.ClientBase) => Promise<void>): Promise<void> {
    const { client } = this.#session;
    try {
      if (!this.#open) await this.#session.run(BEGIN);
      this.#open = true;
      await query(client, SCOPE, 'set local enable_seqscan = on');
      await work(client);
      await query(client, SCOPE, 'set local enable_seqscan = off');
    } catch (error) {
      await this.#undo();
      throw error;
    }
  }

  /** A commit that waits for the disk waits for all before it. */
  async flush(): Promise<void> {
    if (this.#open) throw new Error('A transaction that is open cannot be made durable.');
    const touch = { text: 'update opendts.task set updated_at = now() where task_id = $1', values: [this.#init.taskId] };
    await this.#session.run([{ text: 'begin', values: [] }, touch, COMMIT]).catch((error: unknown) => this.#fail(error));
  }

  async apply(batch: ChangeBatch): Promise<ApplyResult> {
    const { commit } = batch;
    if (commit !== null && this.#checkpoint !== null && commit.position <= this.#checkpoint && !this.#open) return { missed: new Map() };
    const wasOpen = this.#open;
    try {
      return await this.#write(batch, false);
    } catch (error) {
      // A set-based statement visits its rows in any order, so two rows that hand a unique value on can collide where
      // one by one they do not. Only the order of the source then tells whether there is a real conflict.
      if (translate(error, SCOPE).code !== 'row.refused') return this.#fail(error);
      if (wasOpen) await this.#undoPart();
      else await this.#undo();
      return await this.#write(batch, true).catch((second: unknown) => this.#fail(second));
    }
  }

  async #write({ changes, commit, converging = NONE }: ChangeBatch, oneByOne: boolean): Promise<ApplyResult> {
    const { independentTables, taskId } = this.#init;
    const work = new Work(changes, {
      independentTables,
      oneByOne,
      table: (id) => this.#table(id, converging),
      layouts: (id) => this.#layoutsOf(id),
    });
    const head = [...(this.#open ? [] : BEGIN), ...(this.#open || commit === null ? [SAVEPOINT] : [])];
    const end = commit === null ? [] : [...checkpointSteps(taskId, { from: this.#checkpoint, to: commit.position }), COMMIT];
    const touched = await this.#session.run([...head, ...work.steps, ...end]);
    this.#open = commit === null;
    if (commit !== null) this.#checkpoint = commit.position;
    return { missed: work.missed(touched.slice(head.length)), hot: work.hot };
  }

  async #fail(error: unknown): Promise<never> {
    await this.#undo();
    throw isCheckpointMoved(error) ? checkpointMoved() : translate(error, SCOPE);
  }

  async #undo(): Promise<void> {
    this.#open = false;
    await query(this.#session.client, SCOPE, 'rollback').catch(() => {});
    await this.#session.forget().catch(() => {});
  }

  async #undoPart(): Promise<void> {
    await query(this.#session.client, SCOPE, 'rollback to savepoint batch');
    await this.#session.forget();
  }

  #table(id: TableId, converging: ReadonlySet<TableId>): TargetTable {
    const table = this.#tables.get(id);
    if (table === undefined) throw new Error(`The log carries table ${id}, which is not in the plan.`);
    return converging.has(id) ? { ...table, upsert: true } : table;
  }

  #layoutsOf(id: TableId): Layouts {
    const known = this.#layouts.get(id);
    if (known !== undefined) return known;
    const layouts = new Layouts(this.#table(id, NONE));
    this.#layouts.set(id, layouts);
    return layouts;
  }
}
