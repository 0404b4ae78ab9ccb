import type { Statement } from '../plan/plan.ts';

type Claim = Pick<Statement, 'locks' | 'shares'>;

/** What statements that run have to themselves, and what several have together. */
export class Locks {
  readonly #alone = new Set<string>();
  readonly #together = new Map<string, number>();

  areFree({ locks, shares = [] }: Claim): boolean {
    return !locks.some((lock) => this.#alone.has(lock) || this.#together.has(lock)) && !shares.some((lock) => this.#alone.has(lock));
  }

  take({ locks, shares = [] }: Claim): void {
    for (const lock of locks) this.#alone.add(lock);
    for (const lock of shares) this.#together.set(lock, (this.#together.get(lock) ?? 0) + 1);
  }

  free({ locks, shares = [] }: Claim): void {
    for (const lock of locks) this.#alone.delete(lock);
    for (const lock of shares) {
      const others = (this.#together.get(lock) ?? 1) - 1;
      if (others > 0) this.#together.set(lock, others);
      else this.#together.delete(lock);
    }
  }
}
