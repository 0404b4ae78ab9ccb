import type { Destination } from '../../destination/destination.ts';
import type { EngineError, ErrorReport } from '../../errors.ts';
import type { Joining, TablePlan } from '../../plan/plan.ts';
import type { TaskEvent } from '../../progress/event.ts';
import { ANYWHERE, asPosition, type Position } from '../../schema/row.ts';
import type { TableId } from '../../schema/table.ts';
import { sleep } from '../../sleep.ts';
import type { Source } from '../../source/source.ts';
import { toCopyAgain } from '../copy-again.ts';
import { Goal } from '../goal.ts';
import { type Attempt, withRetry } from '../retry.ts';
import type { RunInit } from '../run-init.ts';
import { following } from '../state.ts';
import { isStaying, type Staying } from './again.ts';
import { besideSource } from './beside.ts';
import { joiningConfig } from './config.ts';
import type { Joins } from './joins.ts';
import { lookingAgain } from './look-again.ts';
import { beginLog } from './parting.ts';
import { triedAgain } from './words.ts';

export interface JoinRunInit {
  /** The task that they join, in the attempt that goes on now. */
  readonly run: RunInit;
  readonly source: Source;
  readonly joins: Joins;
  /** Walks a task: as the task itself is walked. */
  readonly walk: (init: RunInit) => Promise<void>;
}

/** Where one that joins and the task are to meet; both are just before it, and on their way. */
export interface Meeting {
  readonly position: Position;
  /** Where it stands then, having applied what is before, and nothing of what comes after; null: it does not come. */
  readonly arrives: Promise<Position | null>;
  /** Why a table of the task that is to leave it there cannot. */
  readonly failed?: ErrorReport;
}

/** How often both are asked to be close, and how close. While the task has a backlog what joins need not stand still for it; but not for ever. */
const ROUNDS = 20;
const CLOSE_MS = 3_000;
const LOOK_MS = 100;

/** Brings one that joins to where the task is: as a task of its own, with structure, rows and the log from its view on. */
export class JoinRun {
  readonly #init: JoinRunInit;
  readonly #joining: Joining;
  readonly #signal: AbortSignal;
  #destination: Destination | null = null;
  /** As it was told last. */
  #applied: Position | null = null;
  /** Its tables, as they were told last, and those of them whose rows are there. */
  #tables: readonly TablePlan[] | null = null;
  readonly #copied = new Set<TableId>();
  #told = '';

  constructor(init: JoinRunInit, joining: Joining, signal: AbortSignal) {
    this.#init = init;
    this.#joining = joining;
    this.#signal = signal;
  }

  /**
   * To where the task is, or until it is stopped. Where they meet is told while both still follow the log: neither waits for the other for
   * longer than it takes to get there.
   * @throws EngineError when trying again does not help
   */
  async bring(meets: (meeting: Meeting) => void): Promise<void> {
    await this.#within(async (attempt) => {
      const now = this.#init.joins.now(this.#joining);
      if (now !== null && isStaying(now)) return this.#leaves(now, meets);
      if ((this.#init.joins.now(this.#joining)?.state ?? 'preparing') !== 'streaming') await this.#walk(attempt);
      if (!this.#signal.aborted) await this.#meet(attempt, meets);
    });
  }

  /** A table of the task can leave it once the task is where a log of its own begins: with a backlog that may take hours. */
  async #leaves({ again }: Staying, meets: (meeting: Meeting) => void): Promise<void> {
    const position = await this.#ownLog(again.asked.table);
    while (!this.#signal.aborted && (this.#init.joins.applied ?? ANYWHERE) < position) await sleep(LOOK_MS, this.#signal);
    if (!this.#signal.aborted) meets(leavingAt(position));
  }

  async #ownLog(id: TableId): Promise<Position> {
    const { joins, source } = this.#init;
    const table = joins.followed(id);
    if (table === undefined) return ANYWHERE;
    await using own = await joins.openSource(this.#joining);
    return await beginLog(own, table, { source, stands: joins.stands, emit: (event) => this.#tell(event) });
  }

  /** Exactly to `until`, where the task stands and waits: tried once. */
  async follow(until: Position): Promise<void> {
    const pause = async (error: EngineError) => {
      throw error;
    };
    const goal = new Goal();
    goal.set(until);
    await this.#walk({ onDurable: () => {}, pause }, goal);
  }

  /** Lets go of the destination, once it was told to end: what it waits for at the source may take hours, and another is to take it up. */
  async cut(): Promise<void> {
    await this.#destination?.[Symbol.asyncDispose]();
  }

  async #meet(attempt: Attempt, meets: (meeting: Meeting) => void): Promise<void> {
    const goal = new Goal();
    const over = new AbortController();
    const walked = this.#walk(attempt, goal).finally(() => over.abort());
    const arrives = walked.then(
      () => (this.#signal.aborted ? null : this.#applied),
      () => null,
    );
    const closes = this.#closeToTask(AbortSignal.any([this.#signal, over.signal])).then((position) => {
      if (position === null) return;
      goal.set(position);
      meets({ position, arrives });
    });
    await Promise.all([walked, closes]);
  }

  /** The end of the log, once both it and the task are close; null when it has ended before. */
  async #closeToTask(ended: AbortSignal): Promise<Position | null> {
    const { joins } = this.#init;
    // While it copies nothing is close: rounds that count end in a place of the log that all are held to, however far it is by then.
    for (let round = 1; !ended.aborted; round += this.#isWhole ? 1 : 0) {
      const position = await this.#endOfLog();
      const since = performance.now();
      const isPast = (applied: Position | null) => position !== null && applied !== null && applied >= position;
      const isLast = position !== null && round > ROUNDS;
      while (!ended.aborted && (isLast || performance.now() - since < CLOSE_MS)) {
        const isClose = this.#isWhole && isPast(this.#applied) && (isLast || isPast(joins.applied));
        const end = isClose ? await this.#endOfLog() : null;
        if (end !== null) return end;
        await sleep(LOOK_MS, ended);
      }
    }
    return null;
  }

  /** The task is not to copy what was copied again beside it. */
  get #isWhole(): boolean {
    const { again, plan } = this.#init.joins.now(this.#joining) ?? this.#joining;
    const tables = (this.#tables ?? plan?.tables ?? []).filter(({ hasRows, stopped }) => hasRows && stopped === undefined);
    // It may be called otherwise since.
    return again === undefined || this.#copied.size >= tables.length;
  }

  /** Null when it is not to be had: that is for those to tell of who follow it. */
  async #endOfLog(): Promise<Position | null> {
    const now = await this.#init.source.now().catch(() => null);
    return now?.position ?? null;
  }

