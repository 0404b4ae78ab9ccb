import type { Away } from '../../plan/plan.ts';
import type { TableId } from '../../schema/table.ts';

/**
 * What was taken away leaves the task in two steps: the destination forgets it, between transactions of the log, and then the source
 * publishes it no more. In this order: of a table that is followed and not published the task would have to be stopped.
 */
export class Leaving {
  readonly #away: () => readonly Away[];
  /** Those that the destination has forgotten, and that the source may still publish. */
  readonly #left = new Set<TableId>();
  #asked = new AbortController();
  #isFollowed = false;
  #waiting: (() => void)[] = [];

  constructor(away: () => readonly Away[]) {
    this.#away = away;
  }

  /** All that a crash may have found anywhere on its way. */
  get all(): readonly Away[] {
    return this.#away().filter(({ settled }) => !settled);
  }

  /** Those that are still the task's at the destination. */
  get followed(): readonly Away[] {
    return this.all.filter(({ id }) => !this.#left.has(id));
  }

  /** Those that the destination has forgotten, and the source still publishes. */
  get published(): readonly Away[] {
    return this.all.filter(({ id }) => this.#left.has(id));
  }

  /** Given while something is followed that is to leave: whoever follows the log ends at the next place between transactions. */
  get asked(): AbortSignal {
    return this.#asked.signal;
  }

  /** They may be others by now. */
  look(): void {
    if (this.followed.length > 0) {
      this.#asked.abort();
      return;
    }
    if (this.#asked.signal.aborted) this.#asked = new AbortController();
    this.#answer();
  }

  /** The destination has forgotten them. */
  left(ids: readonly TableId[]): void {
    for (const id of ids) this.#left.add(id);
    this.look();
  }

  /** They are out of the task at both sides. */
  over(ids: readonly TableId[]): void {
    for (const id of ids) this.#left.delete(id);
  }

  /** While the log may be followed. What is to leave when that begins has left before. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#isFollowed = true;
    try {
      return await work();
    } finally {
      this.#isFollowed = false;
      this.#answer();
    }
  }

  /** Resolves when nothing of what was taken away is followed any more. */
  async done(): Promise<void> {
    if (this.#isFollowed && this.followed.length > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #answer(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting = [];
  }
}
