/** A timer that comes late, or a machine that is busy, may be made up for by this much at once, and by no more. */
const CREDIT_MS = 250;
/** What passes too much in any five seconds is at most this: one piece and the credit. Long pieces leave less of it to the credit. */
const EXCESS_MS = 600;
/** Pieces that take no longer than this may pass as much too early: timers are no finer. */
const EARLY_MS = 10;

/** One limit: what has passed is a debt that time pays off at the limit's rate. */
export class Gate {
  /** A millisecond; null: no limit. */
  #rate: number | null = null;
  /** When the debt is paid off; null before anything passed. */
  #next: number | null = null;
  #early = 0;

  get rate(): number | null {
    return this.#rate;
  }

  /** What is still owed is paid at the new rate when that is higher, and never takes longer than it would have. */
  set(perSecond: number | null, now: number): void {
    const rate = perSecond === null ? null : perSecond / 1000;
    if (rate === this.#rate) return;
    if (rate === null || this.#rate === null) this.#next = null;
    else if (this.#next !== null && this.#next > now) this.#next = now + (this.#next - now) * Math.min(1, this.#rate / rate);
    this.#rate = rate;
    this.#early = 0;
  }

  /** Milliseconds until more may pass. */
  wait(now: number): number {
    if (this.#rate === null || this.#next === null) return 0;
    const wait = this.#next - now;
    return wait <= this.#early ? 0 : wait;
  }

  take(cost: number, now: number): void {
    if (this.#rate === null || cost === 0) return;
    const takes = cost / this.#rate;
    const credit = Math.min(CREDIT_MS, Math.max(0, EXCESS_MS - takes));
    // Nothing is made up for at the start: nothing was late.
    this.#next = Math.max(now - credit, this.#next ?? now) + takes;
    this.#early = takes <= EARLY_MS ? EARLY_MS : 0;
  }
}
