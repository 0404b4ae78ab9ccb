import type { Destination, LoadResult } from '../destination/destination.ts';
import { EngineError, reportOf } from '../errors.ts';
import type { TaskEvent } from '../progress/event.ts';
import type { Limits } from '../schema/limits.ts';
import type { RowChunk, RowStream } from '../schema/row.ts';
import type { TableId } from '../schema/table.ts';
import type { Snapshot } from '../source/source.ts';
import { Job, type JobInit, type Pass } from './job.ts';
import { pace } from './pace.ts';
import { rowsSkipped, unexpected } from './tell.ts';
import { Pacer } from './throttle.ts';

const TABLE_INTERVAL_MS = 250;
const LOAD_INTERVAL_MS = 500;

export interface LoadInit {
  readonly snapshot: Snapshot;
  readonly destination: Destination;
  /** Tables that are not loaded yet, and which of their slices are. */
  readonly jobs: readonly JobInit[];
  readonly limits: Limits;
  readonly emit: (event: TaskEvent) => void;
  readonly onDurable: () => void;
  /** All rows of the table are durable. */
  readonly onLoaded: (table: TableId) => void;
  /** Waits before what failed is tried again in place; throws the error when it is not to be. */
  readonly pause: (error: EngineError) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Loads tables slice by slice, as many side by side as the limits say: large tables first, so that the last stream does not start on
 * one, and whoever is free takes the next slice. A table that fails for its own sake does not stop the others.
 */
export class LoadRun {
  readonly #init: LoadInit;
  readonly #jobs: readonly Job[];
  readonly #pacer: Pacer;
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  #streams: number;
  #active = 0;
  #passed: Pass = { rows: 0, bytes: 0 };
  #broken: EngineError | null = null;
  #over = false;
  #end: () => void = () => {};

  constructor(init: LoadInit) {
    this.#init = init;
    this.#jobs = init.jobs.map((job) => new Job(job)).sort((a, b) => b.table.bytes - a.table.bytes);
    this.#pacer = new Pacer(init.limits.throttle);
    this.#streams = init.limits.streams;
    this.#signal = AbortSignal.any([init.signal, this.#stop.signal]);
  }

  /**
   * Ends when every table is loaded or has failed, or the task is stopped.
   * @returns the errors of tables that failed, those first that trying again may mend
   * @throws EngineError when the view is lost, or a connection for longer than it is tried again: all is then begun anew
   */
  async run(): Promise<readonly EngineError[]> {
    const timer = setInterval(() => this.#report(), LOAD_INTERVAL_MS);
    try {
      await new Promise<void>((resolve) => {
        this.#end = () => {
          this.#over = true;
          resolve();
        };
        this.#fill();
        if (this.#active === 0) this.#end();
      });
      this.#report();
    } finally {
      clearInterval(timer);
    }
    if (this.#broken !== null && !this.#init.signal.aborted) throw this.#broken;
    const errors = this.#jobs.flatMap(({ failed, skipped }) => (failed === null || skipped ? [] : [failed]));
    return errors.sort((a, b) => Number(b.retry === 'soon') - Number(a.retry === 'soon'));
  }

  setLimits({ throttle, streams }: Limits): void {
    this.#pacer.set(throttle);
    this.#streams = streams;
    this.#fill();
  }

  /** A person has mended what was wrong with the table. */
  retry(table: TableId): void {
    const job = this.#jobs.find((each) => each.table.id === table);
    if (job === undefined) return;
    job.failed = null;
    this.#fill();
  }

  /** A person does without the table. */
  skip(table: TableId): void {
    const job = this.#jobs.find((each) => each.table.id === table);
    if (job !== undefined) job.skipped = true;
  }

  /** Starts streams until there are as many as there may be, or work for. */
  #fill(): void {
    while (this.#active < this.#streams && !this.#over && !this.#signal.aborted) {
      const next = this.#next();
      if (next === null) return;
      this.#active += 1;
      void this.#stream(next).finally(() => {
        this.#active -= 1;
        // Two that ended at once for being one too many.
        this.#fill();
        if (this.#active === 0) this.#end();
      });
    }
  }

  /**
   * Where a stream has most to do by itself: the largest table first, and several large ones side by side, for streams that write to one
   * table wait for each other wherever it grows.
   */
  #next(): { readonly job: Job; readonly index: number } | null {
    let best: Job | null = null;
    let most = -1;
    for (const job of this.#jobs) {
      const { share } = job;
      if (share > most) [best, most] = [job, share];
    }
    const index = best?.take() ?? null;
    return best === null || index === null ? null : { job: best, index };
  }