  #within(work: (attempt: Attempt) => Promise<void>): Promise<void> {
    const { run, joins } = this.#init;
    const emit = (event: TaskEvent) => {
      // What fails in one way for hours is worth one line.
      if (event.kind !== 'retry' || event.error.message.en === this.#told) return;
      this.#told = event.error.message.en;
      joins.tell(this.#joining, triedAgain(this.#joining, event.error));
    };
    return withRetry({ advanced: run.config.advanced, emit, signal: this.#signal }, work);
  }

  /** Copies what is to be copied; where that is done, follows the log to the goal. */
  async #walk({ onDurable, pause }: Attempt, goal?: Goal): Promise<void> {
    const { run, joins, walk } = this.#init;
    const { joins: _, ...rest } = run;
    let { state } = joins.now(this.#joining) ?? this.#joining;
    const now = () => joins.now(this.#joining);
    await walk({
      ...rest,
      config: joiningConfig(run.config, this.#joining),
      state,
      plan: () => now()?.plan ?? null,
      openSource: () => this.#openSource(),
      openDestination: () => this.#openDestination(),
      savePlan: (plan) => this.#change({ plan, ids: plan.tables.map(({ id }) => id) }),
      saveTimeline: async (timeline) => {
        const plan = now()?.plan ?? null;
        if (plan !== null) await this.#change({ plan: { ...plan, timeline } });
      },
      advance: async () => {
        state = following(state, true);
        await this.#change({ state });
        return state !== 'streaming';
      },
      onMend: () => {},
      onTableMend: () => {},
      onAnswer: () => {},
      onLimits: (listener) => joins.onLimits(listener),
      pause,
      emit: (event) => this.#tell(event),
      onDurable,
      signal: this.#signal,
      ...(goal === undefined ? {} : { goal }),
    });
  }

  #tell(event: TaskEvent): void {
    if (event.kind === 'applied') this.#applied = asPosition(event.position);
    else if (event.kind === 'planned') this.#tables = event.tables;
    else if (event.kind === 'table' && event.state === 'copied') this.#copied.add(event.id);
    else if (event.kind === 'table' && (event.state === 'waiting' || event.state === 'copying')) this.#copied.delete(event.id);
    this.#init.joins.tell(this.#joining, event);
  }

  async #openSource(): Promise<Source> {
    const { joins, run } = this.#init;
    const source = besideSource(await joins.openSource(this.#joining), run.openSource, (tables) => this.#know(tables));
    return lookingAgain(source, { tables: () => this.#tables ?? [], anew: () => this.#anew() });
  }

  async #anew(): Promise<void> {
    const { plan = null } = this.#init.joins.now(this.#joining) ?? {};
    if (plan !== null) await this.#change({ state: 'preparing', plan: toCopyAgain(plan) });
  }

  async #openDestination(): Promise<Destination> {
    this.#destination = await this.#init.joins.openDestination(this.#joining);
    return this.#destination;
  }

  async #know(tables: readonly TablePlan[]): Promise<void> {
    const known = this.#init.joins.now(this.#joining)?.ids ?? [];
    const ids = tables.map(({ id }) => id);
    if (ids.some((id) => !known.includes(id))) await this.#change({ ids });
  }

  /** Not by one that was told to end: another may have taken it up. */
  async #change(part: Partial<Joining>): Promise<void> {
    this.#signal.throwIfAborted();
    await this.#init.joins.change(this.#joining, part);
  }
}

/** It is there already. */
export function leavingAt(position: Position, failed?: ErrorReport): Meeting {
  return { position, arrives: Promise.resolve(position), ...(failed === undefined ? {} : { failed }) };
}
