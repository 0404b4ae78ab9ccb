import type { Destination } from '../destination/destination.ts';
import type { Mend } from '../engine.ts';
import { EngineError, reportOf } from '../errors.ts';
import type { Statement } from '../plan/plan.ts';
import type { FailedStatement, TaskEvent } from '../progress/event.ts';
import { type Arrival, hasRows } from './arrival.ts';
import { Queue, type Slot } from './queue.ts';
import { Watch } from './watch.ts';

/** Statements side by side: as many as there are cores to build an index with (engine.md, whole clone). */
const LANES = 2;
const LANES_BESIDE = 2;
/** Times a statement that lost a deadlock or met a busy object is tried again at once. */
const PATIENCE_MS = [200, 1_000];

export interface StructureRunInit {
  readonly destination: Pick<Destination, 'run' | 'building'>;
  readonly statements: readonly Statement[];
  /** Ids of statements run before, and of those a person passed over. */
  readonly done: ReadonlySet<string>;
  readonly skipped: ReadonlySet<string>;
  /** Statements that take long enough to be run alone and watched: indexes and constraints over many rows. */
  readonly isHeavy: (statement: Statement) => boolean;
  readonly emit: (event: TaskEvent) => void;
  readonly onDurable: () => void;
  readonly signal: AbortSignal;
}

/** Statements that run in the background while tables are copied. */
export interface Beside {
  /** Says that more tables are ready. */
  more(): void;
  /**
   * Resolves when everything that is ready and did not fail was run, and nothing runs any more.
   * @throws EngineError when a connection fails, or has failed since it began
   */
  end(): Promise<void>;
}

/**
 * Makes the structure: statements run side by side where neither needs the other, small ones many to a transaction. One that fails
 * stops only what needs it. Everything done is marked at the destination in the same transaction, so it may be stopped anywhere.
 */
export class StructureRun {
  readonly #init: StructureRunInit;
  readonly #queue: Queue;
  readonly #watch: Watch;
  #busy: Promise<void> | null = null;
  /** What was run last, and how often something was mended. */
  #group: ((statement: Statement) => boolean) | null = null;
  #mends = 0;
  /** One lane lost its connection: the other takes nothing more. */
  #broken = false;
  /** How many of the lanes take statements. */
  #width = LANES;
  /** Ends what runs beside the copying. */
  #close: (() => void) | null = null;

  constructor(init: StructureRunInit) {
    this.#init = init;
    this.#queue = new Queue(init.statements, init);
    this.#watch = new Watch(init);
    this.#tell('done', this.#queue.all('done'));
    this.#tell('skipped', this.#queue.all('skipped'));
  }

  /** Statements that failed and were neither mended nor passed over. */
  get failures(): readonly FailedStatement[] {
    return this.#queue.failures;
  }

  /** Statements that are neither done nor passed over. */
  get unfinished(): readonly Statement[] {
    return this.#queue.unfinished();
  }

  get mends(): number {
    return this.#mends;
  }

  isDone(id: string): boolean {
    return this.#queue.isDone(id);
  }

  /**
   * Runs what of `group` is not done, until all is done or waits for something that failed. What runs beside the copying ends first.
   * @throws EngineError when the connection fails
   */
  run(group: (statement: Statement) => boolean): Promise<void> {
    this.#close?.();
    return this.#turn(group, () => this.#runAll(group));
  }

