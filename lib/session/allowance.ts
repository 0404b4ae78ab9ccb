/** How often somebody may ask: up to `burst` at once, and `perSecond` on and on. */
export class Allowance {
  readonly #burst: number;
  readonly #perSecond: number;
  readonly #left = new Map<string, { tokens: number; at: number }>();

  constructor({ burst, perSecond }: { readonly burst: number; readonly perSecond: number }) {
    this.#burst = burst;
    this.#perSecond = perSecond;
  }

  /** Takes one from what `who` has left. Null when there is one, or else the seconds after which there will be. */
  take(who: string, now = Date.now()): number | null {
    const tokens = this.#tokens(who, now);
    if (tokens < 1) return Math.ceil((1 - tokens) / this.#perSecond);
    this.#left.set(who, { tokens: tokens - 1, at: now });
    if (this.#left.size > FORGET_ABOVE) this.#forget(now);
    return null;
  }

  /** The same without taking. */
  wait(who: string, now = Date.now()): number | null {
    const tokens = this.#tokens(who, now);
    return tokens < 1 ? Math.ceil((1 - tokens) / this.#perSecond) : null;
  }

  #tokens(who: string, now: number): number {
    const known = this.#left.get(who);
    if (known === undefined) return this.#burst;
    return Math.min(this.#burst, known.tokens + (Math.max(0, now - known.at) / 1000) * this.#perSecond);
  }

  /** Who has all of it left needs no entry. Of strangers who come under ever new addresses the oldest are forgotten. */
  #forget(now: number): void {
    for (const who of [...this.#left.keys()]) if (this.#tokens(who, now) >= this.#burst) this.#left.delete(who);
    for (const who of this.#left.keys()) {
      if (this.#left.size <= FORGET_ABOVE) break;
      this.#left.delete(who);
    }
  }
}

const FORGET_ABOVE = 10_000;
