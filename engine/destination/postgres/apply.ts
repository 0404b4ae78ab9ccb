import type pg from 'pg';
import type { EngineError } from '../../errors.ts';
import { translate } from '../../postgres/errors.ts';
import type { Touched } from '../../postgres/pipeline.ts';
import { query } from '../../postgres/query.ts';
import type { ChangeBatch, Position } from '../../schema/row.ts';
import type { TableId } from '../../schema/table.ts';
import type { ApplyResult } from '../destination.ts';
import { Layouts } from './layout.ts';
import { checkpointMoved, checkpointSteps, isCheckpointMoved } from './marks.ts';
import { ApplySession, type Step } from './session.ts';
import type { TargetTable } from './statements.ts';
import { type Timed, Timing } from './timing.ts';
import { wayAfter } from './way-after.ts';
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

/** A batch whose statements are on their way. */
interface Sent {
  readonly era: number;
  readonly work: Work;
  /** How many statements come before those of its changes. */
  readonly skip: number;
  readonly answer: Promise<Timed<Touched>>;
  /** As it was before. */
  readonly wasOpen: boolean;
  readonly from: Position | null;
}

async function read({ answer, work, skip }: Sent): Promise<ApplyResult> {
  const { result, spent } = await answer;
  return { missed: work.missed(result.slice(skip)), hot: work.hot, spent };
}

