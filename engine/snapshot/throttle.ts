import { setMaxListeners } from 'node:events';
import type { Throttle } from '../schema/limits.ts';
import { Gate } from './gate.ts';

export interface Amount {
  readonly rows: number;
  readonly bytes: number;
}

/** Time, so that a test can have its own. `after` returns the way to call it off. */
export interface Clock {
  readonly now: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
}

/** How much time's worth passes in one piece: little, so that streams take turns often and a change is felt soon. */
const PIECE_MS = 50;
/** Between two waits a stream works: what holds it back goes on doing so. */
const HELD_MS = 500;
const FREE: Throttle = { queriesPerSecond: null, rowsPerSecond: null, megabytesPerSecond: null };

const CLOCK: Clock = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, Math.ceil(ms));
    return () => clearTimeout(timer);
  },
};

/** Holds all streams of a task together to its limits, which may change at any moment. */
export class Pacer {
  readonly #clock: Clock;
  readonly #queries = new Gate();
  readonly #rows = new Gate();
  readonly #bytes = new Gate();
  readonly #asking: Line;
  readonly #passing: Line;

  constructor(throttle: Throttle | null, clock: Clock = CLOCK) {
    this.#clock = clock;
    this.#asking = new Line([this.#queries], clock);
    this.#passing = new Line([this.#rows, this.#bytes], clock);
    this.set(throttle);
  }

  /** From now on; who waits hears of it at once. */
  set(throttle: Throttle | null): void {
    const { queriesPerSecond, rowsPerSecond, megabytesPerSecond } = throttle ?? FREE;
    const now = this.#clock.now();
    this.#queries.set(queriesPerSecond, now);
    this.#rows.set(rowsPerSecond, now);
    this.#bytes.set(megabytesPerSecond === null ? null : megabytesPerSecond * 1_000_000, now);
    this.#asking.goOn();
    this.#passing.goOn();
  }

  /** Whether a limit holds something back just now. */
  get throttled(): boolean {
    return this.#asking.isHeld || this.#passing.isHeld;
  }

  /** Whether rows have to be let through piece by piece. */
  get holdsRows(): boolean {
    return this.#passing.isLimited;
  }

  /** Waits until `count` statements may be sent to the source. */
  async query(count: number, signal: AbortSignal): Promise<void> {
    await this.#asking.turn(() => this.#queries.take(count, this.#clock.now()), signal);
  }

  /**
   * Waits for a turn, in order with all other streams, and then calls `take` with the most that may pass at once; it returns what does.
   * The limits are those of that moment, not of the call.
   */
  async pass(take: (most: Amount) => Amount, signal: AbortSignal): Promise<void> {
    const pass = () => {
      const { rows, bytes } = take({ rows: pieceOf(this.#rows), bytes: pieceOf(this.#bytes) });
      const now = this.#clock.now();
      this.#rows.take(rows, now);
      this.#bytes.take(bytes, now);
    };
    await this.#passing.turn(pass, signal);
  }
}

function pieceOf({ rate }: Gate): number {
  return rate === null ? Infinity : Math.max(1, Math.floor(rate * PIECE_MS));
}

interface Waiting {
  readonly take: () => void;
  readonly resolve: () => void;
}

/** Those who wait for the same gates, first come first served: all gates must be open for the first. */
class Line {
  readonly #gates: readonly Gate[];
  readonly #clock: Clock;
  #waiting: Waiting[] = [];
  #callOff: (() => void) | null = null;
  #heldAt: number | null = null;

  constructor(gates: readonly Gate[], clock: Clock) {
    this.#gates = gates;
    this.#clock = clock;
  }

  get isLimited(): boolean {
    return this.#gates.some(({ rate }) => rate !== null);
  }

  get isHeld(): boolean {
    if (!this.isLimited) return false;
    return this.#waiting.length > 0 || (this.#heldAt !== null && this.#clock.now() - this.#heldAt < HELD_MS);
  }

  turn(take: () => void, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason);
    if (this.#waiting.length === 0 && this.#wait() <= 0) {
      take();
      return Promise.resolve();
    }
    // As many as there are streams: no leak, which is what Node takes more than ten for.
    setMaxListeners(0, signal);
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting = this.#waiting.filter((each) => each !== waiting);
        this.goOn();
        reject(signal.reason);
      };
      const waiting: Waiting = {
        take,
        resolve: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiting);
      if (this.#waiting.length === 1) this.goOn();
    });
  }

  /** Lets those through whose turn has come; looked at anew whenever the limits or those who wait have changed. */
  goOn(): void {
    this.#callOff?.();
    this.#callOff = null;
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const wait = this.#wait();
      if (wait > 0) {
        this.#heldAt = this.#clock.now();
        this.#callOff = this.#clock.after(wait, () => this.goOn());
        return;
      }
      this.#waiting.shift();
      first.take();
      first.resolve();
    }
  }
  #wait(): number {
    const now = this.#clock.now();
    let longest = 0;
    for (const gate of this.#gates) longest = Math.max(longest, gate.wait(now));
    return longest;
  }
}