  /** Copies slices one after the other; ends when there are none, or more streams than there may be. */
  async #stream(first: { readonly job: Job; readonly index: number }): Promise<void> {
    for (let next: typeof first | null = first; next !== null; next = this.#next()) {
      await this.#copy(next.job, next.index);
      if (this.#signal.aborted || this.#active > this.#streams) return;
    }
  }

  async #copy(job: Job, index: number): Promise<void> {
    this.#tell(job, true);
    try {
      const done = await this.#persist(job, index);
      job.settle(index, done);
      this.#init.onDurable();
      if (done.skipped !== undefined) this.#init.emit(rowsSkipped(job.table, done.skipped));
      this.#tell(job, true);
      if (job.isLoaded) this.#init.onLoaded(job.table.id);
    } catch (error) {
      job.giveBack(index);
      if (this.#signal.aborted) return;
      const failure = error instanceof EngineError ? error : unexpected(error, job.table);
      if (failure.connection || failure.code.startsWith('snapshot.')) {
        this.#broken = failure;
        this.#stop.abort(failure);
        return;
      }
      // Other slices of the table that are under way may fail of the same.
      if (job.failed !== null) return;
      job.failed = failure;
      this.#init.emit({ kind: 'table', at: Date.now(), id: job.table.id, state: 'failed', error: reportOf(failure) });
    }
  }

  /** Tries again in place what may pass: a connection, a deadlock, a full disk. The view lasts meanwhile. */
  async #persist(job: Job, index: number): Promise<LoadResult> {
    const { destination, snapshot } = this.#init;
    const unit = { table: job.table, cut: job.cut, storage: job.storage, slice: index };
    for (;;) {
      const pass = job.pass(index);
      try {
        return (await destination.load(unit, () => this.#read(job, index, pass), snapshot.position)) ?? pass;
      } catch (error) {
        if (this.#signal.aborted || !(error instanceof EngineError) || error.code.startsWith('snapshot.')) throw error;
        if (error.code === 'table.occupied') continue;
        if (error.retry !== 'soon' || (error.connection && !(await this.#answers()))) throw error;
        await this.#init.pause(error);
        if (this.#signal.aborted) throw error;
      }
    }
  }

  /**
   * Whether the destination still knows this engine: with its control connection went the hold on the task, and everything is begun
   * anew. What reads the source opens its connections as it needs them.
   */
  #answers(): Promise<boolean> {
    return this.#init.destination.state().then(
      () => true,
      () => false,
    );
  }

  async #read(job: Job, index: number, pass: Pass): Promise<RowStream> {
    const { snapshot } = this.#init;
    await this.#pacer.query(snapshot.queriesPerRead, this.#signal);
    const rows = await snapshot.read(job.table, job.slice(index), this.#signal);
    return { format: rows.format, chunks: this.#counted(pace(rows, this.#pacer, this.#signal), job, pass) };
  }

  async *#counted(chunks: AsyncIterable<RowChunk>, job: Job, pass: Pass): AsyncGenerator<RowChunk, void, undefined> {
    for await (const chunk of chunks) {
      yield chunk;
      pass.rows += chunk.messages;
      pass.bytes += chunk.bytes.length;
      this.#passed.rows += chunk.messages;
      this.#passed.bytes += chunk.bytes.length;
      this.#tell(job, false);
    }
  }

  #tell(job: Job, now: boolean): void {
    const at = Date.now();
    // One that failed has been told of as such; what is still under way of it changes nothing.
    if (job.failed !== null || (!now && at - job.toldAt < TABLE_INTERVAL_MS)) return;
    job.toldAt = at;
    const { rows, bytes } = job.counted;
    const state = job.isLoaded ? 'copied' : 'copying';
    this.#init.emit({ kind: 'table', at, id: job.table.id, state, rows, bytes, slices: job.slices });
  }

  #report(): void {
    let [size, sizeDone] = [0, 0];
    for (const job of this.#jobs) {
      if (job.skipped) continue;
      const { all, done } = job.size;
      [size, sizeDone] = [size + all, sizeDone + done];
    }
    const { rows, bytes } = this.#passed;
    const { throttled } = this.#pacer;
    this.#init.emit({ kind: 'load', at: Date.now(), rows, bytes, size, sizeDone, streams: this.#active, throttled });
  }
}