  /**
   * Runs what of `group` has its rows while other tables are still copied, in few lanes: the copying needs the cores as well.
   * Failures wait: those that what was done since may have cured are tried again by `run`.
   */
  beside(group: (statement: Statement) => boolean, arrival: Omit<Arrival, 'isOpen'>, lanes = LANES_BESIDE): Beside {
    this.#close?.();
    let open = true;
    const close = () => {
      if (!open) return;
      open = false;
      // Nothing is copied any more: what is left may have all of them.
      this.#width = LANES;
      this.#queue.wake();
    };
    const { signal } = this.#init;
    this.#close = close;
    signal.addEventListener('abort', close, { once: true });
    // What is mended when this is over waits for rows all the same.
    const arrived = (statement: Statement) => group(statement) && hasRows(arrival, statement);
    const over = this.#turn(arrived, async () => {
      this.#queue.begin(group, { ...arrival, isOpen: () => open && !signal.aborted });
      await this.#lanes(open ? lanes : LANES);
    }).finally(() => signal.removeEventListener('abort', close));
    // Whoever ends it is told of a connection that failed; until then nobody listens.
    over.catch(() => {});
    return {
      more: () => this.#queue.arrived(),
      end: () => {
        close();
        return over;
      },
    };
  }

  async #turn(group: (statement: Statement) => boolean, work: () => Promise<void>): Promise<void> {
    while (this.#busy !== null) await this.#busy.catch(() => {});
    this.#group = group;
    this.#busy = work();
    try {
      await this.#busy;
    } finally {
      this.#busy = null;
      this.#watch.rest();
    }
  }

  /**
   * A person's answer to failures. What was mended runs at once, with what waited for it, as far as it belongs to what runs now or
   * ran last: what comes after the rows must not be made before them, nor a table beside statements that its rows must precede.
   */
  mend(mend: Mend): void {
    const indexes = this.#queue.mend(mend);
    if (indexes.length === 0) return;
    this.#mends += 1;
    this.#tell(mend.action === 'skip' ? 'skipped' : 'waiting', indexes);
    // A connection that fails now fails again when the task gets there, and is dealt with then.
    if (this.#busy === null && this.#group !== null) void this.run(this.#group).catch(() => {});
  }

  async #runAll(group: (statement: Statement) => boolean): Promise<void> {
    do {
      this.#queue.begin(group);
      await this.#lanes(LANES);
      // What failed for want of something that has come about since (string bodies have no known needs) gets another chance.
    } while (!this.#init.signal.aborted && this.#goesOn());
  }

  #goesOn(): boolean {
    const revived = this.#queue.reviveFailed();
    return this.#queue.takeMended() || revived;
  }

  async #lanes(width: number): Promise<void> {
    this.#broken = false;
    this.#width = width;
    await Promise.all(Array.from({ length: LANES }, (_, place) => this.#lane(place)));
  }

  async #lane(place: number): Promise<void> {
    while (!this.#init.signal.aborted && !this.#broken) {
      const slot = place < this.#width ? this.#queue.take(this.#init.isHeavy) : null;
      if (slot === null) {
        if (!(await this.#queue.changes())) return;
        continue;
      }
      try {
        await this.#runSlot(slot);
      } catch (error) {
        this.#broken = true;
        throw error;
      } finally {
        this.#queue.give(slot);
      }
    }
  }

  async #runSlot(slot: Slot): Promise<void> {
    if (slot.alone) this.#watch.show(slot);
    try {
      await this.#init.destination.run(slot.statements, slot.crowded);
      this.#done(slot.indexes);
    } catch (error) {
      if (isLost(error)) throw error;
      if (slot.statements.length === 1) return this.#again(slot, error);
      // Nothing of the batch was done: each by itself tells which one it was.
      for (const single of this.#queue.singles(slot)) await this.#runSingle(single);
    } finally {
      if (slot.alone) this.#watch.hide(slot);
    }
  }

  async #runSingle(slot: Slot): Promise<void> {
    if (this.#init.signal.aborted || !this.#queue.isReady(slot)) return;
    try {
      await this.#init.destination.run(slot.statements, slot.crowded);
      this.#done(slot.indexes);
    } catch (error) {
      if (isLost(error)) throw error;
      await this.#again(slot, error);
    }
  }

  async #again(slot: Slot, first: unknown): Promise<void> {
    let error = first;
    for (const wait of PATIENCE_MS) {
      if (!(error instanceof EngineError) || error.retry !== 'soon' || this.#init.signal.aborted) break;
      await new Promise((resolve) => setTimeout(resolve, wait));
      try {
        await this.#init.destination.run(slot.statements, slot.crowded);
        return this.#done(slot.indexes);
      } catch (next) {
        if (isLost(next)) throw next;
        error = next;
      }
    }
    const failure = this.#queue.fail(slot, reportOf(error));
    if (failure !== null) this.#init.emit({ kind: 'statement-failed', at: Date.now(), failure });
  }

  #done(indexes: readonly number[]): void {
    this.#queue.settle(indexes);
    this.#tell('done', indexes);
    this.#init.onDurable();
  }

  #tell(state: 'waiting' | 'done' | 'skipped', indexes: readonly number[]): void {
    if (indexes.length > 0) this.#init.emit({ kind: 'statements', at: Date.now(), indexes, state });
  }
}

function isLost(error: unknown): boolean {
  return error instanceof EngineError && error.connection;
}
