import type { Destination, DestinationState } from '../../destination/destination.ts';
import { type ErrorReport, errorFrom, reportOf } from '../../errors.ts';
import type { Joining, Plan } from '../../plan/plan.ts';
import type { TaskEvent } from '../../progress/event.ts';
import type { Position } from '../../schema/row.ts';
import { nameOfTable, type TableId } from '../../schema/table.ts';
import { sleep } from '../../sleep.ts';
import { toCopyAgain } from '../copy-again.ts';
import { going, withdrawAway } from './away.ts';
import { hasJoined, JoinRun, type JoinRunInit } from './join-run.ts';
import { givenUp, joinBegins, joined, joinFailed, leftBehind, stillPublished, triedAgain } from './words.ts';

export interface JoinRunsInit extends JoinRunInit {
  readonly destination: Destination;
}

/** How long the task may stand still for one that joins. */
const STANDSTILL_MS = 30_000;
/** How long the task waits for what is being ended. */
const ENDING_MS = 5_000;
/** What could not be asked or removed is asked again after so long. */
const AGAIN_MS = 60_000;
/** In place of the id of one that joins: those that were taken away. */
const AWAY = 'away';

/** One that stands, and where. */
interface Ready {
  readonly joining: Joining;
  readonly run: JoinRun;
  readonly position: Position;
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
  /** The last that was brought. */
  #brought: JoinRun | null = null;
  /** What may still be at work for the one that was ready. */
  #following: Promise<unknown> = Promise.resolve();
  #onReady: () => void = () => {};
  #wake: () => void = () => {};

