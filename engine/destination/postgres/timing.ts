import type { Ends } from '../../postgres/pipeline.ts';
import type { TableId } from '../../schema/table.ts';
import type { Step } from './session.ts';

/** To be told of one statement's end costs 20 to 30 µs, half of what a small one takes: some batches are enough to know what takes long. */
const EVERY_MS = 50;
/** Where tables take turns row by row it would be told of each. */
const MOST_ENDS = 200;

type Spent = Map<TableId, number>;

export interface Timed<T> {
  readonly result: T;
  readonly spent: Spent;
}

/** How many milliseconds of batches are spent on which table. What those take that are not looked into is shared out as the next one is. */
export class Timing {
  #lookedAt = -Infinity;
  #unshared = 0;
  /** When the batch before was over: what is sent ahead waits for that. */
  #over = -Infinity;

  /** @param run runs the steps, and tells of the ends that are asked for when it is due */
  async of<T>(steps: readonly Step[], run: (ends: Ends | undefined) => Promise<T>): Promise<Timed<T>> {
    const sent = performance.now();
    const ends = sent - this.#lookedAt < EVERY_MS ? undefined : endsOf(steps);
    const result = await run(ends);
    const over = performance.now();
    const begun = Math.max(sent, this.#over);
    this.#over = over;
    const spent: Spent = new Map();
    // A checkpoint alone is nobody's.
    if (steps.every(({ table }) => table === undefined)) return { result, spent };
    this.#unshared += over - begun;
    if (ends === undefined) return { result, spent };
    this.#lookedAt = over;
    let before = begun;
    let shared = 0;
    for (const [at, end] of ends) {
      const table = steps[at]?.table;
      // What was told in one breath with the end of the batch before came, by the clock, a moment earlier than that.
      const took = Math.max(0, end - before);
      if (table !== undefined) {
        shared += took;
        spent.set(table, (spent.get(table) ?? 0) + took);
      }
      before += took;
    }
    // Begin, checkpoint and commit are there for all of them.
    for (const [table, ms] of spent) spent.set(table, shared === 0 ? 0 : (ms / shared) * this.#unshared);
    if (shared > 0) this.#unshared = 0;
    return { result, spent };
  }
}

/** The last of each run of steps of one table; undefined when those are too many. */
function endsOf(steps: readonly Step[]): Ends | undefined {
  const ends: Ends = new Map();
  for (const [at, { table }] of steps.entries()) {
    if (at + 1 < steps.length && steps[at + 1]?.table === table) continue;
    if (ends.size === MOST_ENDS) return undefined;
    ends.set(at, 0);
  }
  return ends;
}
