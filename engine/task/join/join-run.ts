import type { Destination } from '../../destination/destination.ts';
import type { EngineError } from '../../errors.ts';
import type { Joining, TablePlan } from '../../plan/plan.ts';
import type { TaskEvent } from '../../progress/event.ts';
import type { Position } from '../../schema/row.ts';
import type { TableId } from '../../schema/table.ts';
import { sleep } from '../../sleep.ts';
import type { Source } from '../../source/source.ts';
import { type Attempt, withRetry } from '../retry.ts';
import type { RunInit } from '../run-init.ts';
import { following } from '../state.ts';
import { besideSource } from './beside.ts';
import { joiningConfig } from './config.ts';
import type { Joins } from './joins.ts';
import { triedAgain } from './words.ts';

export interface JoinRunInit {
  /** The task that they join, in the attempt that goes on now. */
  readonly run: RunInit;
  readonly source: Source;
  readonly joins: Joins;
  /** Walks a task: as the task itself is walked. */
  readonly walk: (init: RunInit) => Promise<unknown>;
}

/** How often it goes to the end of the log while the task has a backlog. */
const ROUNDS = 20;
const BETWEEN_MS = 300;

/** Brings one that joins to where the task is: as a task of its own, with structure, rows and the log from its view on. */
export class JoinRun {
  readonly #init: JoinRunInit;
  readonly #joining: Joining;
  readonly #signal: AbortSignal;
  #destination: Destination | null = null;
  #told = '';

  constructor(init: JoinRunInit, joining: Joining, signal: AbortSignal) {
    this.#init = init;
    this.#joining = joining;
    this.#signal = signal;
  }

  /**
   * To where the task is, or a little further; null when it was stopped before.
   * @returns where it stands: it has applied what is before, and nothing of what comes after
   * @throws EngineError when trying again does not help
   */
  async bring(): Promise<Position | null> {
    const { joins, source } = this.#init;
    await this.#within(async (attempt) => {
      if ((joins.now(this.#joining)?.state ?? 'preparing') !== 'streaming') await this.#walk(attempt);
      for (let round = 0; round < ROUNDS && !this.#signal.aborted; round += 1) {
        const { position } = await source.now();
        await this.#walk(attempt, { until: position });
        // While the task has a backlog there is nothing to hand over to: what joins need not stand still for it.
        if (joins.applied !== null && joins.applied >= position) return;
        await sleep(BETWEEN_MS, this.#signal);
      }
    });
    if (this.#signal.aborted) return null;
    await using destination = await joins.openDestination(this.#joining);
    return (await destination.state()).checkpoint;
  }

  /** Exactly to `until`, where the task stands and waits: tried once. */
  follow(until: Position): Promise<void> {
    const pause = async (error: EngineError) => {
      throw error;
    };
    return this.#walk({ onDurable: () => {}, pause }, { until, handsOver: true });
  }

  /** Lets go of the destination, once it was told to end: what it waits for at the source may take hours, and another is to take it up. */
  async cut(): Promise<void> {
    await this.#destination?.[Symbol.asyncDispose]();
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

  /** Copies what is to be copied; where that is done, follows the log to its end. */
  async #walk({ onDurable, pause }: Attempt, end: Pick<RunInit, 'until' | 'handsOver'> = {}): Promise<void> {
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
      savePlan: (plan) => this.#change({ plan, ids: this.#with(plan.tables) }),
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
      emit: (event) => joins.tell(this.#joining, event),
      onDurable,
      signal: this.#signal,
      ...end,
    });
  }

  async #openSource(): Promise<Source> {
    const { joins, run } = this.#init;
    return besideSource(await joins.openSource(this.#joining), run.openSource, (tables) => this.#know(tables));
  }

  async #openDestination(): Promise<Destination> {
    this.#destination = await this.#init.joins.openDestination(this.#joining);
    return this.#destination;
  }

  async #know(tables: readonly TablePlan[]): Promise<void> {
    const ids = this.#with(tables);
    const { joins } = this.#init;
    if (ids.length > (joins.now(this.#joining)?.ids.length ?? 0)) await this.#change({ ids });
  }

  /** Not by one that was told to end: another may have taken it up. */
  async #change(part: Partial<Joining>): Promise<void> {
    this.#signal.throwIfAborted();
    await this.#init.joins.change(this.#joining, part);
  }

  #with(tables: readonly TablePlan[]): readonly TableId[] {
    return [...new Set([...(this.#init.joins.now(this.#joining)?.ids ?? []), ...tables.map(({ id }) => id)])];
  }
}

/** Whether the destination has made it a part of the task: what it kept apart is gone then, and the task has its tables. */
export async function hasJoined(destination: Destination, task: Pick<Destination, 'state'>, { state, plan }: Joining): Promise<boolean> {
  if (state !== 'streaming' || plan === null) return false;
  const { checkpoint } = await destination.state();
  const { overlay } = await task.state();
  return checkpoint === null && plan.tables.every(({ id }) => overlay?.tables.has(id) === true);
}