  constructor(init: JoinRunsInit) {
    this.#init = init;
    this.#signal = AbortSignal.any([init.run.signal, this.#ended.signal]);
    init.joins.onMend(({ action, table }) => this.#mend(action, table));
    // What it comes to is told; nothing of it is for the task.
    this.#running = this.#run().catch(() => {});
  }

  /** Who is to hear that the task has to stand still for a moment. */
  onReady(listener: () => void): void {
    this.#onReady = listener;
    if (this.#ready !== null) listener();
  }

  /** Where the one stands that can join; null: none can. */
  get ready(): Position | null {
    return this.#ready?.position ?? null;
  }

  /**
   * Makes the one that is ready a part of the task, which stands at its checkpoint: brought there as well it has applied the same, and
   * the task's log goes on for both.
   * @returns whether the task's tables are others now, and it is to begin again with them
   * @throws EngineError when nobody knows whether they are
   */
  async join(plan: Plan, { checkpoint }: DestinationState): Promise<boolean> {
    const ready = this.#ready;
    if (ready === null || checkpoint === null || checkpoint < ready.position) return false;
    this.#handingOver = true;
    this.#ready = null;
    // The task begins again with them, and what comes next with it.
    if (await this.#adopt(ready, plan, checkpoint)) return true;
    this.#handingOver = false;
    this.#wake();
    return false;
  }

  async #adopt(ready: Ready, { sequences }: Plan, checkpoint: Position): Promise<boolean> {
    const { joins, destination } = this.#init;
    const isThere = await this.#follow(ready, checkpoint);
    const joining = joins.now(ready.joining);
    if (!isThere || this.#signal.aborted || joining === null || joining.plan === null) return false;
    await destination.adopt?.(joins.nameOf(joining), joining.plan, sequences);
    // It is in: what is left to be removed is removed by the next attempt where it cannot be now.
    await this.#finish(joining).catch(() => {});
    return true;
  }

  /** The task stands still meanwhile, so not for long: what is in the way of one table must not be in that of all. */
  async #follow({ joining, run, position }: Ready, until: Position): Promise<boolean> {
    if (position === until) return true;
    const following = run.follow(until).then(
      () => true,
      (error: unknown) => {
        this.#init.joins.tell(joining, triedAgain(joining, reportOf(error)));
        return false;
      },
    );
    this.#following = following;
    return Promise.race([following, sleep(STANDSTILL_MS, this.#signal).then(() => false)]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort();
    this.#wake();
    this.#init.joins.onMend(() => {});
    const over = new AbortController();
    const ended = Promise.all([this.#running, this.#following]).then(() => over.abort());
    await Promise.race([ended, sleep(ENDING_MS, over.signal)]);
    if (!over.signal.aborted) await this.#brought?.cut();
  }

  async #run(): Promise<void> {
    while (!this.#signal.aborted) {
      await this.#following;
      if (!this.#failed.has(AWAY)) await this.#withdraw();
      const next = this.#ready === null && !this.#handingOver ? this.#next() : undefined;
      if (next === undefined) await this.#waits();
      else await this.#take(next).catch((error: unknown) => this.#leave(next.id, triedAgain(next, reportOf(error))));
    }
  }

  async #withdraw(): Promise<void> {
    const { joins, run } = this.#init;
    await withdrawAway(joins, run).catch((error: unknown) => this.#leave(AWAY, stillPublished(going(joins), reportOf(error))));
  }

  /**
   * Those of which a person does without a table are not brought any more. Nor, before what was taken away or given up is out of the
   * task's log, is what has the same tables again: they would be taken out of it with that.
   */
  #next(): Joining | undefined {
    const { joins, run } = this.#init;
    const held = new Set([...(run.plan()?.skippedTables ?? []), ...going(joins).map(({ id }) => id)]);
    for (const each of joins.entries) {
      if (!this.#failed.has(each.id) && (each.cancelled === true || !each.ids.some((id) => held.has(id)))) return each;
      for (const id of each.ids) held.add(id);
    }
    return undefined;
  }

  #waits(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#signal.aborted) return resolve();
      this.#wake = resolve;
      this.#signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  async #take(joining: Joining): Promise<void> {
    const { joins, run } = this.#init;
    // Also when it was given up since: its tables are the task's by now, and leave it like any other.
    if (await this.#isIn(joining)) return this.#finish(joining);
    if (joining.cancelled === true) return this.#giveUp(joining);
    if (joining.plan === null) run.emit(joinBegins(joining));
    const each = new JoinRun(this.#init, joining, this.#signal);
    this.#brought = each;
    const position = await each.bring().catch((error: unknown) => this.#fail(joining, reportOf(error)));
    const now = joins.now(joining);
    if (position === null || now === null) return;
    this.#ready = { joining: now, run: each, position };
    this.#onReady();
  }

  /** Noted last: nobody would look later for what it kept. */
  async #finish(joining: Joining): Promise<void> {
    const { joins, run } = this.#init;
    await this.#releaseSource(joining);
    await joins.joined(joining);
    run.emit(joined(joining));
  }

  /** What is at the destination stays. */
  async #giveUp(joining: Joining): Promise<void> {
    const { joins, run } = this.#init;
    await this.#releaseSource(joining);
    await using task = await run.openSource();
    await task.withdraw(joining.ids.map(nameOfTable));
    await using destination = await joins.openDestination(joining);
    await destination.release();
    await joins.givenUp(joining);
    run.emit(givenUp(joining));
  }

  /** Cut off in the middle it is done again whole: nobody would look later for a slot that it left. */
  async #releaseSource(joining: Joining): Promise<void> {
    await using source = await this.#init.joins.openSource(joining);
    const leftovers = await source.release();
    const lost = leftovers.find(({ error }) => error.connection);
    if (lost !== undefined) throw errorFrom(lost.error);
    for (const left of leftovers) this.#init.run.emit(leftBehind(left));
  }

  async #isIn(joining: Joining): Promise<boolean> {
    if (joining.state !== 'streaming') return false;
    await using destination = await this.#init.joins.openDestination(joining);
    // On a connection of its own: the task's is in the middle of what it applies.
    await using task = await this.#init.run.openDestination();
    return await hasJoined(destination, task, joining);
  }

  /** Its slot would keep the source's log for as long as nobody looks: copied anew it needs none of that. */
  async #fail(joining: Joining, error: ErrorReport): Promise<null> {
    if (this.#signal.aborted) return null;
    this.#failed.add(joining.id);
    const { joins, run } = this.#init;
    const { plan, state } = joins.now(joining) ?? joining;
    run.emit(joinFailed(joining, error));
    for (const { id, hasRows } of plan?.tables ?? []) if (hasRows) run.emit({ kind: 'table', at: Date.now(), id, state: 'failed', error });
    if (plan === null || state === 'preparing') return null;
    await joins.change(joining, { state: 'preparing', plan: toCopyAgain(plan) });
    await using source = await joins.openSource(joining);
    await source.dropSlot();
    return null;
  }

  /** What could not be asked or removed waits a little: until it is, a slot may keep the source's log. */
  #leave(id: string, told: TaskEvent): void {
    if (this.#signal.aborted) return;
    this.#failed.add(id);
    this.#init.run.emit(told);
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
