import type { ChangeEvent, Position } from '../schema/row.ts';
import type { ChangeStream } from '../source/source.ts';

/** Of what was committed longer ago than that there is more to come. */
const BEHIND_MS = 100;
/**
 * How long it is gathered then. Handing over whatever came while the destination was at the batch before ends in small batches, of which it
 * is always busy with beginning and committing: 150,000 single inserts were 300-1,000 batches and took 1.66 s, gathered 50 and 1.46 s
 * (medians of 4 rounds; 7 ms took 1.58, 40 ms 1.93).
 */
const GATHER_MS = 20;

/** Reads the log, and knows up to where it was read. */
export class Reader {
  readonly #stream: ChangeStream;
  /** Milliseconds since something was committed, given when by the source's clock. */
  readonly #age: (at: number) => number;
  /** What came last was old. */
  #isBehind = false;
  /** Events that were asked for and have not come. */
  #coming: Promise<readonly ChangeEvent[]> | null = null;
  #heard: Position;

  constructor(stream: ChangeStream, from: Position, age: (at: number) => number) {
    this.#stream = stream;
    this.#age = age;
    this.#heard = from;
  }

  /** The end of the log when it was read last: what was heard since may be of changes that wait unread. */
  get heard(): Position {
    return this.#heard;
  }

  /** As `ChangeStream.next`; nothing once the signal is given. */
  async next(signal: AbortSignal, meanwhile?: Promise<unknown>): Promise<readonly ChangeEvent[]> {
    const events = await this.#ask(signal, meanwhile);
    this.#coming = null;
    this.#heard = this.#stream.heard();
    const last = events.findLast((event) => event.kind === 'begin' || event.kind === 'commit');
    if (last !== undefined) this.#isBehind = this.#age(last.at) > BEHIND_MS;
    else if (events.length === 0) this.#isBehind = false;
    return events;
  }

  /** Null when nothing came in time. */
  async within(ms: number, signal: AbortSignal): Promise<readonly ChangeEvent[] | null> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), ms);
    });
    // What comes too late for this is kept for whoever asks next.
    const inTime = await Promise.race([this.#ask(signal).then(() => true), late]).finally(() => clearTimeout(timer));
    return inTime ? this.next(signal) : null;
  }

  #ask(signal: AbortSignal, meanwhile?: Promise<unknown>): Promise<readonly ChangeEvent[]> {
    if (this.#coming === null) {
      this.#coming = this.#stream.next(signal, this.#isBehind ? gathering(meanwhile) : meanwhile).catch((error: unknown) => {
        if (signal.aborted) return [];
        throw error;
      });
      // It fails for whoever asks for it, later perhaps.
      this.#coming.catch(() => {});
    }
    return this.#coming;
  }
}

/** Fails with nothing: whoever waits for the other thing hears of it there. */
async function gathering(meanwhile: Promise<unknown> | undefined): Promise<void> {
  await Promise.allSettled([meanwhile, new Promise((resolve) => setTimeout(resolve, GATHER_MS))]);
}
