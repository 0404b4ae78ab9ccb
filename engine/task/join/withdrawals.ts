import { reportOf } from '../../errors.ts';
import { sleep } from '../../sleep.ts';
import type { RunInit } from '../run-init.ts';
import type { Joins } from './joins.ts';
import { stillPublished, takenAway } from './words.ts';

/** What the source refuses is asked again after so long. */
const AGAIN_MS = 60_000;

export interface WithdrawalsInit {
  readonly run: Pick<RunInit, 'openSource' | 'emit'>;
  readonly joins: Joins;
  readonly signal: AbortSignal;
  /** Something is out of the task at both sides. */
  readonly done: () => void;
}

/**
 * Makes true at the source what a person has taken away and the destination has forgotten, beside the task and whatever joins it: who makes
 * an index of such a table has it locked for hours, and it is nothing to wait for.
 */
export class Withdrawals {
  readonly #init: WithdrawalsInit;
  #atWork: Promise<void> | null = null;

  constructor(init: WithdrawalsInit) {
    this.#init = init;
  }

  /** Until what is at work is over; never rejected. */
  get over(): Promise<void> {
    return this.#atWork ?? Promise.resolve();
  }

  /** There may be something to do. */
  look(): void {
    const { joins, signal } = this.#init;
    if (signal.aborted || joins.leaving.published.length === 0) return;
    this.#atWork ??= this.#all().finally(() => {
      this.#atWork = null;
      this.look();
    });
  }

  async #all(): Promise<void> {
    const { joins, signal, run, done } = this.#init;
    while (!signal.aborted && joins.leaving.published.length > 0) {
      const error = await this.#withdraw().then(
        () => null,
        (thrown: unknown) => reportOf(thrown),
      );
      if (error === null) done();
      else if (!signal.aborted) run.emit(stillPublished(joins.leaving.published, error));
      if (error !== null) await sleep(AGAIN_MS, signal);
    }
  }

  async #withdraw(): Promise<void> {
    const { joins, run } = this.#init;
    const gone = joins.leaving.published;
    await using task = await run.openSource();
    await task.withdraw(gone.map(({ source }) => source));
    await joins.withdrawn(gone);
    run.emit(takenAway(gone));
  }
}
