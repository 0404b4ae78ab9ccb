import { availableParallelism } from 'node:os';
import type { LimitsChange, Notice } from '../engine.ts';
import { type ErrorReport, reportOf } from '../errors.ts';
import type { Plan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import { narrateError, narrateState } from '../progress/narrate.ts';
import { narrated } from '../progress/narrated.ts';
import { NO_PROGRESS, type Progress } from '../progress/progress.ts';
import { copyAgainRefused, toCopyAgain } from './copy-again.ts';
import { type Limits, limitsOf, withLimits } from './limits.ts';
import { isMended, isMendedMeanwhile, type Mending } from './mend.ts';
import type { FromWorker } from './messages.ts';
import type { ObjectsChanging } from './objects/change.ts';
import { notFollowing } from './objects/refusals.ts';
import { withChange } from './plan-change.ts';
import { refused, tooLate } from './refusals.ts';
import { canCopyAgain, isFollowing, isRunning, type Signal, type TaskState, transition } from './state.ts';
import type { TaskRecord, TaskStore } from './store.ts';
import { StoredPlan } from './stored-plan.ts';
import { TaskThread } from './thread.ts';

/** One task in this process: its state machine, its progress, and its worker while it runs. */
export class TaskHost {
  readonly #store: TaskStore;
  readonly #id: string;
  #steps: TaskRecord['config']['types'];
  readonly #listeners = new Set<(notice: Notice) => void>();
  #state: TaskState;
  #progress: Progress;
  readonly #plan: StoredPlan;
  #worker: TaskThread | null = null;
  /** A person has mended tables since the worker began. */
  #tablesMended = false;
  /** Signals and worker messages are dealt with one after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(store: TaskStore, record: TaskRecord) {
    this.#store = store;
    this.#id = record.id;
    this.#steps = record.config.types;
    this.#state = record.state;
    this.#progress = { ...NO_PROGRESS, ...record.progress };
    this.#plan = new StoredPlan(store, record.id);
  }

  get state(): TaskState {
    return this.#state;
  }

  get idle(): boolean {
    return this.#worker === null && this.#listeners.size === 0 && !isRunning(this.#state.name);
  }

  watch(listener: (notice: Notice) => void): () => void {
    this.#listeners.add(listener);
    listener({ kind: 'picture', state: this.#state, progress: this.#progress });
    return () => this.#listeners.delete(listener);
  }

  /** What was changed in the store by someone else (a draft edited, a precheck passed). */
  refresh({ state, config }: TaskRecord): void {
    if (this.#worker !== null) return;
    this.#state = state;
    this.#steps = config.types;
  }

  async send(signal: Signal): Promise<TaskState> {
    return this.#exclusive(async () => {
      const next = transition(this.#state, signal, this.#steps);
      if (next === null) throw refused(this.#state, signal);
      // One that failed may still be closing its connections: beside it no other would be started.
      if (!isRunning(next.name) || !isRunning(this.#state.name)) await this.#worker?.stop();
      // The worker may have ended the task while it was being stopped.
      const settled = transition(this.#state, signal, this.#steps);
      if (settled === null) return this.#state;
      await this.#become(settled);
      if (isRunning(settled.name)) await this.#startWorker();
      return this.#state;
    });
  }

  /**
   * Notes in the plan what a person does about what failed, so that it holds after any crash, and tells the worker. A task that
   * failed goes on with a retry, or when the last of it is passed over.
   * @throws EngineError when it has not failed
   */
  async mend({ action, plan: mended, event, refusal, message }: Mending): Promise<TaskState> {
    const goesOn = await this.#exclusive(async () => {
      const mending = event(this.#progress);
      if (mending === null || !this.#hasBegun || !(await this.#plan.change((plan) => plan && mended(plan)))) throw refusal(this.#progress);
      this.#record([mending]);
      this.#worker?.post(message);
      if (mending.kind === 'table') this.#tablesMended = true;
      // Who retries wants to see what comes of it now, whatever else is still to be dealt with.
      return this.#state.name === 'failed' && (action === 'retry' || isMended(this.#progress));
    });
    return goesOn ? this.send({ kind: 'resume' }) : this.#state;
  }

  /**
   * Gives the task, and its worker, which goes on, another objects section. What that takes away is followed no more when it resolves.
   * @throws EngineError `objects.not-following`
   */
  async changeObjects({ objects, plan: changed }: ObjectsChanging): Promise<void> {
    await this.#exclusive(async () => {
      const told: Promise<boolean>[] = [];
      const save = async (plan: Plan) => {
        await this.#store.saveObjects(this.#id, objects, plan);
        // Before anything else is saved: what the worker notes from here on comes after it.
        if (this.#worker !== null) told.push(this.#worker.change(objects, plan));
      };
      if (!(await this.#plan.change((plan) => (plan && isFollowing(this.#state) ? changed(plan) : null), save)))
        throw notFollowing((await this.#store.load(this.#id)).config.name);
      if ((await Promise.all(told)).includes(false)) await this.#worker?.stop();
      await this.#startWorker();
    });
  }

  /** @throws EngineError `task.copy-again-refused` */
  async copyAgain(): Promise<TaskState> {
    await this.#exclusive(async () => {
      // The state is looked at when the turn has come: while others changed the plan, it may have become another.
      const asked = await this.#plan.change((plan) => (plan && canCopyAgain(this.#state, this.#steps) ? toCopyAgain(plan) : null));
      if (!asked) throw copyAgainRefused((await this.#store.load(this.#id)).config.name);
    });
    return this.send({ kind: 'copy-again' });
  }

  /**
   * Writes new limits into the document and has them hold where the task runs.
   * @throws EngineError `limits.invalid`, `task.transition-refused`
   */
  async adjust(change: LimitsChange): Promise<Limits> {
    return this.#exclusive(async () => {
      if (this.#state.name === 'finished' || this.#state.name === 'stopped') throw tooLate(this.#state);
      const { config } = await this.#store.load(this.#id);
      const parts = withLimits(config, change, config.destination.type);
      await this.#store.saveLimits(this.#id, parts);
      const limits = limitsOf({ ...config, ...parts }, availableParallelism());
      // One that has not begun has no picture yet.
      if (this.#hasBegun) this.#record([{ kind: 'limits', at: Date.now(), limits }]);
      this.#worker?.post({ kind: 'limits', limits });
      return limits;
    });
  }

  get #hasBegun(): boolean {
    return isRunning(this.#state.name) || 'from' in this.#state;
  }

  /** Starts the worker of a task whose state is a running one already. */
  async goOn(): Promise<void> {
    await this.#exclusive(() => this.#startWorker());
  }

  /** Ends the worker at a checkpoint and leaves the state as it is. */
  async close(): Promise<void> {
    await this.#exclusive(async () => this.#worker?.stop());
  }

  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => {});
    return result;
  }

  async #become(state: TaskState): Promise<void> {
    await this.#store.saveState(this.#id, state);
    const lines = narrateState(this.#state, state, Date.now());
    this.#state = state;
    this.#tell({ kind: 'state', state });
    if (lines.length > 0) this.#record(lines);
  }

  async #startWorker(): Promise<void> {
    if (this.#worker !== null) return;
    const { config, plan, state } = await this.#store.load(this.#id);
    if (!isRunning(state.name)) return;
    // What was tried before it ended is over: it begins with a window of its own.
    this.#progress = { ...this.#progress, retry: null };
    this.#record([{ kind: 'limits', at: Date.now(), limits: limitsOf(config, availableParallelism()) }]);
    this.#tablesMended = false;
    const worker: TaskThread = new TaskThread(
      { taskId: this.#id, config, state: state.name, plan, spill: this.#store.spill },
      {
        message: (message) => {
          if (message.kind === 'events') this.#record(message.events);
          else void this.#answer(worker, message);
        },
        failed: (error) => void this.#exclusive(() => this.#fail(worker, error)),
        ended: () => {
          if (this.#worker === worker) this.#worker = null;
        },
      },
    );
    this.#worker = worker;
  }

  /** A store that cannot save now is the worker's to wait for, as any failure is: unanswered it would wait without end. */
  async #answer(worker: TaskThread, { id, what }: Extract<FromWorker, { kind: 'ask' }>): Promise<void> {
    await this.#settle(worker, what).then(
      (value) => worker.post({ kind: 'answer', id, value }),
      (error: unknown) => worker.post({ kind: 'refused', id, error: reportOf(error) }),
    );
  }

  /** Asked from inside the worker's run, so it must not wait for a signal that waits for the worker. */
  async #settle(worker: TaskThread, what: Extract<FromWorker, { kind: 'ask' }>['what']): Promise<boolean> {
    if (what === 'endpoints') return worker.renew((await this.#store.load(this.#id)).config);
    if (what !== 'advance') return this.#plan.change((plan) => withChange(plan, what));
    const next = transition(this.#state, { kind: 'advance' }, this.#steps);
    if (next !== null) await this.#become(next);
    return isRunning(this.#state.name);
  }

  /** Adds what happened outside the worker to the task's log. */
  note(event: TaskEvent): void {
    this.#record([event]);
  }

  async #fail(worker: TaskThread, error: ErrorReport): Promise<void> {
    // Whoever had the turn before has started another, which finds out by itself.
    if (!isRunning(this.#state.name) || (this.#worker ?? worker) !== worker) return;
    // What it failed for was mended while it was on its way here: nothing is left to wait for.
    if (isMendedMeanwhile(error, this.#progress, this.#tablesMended)) {
      await this.#worker?.ended;
      return this.#startWorker();
    }
    const next = transition(this.#state, { kind: 'fail', error }, this.#steps);
    if (next === null) return;
    this.#record([narrateError(error, next, Date.now())]);
    // Whatever became of the store, people here are told; stored as running, the task is tried again by the next start.
    await this.#become(next).catch(() => {
      this.#state = next;
      this.#tell({ kind: 'state', state: next });
    });
  }

  #record(told: readonly TaskEvent[]): void {
    const { events, progress } = narrated(this.#progress, told);
    this.#progress = progress;
    void this.#store.append(this.#id, events, progress).catch(() => {});
    this.#tell({ kind: 'events', events, progress });
  }

  #tell(notice: Notice): void {
    for (const listener of this.#listeners) listener(notice);
  }
}
