import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Mend, Notice } from '../engine.ts';
import { type ErrorReport, reportOf } from '../errors.ts';
import type { TaskEvent } from '../progress/event.ts';
import { narrate, narrateState } from '../progress/narrate.ts';
import { fold, NO_PROGRESS, type Progress } from '../progress/progress.ts';
import { mended, mendedPlaces } from './mend.ts';
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts';
import { crashed, notFailed, refused } from './refusals.ts';
import { isRunning, type Signal, type TaskState, transition } from './state.ts';
import type { TaskRecord, TaskStore } from './store.ts';

/** Time a worker has to reach a checkpoint before it is ended; ending it is safe, only slower to resume. */
const STOP_TIMEOUT_MS = 15_000;

/** Where the engine's own files are: the console runs bundled, its worker threads from source. */
const ENGINE_ROOT = process.env.OPENDTS_ROOT ?? process.cwd();

/** One task in this process: its state machine, its progress, and its worker while it runs. */
export class TaskHost {
  readonly #store: TaskStore;
  readonly #id: string;
  readonly #steps: TaskRecord['config']['types'];
  readonly #listeners = new Set<(notice: Notice) => void>();
  #state: TaskState;
  #progress: Progress;
  #worker: Worker | null = null;
  #ended: Promise<void> = Promise.resolve();
  /** Signals and worker messages are dealt with one after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(store: TaskStore, record: TaskRecord) {
    this.#store = store;
    this.#id = record.id;
    this.#steps = record.config.types;
    this.#state = record.state;
    this.#progress = { ...NO_PROGRESS, ...record.progress };
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

  /** A state that was changed in the store by someone else (a draft edited, a precheck passed). */
  refresh(state: TaskState): void {
    if (this.#worker !== null) return;
    this.#state = state;
  }

  async send(signal: Signal): Promise<TaskState> {
    return this.#exclusive(async () => {
      const next = transition(this.#state, signal, this.#steps);
      if (next === null) throw refused(this.#state, signal);
      // One that failed may still be closing its connections: beside it no other would be started.
      if (!isRunning(next.name) || !isRunning(this.#state.name)) await this.#stopWorker();
      // The worker may have ended the task while it was being stopped.
      const settled = transition(this.#state, signal, this.#steps);
      if (settled === null) return this.#state;
      await this.#become(settled);
      if (isRunning(settled.name)) await this.#startWorker();
      return this.#state;
    });
  }

  /**
   * Notes in the plan what a person does about failed statements, so that it holds after any crash, and tells the worker. A task
   * that failed goes on with a retry, or when the last of them is passed over.
   * @throws EngineError `statement.not-failed`
   */
  async mend(mend: Mend): Promise<TaskState> {
    const goesOn = await this.#exclusive(async () => {
      const { plan } = await this.#store.load(this.#id);
      const indexes = mendedPlaces(mend, this.#progress.structure);
      const allowed = isRunning(this.#state.name) || 'from' in this.#state;
      if (plan === null || indexes === null || !allowed) throw notFailed();
      await this.#store.savePlan(this.#id, mended(plan, mend));
      this.#record([{ kind: 'statements', at: Date.now(), indexes, state: mend.action === 'skip' ? 'skipped' : 'waiting' }]);
      this.#worker?.postMessage({ kind: 'mend', mend } satisfies ToWorker);
      // Who retries wants to see what comes of it now, whatever else is still to be dealt with.
      return this.#state.name === 'failed' && (mend.action === 'retry' || this.#progress.structure.failed.length === 0);
    });
    return goesOn ? this.send({ kind: 'resume' }) : this.#state;
  }

  /** Starts the worker of a task whose state is a running one already. */
  async goOn(): Promise<void> {
    await this.#exclusive(() => this.#startWorker());
  }

  /** Ends the worker at a checkpoint and leaves the state as it is. */
  async close(): Promise<void> {
    await this.#exclusive(() => this.#stopWorker());
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
    const record = await this.#store.load(this.#id);
    if (!isRunning(record.state.name)) return;
    const start: WorkerStart = { taskId: this.#id, config: record.config, state: record.state.name, plan: record.plan };
    const worker = startThread(start);
    this.#worker = worker;
    let told = false;
    const failed = (error: ErrorReport) => {
      told = true;
      void this.#exclusiveIfRunning(() => this.#fail(error));
    };
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'failed') failed(message.error);
      else this.#receive(worker, message);
    });
    worker.on('error', (error) => {
      if (!told) failed(crashed(error));
    });
    this.#ended = new Promise((resolve) => {
      worker.once('exit', () => {
        if (this.#worker === worker) this.#worker = null;
        resolve();
      });
    });
  }

  async #stopWorker(): Promise<void> {
    const worker = this.#worker;
    if (worker === null) return;
    worker.postMessage({ kind: 'stop' } satisfies ToWorker);
    const timer = setTimeout(() => void worker.terminate(), STOP_TIMEOUT_MS);
    await this.#ended;
    clearTimeout(timer);
  }

