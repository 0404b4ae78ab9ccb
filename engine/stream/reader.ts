import type { ChangeEvent, Position } from '../schema/row.ts';
import type { ChangeStream } from '../source/source.ts';

/** Reads the log, and knows up to where it was read. */
export class Reader {
  readonly #stream: ChangeStream;
  /** Events that were asked for and have not come. */
  #coming: Promise<readonly ChangeEvent[]> | null = null;
  #heard: Position;

  constructor(stream: ChangeStream, from: Position) {
    this.#stream = stream;
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
      this.#coming = this.#stream.next(signal, meanwhile).catch((error: unknown) => {
        if (signal.aborted) return [];
        throw error;
      });
      // It fails for whoever asks for it, later perhaps.
      this.#coming.catch(() => {});
    }
    return this.#coming;
  }
}
