import type { Destination } from '../destination/destination.ts';
import type { Answers } from '../progress/event.ts';

type Side = keyof Answers;

/** How long either side takes to answer, on the average between two reports. */
export class AnswerTimes {
  #asked: Record<Side, { count: number; ms: number }> = none();

  /** As `answer` comes; what fails tells nothing. */
  async of<T>(side: Side, answer: Promise<T>): Promise<T> {
    const since = performance.now();
    const result = await answer;
    this.add(side, performance.now() - since);
    return result;
  }

  add(side: Side, ms: number): void {
    const { count, ms: before } = this.#asked[side];
    this.#asked[side] = { count: count + 1, ms: before + ms };
  }

  /** Since it was taken last; null where nothing was asked. */
  take(): Answers {
    const mean = ({ count, ms }: { readonly count: number; readonly ms: number }) => (count === 0 ? null : ms / count);
    const { source, destination } = this.#asked;
    this.#asked = none();
    return { source: mean(source), destination: mean(destination) };
  }
}

function none(): Record<Side, { count: number; ms: number }> {
  return { source: { count: 0, ms: 0 }, destination: { count: 0, ms: 0 } };
}

type Applying = Pick<Destination, 'apply' | 'flush' | 'capabilities'>;

/**
 * The same destination, with a note of how long it takes to write what it is given: each batch; where changes are gathered, what was. A
 * batch may be given while it is at the one before, and is its turn once that is done.
 */
export function noted(destination: Applying, times: AnswerTimes): Applying {
  const { capabilities } = destination;
  const gathers = capabilities.gatherMs !== undefined;
  let done = 0;
  return {
    capabilities,
    async apply(batch) {
      const given = performance.now();
      const result = await destination.apply(batch);
      const since = Math.max(given, done);
      done = performance.now();
      if (!gathers && batch.changes.length > 0) times.add('destination', done - since);
      return result;
    },
    flush: () => (gathers ? times.of('destination', destination.flush()) : destination.flush()),
  };
}
