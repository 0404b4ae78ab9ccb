import { type ChangeThrottle, changeThrottle, type Limits } from '../schema/limits.ts';
import { type ChangeEvent, changeSize, type TableChange } from '../schema/row.ts';
import { type Amount, type Clock, Pacer } from '../snapshot/throttle.ts';

/**
 * What is put into one transaction while a limit holds: little, so that changes arrive evenly and not in gusts; more where the
 * destination needs as long for so little as the limit allows, and never so much that five seconds hold a tenth too much.
 */
const LEAST_MS = 50;
const MOST_MS = 200;

/** Holds the changes of a task to its limits, which may change at any moment. */
export class ChangePacer {
  readonly #pacer: Pacer;
  readonly #now: Clock['now'];
  #throttle: ChangeThrottle | null;
  /** How much time's worth is a piece just now. */
  #pieceMs = LEAST_MS;

  constructor(limits: Limits, clock?: Clock) {
    this.#throttle = changeThrottle(limits);
    this.#pacer = new Pacer(forPacer(this.#throttle), clock);
    this.#now = clock?.now ?? (() => performance.now());
  }

  /** From now on, for what waits as well. */
  set(limits: Limits): void {
    this.#throttle = changeThrottle(limits);
    this.#pacer.set(forPacer(this.#throttle));
  }

  /** Whether a limit holds changes back just now. */
  get throttled(): boolean {
    return this.#pacer.throttled;
  }

  /**
   * The events in parts small enough for the limits, so that transactions of the source that arrived together need not wait for one
   * another inside one transaction of the destination.
   */
  *cut(events: readonly ChangeEvent[]): Generator<readonly ChangeEvent[], void, undefined> {
    let from = 0;
    while (from < events.length && this.#throttle !== null) {
      const to = this.#end(events, from);
      yield from === 0 && to === events.length ? events : events.slice(from, to);
      from = to;
    }
    if (from < events.length || events.length === 0) yield from === 0 ? events : events.slice(from);
  }

  /** The changes as fast as the limits let them through, in their order; without any, once nothing. */
  async *pass(changes: readonly TableChange[], signal: AbortSignal): AsyncGenerator<readonly TableChange[], void, undefined> {
    let from = 0;
    while (from < changes.length && this.#throttle !== null) {
      const taken = { rows: 0, bytes: 0 };
      const take = () => {
        const most = this.#piece;
        for (let next = changes[from]; next !== undefined; next = changes[from + taken.rows]) {
          const size = changeSize(next);
          // At least one: a row may be larger than what passes at once, and is paid for afterwards.
          if (taken.rows > 0 && (taken.rows >= most.rows || taken.bytes + size > most.bytes)) break;
          taken.rows += 1;
          taken.bytes += size;
        }
        return taken;
      };
      await this.#pacer.pass(take, signal);
      const [to, at] = [from + taken.rows, this.#now()];
      yield from === 0 && to === changes.length ? changes : changes.slice(from, to);
      this.#learn(taken, this.#now() - at);
      from = to;
    }
    if (from < changes.length || changes.length === 0) yield from === 0 ? changes : changes.slice(from);
  }

  /** The most that is put into one transaction just now. */
  get #piece(): Amount {
    const { rowsPerSecond, megabytesPerSecond } = this.#throttle ?? NONE;
    return {
      rows: rowsPerSecond === null ? Infinity : Math.max(1, Math.floor((rowsPerSecond * this.#pieceMs) / 1_000)),
      bytes: megabytesPerSecond === null ? Infinity : megabytesPerSecond * 1_000 * this.#pieceMs,
    };
  }

  /** From how long the destination took for a piece: whether it could do with larger ones. */
  #learn({ rows, bytes }: Amount, tookMs: number): void {
    const piece = this.#piece;
    const worthMs = Math.max(rows / piece.rows, bytes / piece.bytes) * this.#pieceMs;
    if (worthMs * 2 < this.#pieceMs) return;
    if (tookMs > worthMs) this.#pieceMs = Math.min(MOST_MS, this.#pieceMs * 2);
    else if (tookMs * 4 < worthMs) this.#pieceMs = Math.max(LEAST_MS, this.#pieceMs / 2);
  }

  #end(events: readonly ChangeEvent[], from: number): number {
    const most = this.#piece;
    let [rows, bytes, at] = [0, 0, from];
    for (let event = events[at]; event !== undefined; event = events[at]) {
      at += 1;
      if (event.kind === 'begin' || event.kind === 'ddl') continue;
      if (event.kind === 'commit') {
        // Here a part ends when it is full; one change more would be the next transaction's.
        if (rows >= most.rows || bytes >= most.bytes) break;
        continue;
      }
      rows += 1;
      bytes += changeSize(event);
    }
    return at;
  }
}

const NONE: ChangeThrottle = { rowsPerSecond: null, megabytesPerSecond: null };

function forPacer(throttle: ChangeThrottle | null): Parameters<Pacer['set']>[0] {
  return throttle === null ? null : { queriesPerSecond: null, ...throttle };
}
