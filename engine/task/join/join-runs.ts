import type { Destination } from '../../destination/destination.ts';
import { type ErrorReport, reportOf } from '../../errors.ts';
import type { Joining } from '../../plan/plan.ts';
import type { TaskEvent } from '../../progress/event.ts';
import { ANYWHERE, type Position } from '../../schema/row.ts';
import type { TableId } from '../../schema/table.ts';
import { sleep } from '../../sleep.ts';
import type { CopyTableInit, Standing } from '../copy-table.ts';
import { isStaying } from './again.ts';
import { Bringing } from './bringing.ts';
import { fail, finish, giveUp, isIn } from './endings.ts';
import { inTime } from './in-time.ts';
import { type JoinRunInit, leavingAt, type Meeting } from './join-run.ts';
import { parts } from './parting.ts';
import { Withdrawals } from './withdrawals.ts';
import { joinBegins, triedAgain } from './words.ts';

export interface JoinRunsInit extends JoinRunInit, Pick<CopyTableInit, 'names'> {
  readonly destination: Destination;
}

/** How long the task may stand still for one that joins. */
const STANDSTILL_MS = 30_000;
/** What could not be asked or removed is asked again after so long. */
const AGAIN_MS = 60_000;

/** One that is to meet the task, or stands and waits for it. */
interface Ready extends Meeting {
  readonly of: Bringing;
}

/**
 * Brings tables to the task beside its own log, one lot after the other, for as long as that is followed in this attempt, once those that
 * were taken away are out of it. Whatever becomes of one, the task goes on.
 */
export class JoinRuns implements AsyncDisposable {
  readonly #init: JoinRunsInit;
  readonly #ended = new AbortController();
  readonly #signal: AbortSignal;
  readonly #failed = new Set<string>();
  readonly #running: Promise<void>;
  #ready: Ready | null = null;
  #handingOver = false;
  /** The last that was brought, and, by id, those that were told to end and go on still. */
  #brought: Bringing | null = null;
  readonly #ending = new Map<string, Promise<unknown>>();
  readonly #withdrawals: Withdrawals;
  /** What may still be at work for the one that was ready. */
  #following: Promise<unknown> = Promise.resolve();
  #onReady: (position: Position) => void = () => {};
  #wake: () => void = () => {};