/** Applies change batches on one connection, in order, with the checkpoint in the same transaction: a batch is one round trip. */
export class Applier {
  readonly #session: ApplySession;
  readonly #init: ApplierInit;
  readonly #timing = new Timing();
  #tables: ReadonlyMap<TableId, TargetTable> = new Map();
  #layouts = new Map<TableId, Layouts>();
  /** A transaction of the source is written in parts, and ours is open until its end comes. */
  #open = false;
  /** Until something of it was refused. */
  #copiesBinary = true;
  /** Both as what was sent leaves them. */
  #checkpoint: Position | null;
  /** Those that are not settled, in order; null: not sent yet. */
  readonly #waiting: (Sent | null)[] = [];
  /** Ends when all of them are. */
  #turn: Promise<unknown> = Promise.resolve();
  /** Changes with each failure. */
  #era = 0;
  /** What all that comes behind it fails with, sent or not: it would pass by what failed. Whoever tries again reads the checkpoint again. */
  #failure: EngineError | null = null;

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
    await this.#turn;
    if (this.#failure !== null) throw this.#failure;
    try {
      if (!this.#open) await this.#session.run(BEGIN);
      this.#open = true;
      await query(client, SCOPE, 'set local enable_seqscan = on');
      await work(client);
      await query(client, SCOPE, 'set local enable_seqscan = off');
    } catch (error) {
      await this.#fail(error).catch(() => {});
      throw error;
    }
  }

  /** A commit that waits for the disk waits for all before it. */
  async flush(): Promise<void> {
    await this.#turn;
    if (this.#failure !== null) throw this.#failure;
    if (this.#open) throw new Error('A transaction that is open cannot be made durable.');
    const touch = { text: 'update opendts.task set updated_at = now() where task_id = $1', values: [this.#init.taskId] };
    await this.#session.run([{ text: 'begin', values: [] }, touch, COMMIT]).catch((error: unknown) => this.#fail(error));
  }

  /**
   * A call may come before the one before is answered: its statements are sent all the same, for the server to have them once it is done
   * with those. Each batch begins where the one before ends, or fails (`checkpointSteps`), so nothing comes of one whose predecessor
   * failed.
   */
  apply(batch: ChangeBatch): Promise<ApplyResult> {
    const { commit } = batch;
    if (commit !== null && this.#checkpoint !== null && commit.position <= this.#checkpoint && !this.#open)
      return Promise.resolve({ missed: new Map() });
    const sent = this.#isInOrder ? this.#sendAhead(batch) : null;
    this.#waiting.push(sent);
    const result = this.#turn.then(() => this.#inTurn(batch, sent));
    this.#turn = result.catch(() => {});
    return result;
  }

  /** Null when it cannot be made ready: it fails in its turn, and not before. */
  #sendAhead(batch: ChangeBatch): Sent | null {
    try {
      return this.#send(batch, false);
    } catch {
      return null;
    }
  }

  async #inTurn(batch: ChangeBatch, sent: Sent | null): Promise<ApplyResult> {
    try {
      return await this.#settle(batch, sent);
    } catch (error) {
      this.#failure ??= translate(error, SCOPE);
      throw error;
    } finally {
      this.#waiting.shift();
    }
  }

  /** Whether what is sent now comes right behind all that was to be applied before. */
  get #isInOrder(): boolean {
    return this.#failure === null && this.#session.isReady && this.#waiting.every((sent) => sent?.era === this.#era);
  }

  async #settle(batch: ChangeBatch, sent: Sent | null): Promise<ApplyResult> {
    let own = sent;
    if (own?.era !== this.#era) {
      // If it was sent behind one that failed, it has failed with it.
      await own?.answer.catch(() => {});
      if (this.#failure !== null) throw this.#failure;
      await this.#session.ready();
      own = this.#send(batch, false);
    }
    try {
      return await read(own);
    } catch (error) {
      return this.#mend(batch, own, error);
    }
  }

  /** Tries once more what may be taken in another way, as `wayAfter` has it. */
  async #mend(batch: ChangeBatch, { wasOpen, from, work }: Sent, error: unknown): Promise<ApplyResult> {
    this.#era += 1;
    await Promise.allSettled(this.#waiting.map((each) => each?.answer));
    this.#checkpoint = from;
    this.#open = wasOpen;
    const way = wayAfter(error, { isBinary: work.isBinary, isPart: wasOpen });
    if (way === null || !(await this.#undo(wasOpen))) return this.#fail(error);
    if (way === 'text') this.#copiesBinary = false;
    const again = this.#send(batch, way === 'one by one');
    return read(again).catch((second: unknown) => {
      this.#checkpoint = from;
      if (way !== 'text') return this.#fail(second);
      // It was not refused for its form.
      this.#copiesBinary = true;
      return this.#mend(batch, again, second);
    });
  }

  #send({ changes, commit, converging = NONE }: ChangeBatch, oneByOne: boolean): Sent {
    const { independentTables, taskId } = this.#init;
    const work = new Work(changes, {
      independentTables,
      oneByOne,
      copiesBinary: this.#copiesBinary && !oneByOne,
      table: (id) => this.#table(id, converging),
      layouts: (id) => this.#layoutsOf(id),
    });
    const [wasOpen, from] = [this.#open, this.#checkpoint];
    const head = [...(wasOpen ? [] : BEGIN), ...(wasOpen || commit === null ? [SAVEPOINT] : [])];
    const end = commit === null ? [] : [...checkpointSteps(taskId, { from, to: commit.position }), COMMIT];
    this.#open = commit === null;
    if (commit !== null) this.#checkpoint = commit.position;
    const steps = [...head, ...work.steps, ...end];
    const answer = this.#timing.of(steps, (ends) => this.#session.send(steps, ends));
    // Whoever waits for it may be waiting for the one before.
    answer.catch(() => {});
    return { era: this.#era, work, skip: head.length, answer, wasOpen, from };
  }

  async #fail(error: unknown): Promise<never> {
    this.#failure = isCheckpointMoved(error) ? checkpointMoved() : translate(error, SCOPE);
    await this.#undo();
    throw this.#failure;
  }

  /** All that is open, or its last part. False when that cannot be. */
  #undo(isPart = false): Promise<boolean> {
    this.#open = isPart;
    const undone = query(this.#session.client, SCOPE, isPart ? 'rollback to savepoint batch' : 'rollback');
    return undone
      .then(() => this.#session.forget())
      .then(
        () => true,
        () => false,
      );
  }

  #table(id: TableId, converging: ReadonlySet<TableId>): TargetTable {
    const table = this.#tables.get(id);
    if (table === undefined) throw new Error(`The log carries table ${id}, which is not in the plan.`);
    return converging.has(id) ? { ...table, upsert: true } : table;
  }

  #layoutsOf(id: TableId): Layouts {
    const layouts = this.#layouts.get(id) ?? new Layouts(this.#table(id, NONE));
    this.#layouts.set(id, layouts);
    return layouts;
  }
}