  #receive(worker: Worker, message: Exclude<FromWorker, { kind: 'failed' }>): void {
    if (message.kind === 'events') this.#record(message.events);
    if (message.kind === 'ask') void this.#answer(worker, message);
  }

  /** A store that cannot save now is the worker's to wait for, as any failure is: unanswered it would wait without end. */
  async #answer(worker: Worker, { id, what }: Extract<FromWorker, { kind: 'ask' }>): Promise<void> {
    const answer = await this.#settle(what).then(
      (value): ToWorker => ({ kind: 'answer', id, value }),
      (error: unknown): ToWorker => ({ kind: 'refused', id, error: reportOf(error) }),
    );
    worker.postMessage(answer);
  }

  /** Asked from inside the worker's run, so it must not wait for a signal that waits for the worker. */
  async #settle(what: Extract<FromWorker, { kind: 'ask' }>['what']): Promise<boolean> {
    if (what !== 'advance') {
      await this.#store.savePlan(this.#id, what.savePlan);
      return true;
    }
    const next = transition(this.#state, { kind: 'advance' }, this.#steps);
    if (next !== null) await this.#become(next);
    return isRunning(this.#state.name);
  }

  async #exclusiveIfRunning(work: () => Promise<void>): Promise<void> {
    await this.#exclusive(async () => {
      if (isRunning(this.#state.name)) await work();
    });
  }

  /** Adds what happened outside the worker to the task's log. */
  note(event: TaskEvent): void {
    this.#record([event]);
  }

  async #fail(error: ErrorReport): Promise<void> {
    // What it failed for was mended while it was on its way here: nothing is left to wait for.
    if (error.code === 'structure.failed' && this.#progress.structure.failed.length === 0) {
      await this.#ended;
      return this.#startWorker();
    }
    this.#record([{ kind: 'log', at: Date.now(), level: 'error', code: error.code, message: error.message, hint: error.hint }]);
    const next = transition(this.#state, { kind: 'fail', error }, this.#steps);
    if (next === null) return;
    // Whatever became of the store, people here are told; stored as running, the task is tried again by the next start.
    await this.#become(next).catch(() => {
      this.#state = next;
      this.#tell({ kind: 'state', state: next });
    });
  }

  #record(told: readonly TaskEvent[]): void {
    const events: TaskEvent[] = [];
    for (const event of told) {
      events.push(event, ...narrate(event, this.#progress));
      this.#progress = fold(this.#progress, event);
    }
    const progress = this.#progress;
    void this.#store.append(this.#id, events, progress).catch(() => {});
    this.#tell({ kind: 'events', events, progress });
  }

  #tell(notice: Notice): void {
    for (const listener of this.#listeners) listener(notice);
  }
}

/** The thread registers tsx for itself; measured at 0.3 s a start, once a task. */
function startThread(start: WorkerStart): Worker {
  const boot = pathToFileURL(join(ENGINE_ROOT, 'engine', 'task', 'worker-boot.mjs'));
  // Without the process's own options: what a test runner or a bundler put there is not meant for the engine.
  return new Worker(boot, { workerData: start, execArgv: [], env: process.env });
}
