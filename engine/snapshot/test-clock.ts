import type { Clock } from './throttle.ts';

interface Alarm {
  readonly at: number;
  readonly run: () => void;
}

/** Time that a test moves. Timers come late by what `late` says. */
export class TestClock implements Clock {
  #now = 0;
  #alarms: Alarm[] = [];
  readonly #late: () => number;

  constructor(late: () => number = () => 0) {
    this.#late = late;
  }

  readonly now = (): number => this.#now;

  readonly after = (ms: number, run: () => void): (() => void) => {
    const alarm = { at: this.#now + Math.ceil(ms) + this.#late(), run };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((each) => each !== alarm);
    };
  };

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.#alarms.push({ at: this.#now + ms, run: resolve }));
  }

  /** Lets time pass, one alarm after the other, with everything that each sets going. */
  async goTo(at: number): Promise<void> {
    for (;;) {
      await settled();
      const next = this.#alarms.reduce<Alarm | null>((first, each) => (first === null || each.at < first.at ? each : first), null);
      if (next === null || next.at > at) break;
      this.#alarms = this.#alarms.filter((each) => each !== next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = at;
  }
}

/** After every promise that can go on now has. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What passed, and when. */
export interface Passed {
  readonly at: number;
  readonly amount: number;
}

/** The most and the least that passed in any five seconds between `from` and `to`, the end of which does not count. */
export function windowsOf(passed: readonly Passed[], from: number, to: number): { readonly most: number; readonly least: number } {
  // A window holds most when it begins with something that passes, least when it begins just after.
  const starts = [from, ...passed.flatMap(({ at }) => [at, at + 0.001])].filter((at) => at >= from && at + 5_000 <= to);
  const sums: number[] = [];
  let [first, next, sum] = [0, 0, 0];
  for (const start of starts.sort((a, b) => a - b)) {
    for (let each = passed[next]; each !== undefined && each.at < start + 5_000; each = passed[++next]) sum += each.amount;
    for (let each = passed[first]; each !== undefined && each.at < start; each = passed[++first]) sum -= each.amount;
    sums.push(sum);
  }
  return { most: sums.reduce((a, b) => Math.max(a, b)), least: sums.reduce((a, b) => Math.min(a, b)) };
}

/** Numbers from 0 to 1, the same in every run. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
