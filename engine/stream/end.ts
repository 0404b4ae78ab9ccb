import type { ChangeEvent, Position } from '../schema/row.ts';
import { before } from './before.ts';
import type { FollowInit } from './follow-init.ts';

/** Where the following ends; that may come to be known while it goes on. */
export class End {
  /** Ended with the following, with `ends`, and, while that goes on for good, once a person has answered: what that comes to is for the caller. */
  readonly signal: AbortSignal;
  #until: Position | null;
  #exact: boolean;

  constructor(
    { signal, ends, until, exact, onAnswered, onGoal }: Pick<FollowInit, 'signal' | 'ends' | 'until' | 'exact' | 'onAnswered' | 'onGoal'>,
    now: () => { readonly applied: Position; readonly committed: Position },
  ) {
    const enough = new AbortController();
    this.signal = AbortSignal.any([signal, enough.signal, ...(ends === undefined ? [] : [ends])]);
    this.#until = until;
    this.#exact = exact === true;
    onAnswered?.(() => {
      if (this.#until === null) enough.abort();
    });
    onGoal?.((position) => {
      if (this.#until !== null) return;
      const { applied, committed } = now();
      this.#until = position;
      this.#exact = committed < position;
      // Where nothing comes any more nobody would look.
      if (applied >= position) enough.abort();
    });
  }

  /** Null: it goes on for good. */
  get until(): Position | null {
    return this.#until;
  }

  isAt(position: Position): boolean {
    return this.#until !== null && position >= this.#until;
  }

  /** Here, unless it ends before. */
  here(position: Position): void {
    this.#until ??= position;
  }

  /** Not before that, if at all. */
  notBefore(position: Position): void {
    if (this.#until !== null && position > this.#until) this.#until = position;
  }

  /** As far as they are to be applied; `over`: where that was the last of them. */
  cut(events: readonly ChangeEvent[]): ReturnType<typeof before> {
    return this.#exact ? before(events, this.#until) : { events, over: null };
  }

  /** Up to where the log is applied once nothing of it waits: two that are to meet do so, whatever each has heard. */
  rest(heard: Position): Position {
    return this.#exact && this.#until !== null && heard > this.#until ? this.#until : heard;
  }
}