  constructor(init: JoinRunsInit) {
    this.#init = init;
    this.#signal = AbortSignal.any([init.run.signal, this.#ended.signal]);
    this.#withdrawals = new Withdrawals({ ...init, signal: this.#signal, done: () => this.#wake() });
    init.joins.onMend(({ action, table }) => this.#mend(action, table));
    init.joins.onChanged(() => this.#change());
    this.#signal.addEventListener('abort', () => this.#wake(), { once: true });
    this.#withdrawals.look();
    // What it comes to is told; nothing of it is for the task.
    this.#running = this.#run().catch(() => {});
  }

  /** Who is to hear where the task has to stand still for a moment. */
  onReady(listener: (position: Position) => void): void {
    this.#onReady = listener;
    if (this.#ready !== null) listener(this.#ready.position);
  }

  /** Where the one stands, or will, that can join; null: none can. */
  get ready(): Position | null {
    return this.#ready?.position ?? null;
  }

  /** The destination has forgotten what was taken away. */
  left(): void {
    this.#withdrawals.look();
    this.#wake();
  }

  /**
   * Makes the one that is ready a part of the task, which stands at its checkpoint: brought there as well it has applied the same, and
   * the task's log goes on for both. One that is still to leave does so.
   * @returns whether the task's tables are others now
   * @throws EngineError when nobody knows whether they are
   */
  async join(at: Standing): Promise<boolean> {
    const ready = this.#ready;
    const { checkpoint } = at.state;
    if (ready === null || checkpoint === null || checkpoint < ready.position) return false;
    this.#handingOver = true;
    try {
      const stands = (await inTime(ready.arrives, STANDSTILL_MS, this.#signal)) ? await ready.arrives : null;
      if (stands !== null && stands > checkpoint && this.#ready === ready) {
        // It came a little further: the task is to go there as well.
        this.#ready = { ...ready, position: stands };
        return false;
      }
      if (this.#ready === ready) this.#ready = null;
      return stands !== null && stands <= checkpoint && (await this.#adopt({ ...ready, position: stands }, at, checkpoint));
    } finally {
      this.#handingOver = false;
      this.#wake();
    }
  }

  async #adopt(ready: Ready, at: Standing, checkpoint: Position): Promise<boolean> {
    const { joins, destination } = this.#init;
    const known = joins.now(ready.of.joining);
    if (known !== null && isStaying(known)) return known.cancelled !== true && parts({ ...this.#init, ...at }, known, ready.failed);
    const isThere = await this.#follow(ready, checkpoint);
    const joining = joins.now(ready.of.joining);
    if (!isThere || this.#signal.aborted || joining === null || joining.plan === null || joining.cancelled === true) return false;
    await destination.adopt?.(joins.nameOf(joining), joining.plan, at.plan.sequences);
    // What it has kept apart is removed beside the task.
    joins.cameIn(joining);
    return true;
  }

  /** The task stands still meanwhile, so not for long: what is in the way of one table must not be in that of all. */
  async #follow({ of: { joining, run }, position }: Ready, until: Position): Promise<boolean> {
    if (position === until) return true;
    const following = run.follow(until).then(
      () => true,
      (error: unknown) => {
        this.#init.joins.tell(joining, triedAgain(joining, reportOf(error)));
        return false;
      },
    );
    this.#following = following;
    return (await inTime(following, STANDSTILL_MS, this.#signal)) && (await following);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort();
    this.#wake();
    this.#init.joins.onMend(() => {});
    this.#init.joins.onChanged(() => {});
    const over = Promise.all([this.#running, this.#following, this.#withdrawals.over, ...this.#ending.values()]);
    if (!(await inTime(over))) await this.#brought?.run.cut();
  }

  async #run(): Promise<void> {
    while (!this.#signal.aborted) {
      await this.#following;
      const next = this.#ready === null && !this.#handingOver ? this.#next() : undefined;
      if (next === undefined) await this.#waits();
      else await this.#take(next).catch((error: unknown) => this.#leave(next.id, triedAgain(next, reportOf(error))));
    }
  }

  /**
   * Those of which a person does without a table are not brought any more. Nor, before what was taken away or given up is out of the
   * task's log, is what has the same tables again: they would be taken out of it with that.
   */
  #next(): Joining | undefined {
    const { joins, run } = this.#init;
    const leaving = new Set(joins.leaving.all.map(({ id }) => id));
    const held = new Set([...(run.plan()?.skippedTables ?? []), ...leaving]);
    for (const each of joins.entries) {
      const waitsFor = each.cancelled === true ? leaving : held;
      if (!this.#failed.has(each.id) && !each.ids.some((id) => waitsFor.has(id))) return each;
      for (const id of each.ids) held.add(id);
    }
    return undefined;
  }

  #waits(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#signal.aborted) return resolve();
      this.#wake = resolve;
    });
  }

  async #take(joining: Joining): Promise<void> {
    // Also when it was given up since: its tables are the task's by now, and leave it like any other.
    if (await isIn(this.#init, joining)) return finish(this.#init, joining);
    if (joining.cancelled !== true) return this.#bring(joining);
    if (!(await giveUp(this.#init, joining, this.#ending.get(joining.id)))) this.#leave(joining.id);
  }

  async #bring(joining: Joining): Promise<void> {
    // By now, that is.
    if (this.#isGiven(joining)) return;
    if (joining.plan === null && !isStaying(joining)) this.#init.run.emit(joinBegins(joining));
    const each: Bringing = new Bringing({
      ...this.#init,
      joining,
      signal: this.#signal,
      meets: (meeting) => this.#meets({ ...meeting, of: each }),
      failed: (error) => this.#fail(each, reportOf(error)),
    });
    this.#brought = each;
    if (await each.done()) return;
    this.#ending.set(joining.id, each.over);
    void each.over.then(() => this.#ending.delete(joining.id));
  }

  #meets(ready: Ready): void {
    if (this.#signal.aborted) return;
    this.#ready = ready;
    this.#onReady(ready.position);
  }

  /** A person has changed who comes and who goes. */
  #change(): void {
    const { entries } = this.#init.joins;
    for (const { id, cancelled } of entries) if (cancelled === true) this.#failed.delete(id);
    if (this.#ready !== null && this.#isGiven(this.#ready.of.joining)) this.#ready = null;
    if (this.#brought !== null && this.#isGiven(this.#brought.joining)) this.#brought.end();
    this.#wake();
  }

  #isGiven(joining: Joining): boolean {
    return this.#init.joins.now(joining)?.cancelled === true;
  }

  async #fail(of: Bringing, error: ErrorReport): Promise<void> {
    if (this.#signal.aborted) return;
    const { joins } = this.#init;
    if (this.#ready?.of === of) this.#ready = null;
    const joining = joins.now(of.joining) ?? of.joining;
    // That is noted between transactions of the task.
    if (isStaying(joining)) return this.#meets({ ...leavingAt(ANYWHERE, error), of });
    this.#failed.add(joining.id);
    await fail(this.#init, joining, error);
  }

  /** What could not be asked or removed waits a little: until it is, a slot may keep the source's log. */
  #leave(id: string, told?: TaskEvent): void {
    if (this.#signal.aborted) return;
    this.#failed.add(id);
    if (told !== undefined) this.#init.run.emit(told);
    void sleep(AGAIN_MS, this.#signal).then(() => {
      this.#failed.delete(id);
      this.#wake();
    });
  }

  /** A person has looked at one of its tables: the lot is tried again, or done without. */
  #mend(action: 'retry' | 'skip', table: TableId): void {
    const found = this.#init.joins.entries.find(({ id, ids }) => ids.includes(table) && this.#failed.has(id));
    if (found === undefined) return;
    this.#failed.delete(found.id);
    const given = action === 'skip' ? this.#init.joins.change(found, { cancelled: true }) : Promise.resolve();
    void given.catch(() => {}).then(() => this.#wake());
  }
}
