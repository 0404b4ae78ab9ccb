import type { Sorter } from './in-progress/sorter.ts';

/** Letters of messages that stand for themselves outside of a streamed transaction. */
const PLAIN = new Set(Buffer.from('BCIUDT', 'latin1'));
const STREAM_START = 0x53;
const STREAM_STOP = 0x45;

/**
 * Brings the messages of the log into the order they are decoded in: a transaction that was kept comes, from where it was kept, before
 * what was sent after its end, and waits until somebody asks for it.
 */
export class Intake {
  readonly #sorter: Sorter | null;
  readonly #decode: (bytes: Buffer, at: number) => void;
  #isInside = false;
  #waiting: (Buffer | AsyncIterator<readonly Buffer[]>)[] = [];
  #next = 0;
  #bytes = 0;

  constructor(sorter: Sorter | null, decode: (bytes: Buffer, at: number) => void) {
    this.#sorter = sorter;
    this.#decode = decode;
  }

  get isBehind(): boolean {
    return this.#next < this.#waiting.length;
  }

  /** Whether what comes now is of a transaction that is not over: nobody can do anything with it yet. */
  get isInside(): boolean {
    return this.#isInside;
  }

  /** Of the messages that wait in memory. */
  get bytes(): number {
    return this.#bytes;
  }

  /** One message: most are decoded where they are, without a view of their own. */
  take(bytes: Buffer, from: number, to: number): void {
    const letter = bytes[from] ?? 0;
    if (this.#sorter === null || (!this.isBehind && !this.#isInside && PLAIN.has(letter))) {
      this.#decode(bytes, from);
      return;
    }
    const sorted = this.#sorter.take(bytes.subarray(from, to));
    if (letter === STREAM_START) this.#isInside = true;
    else if (letter === STREAM_STOP) this.#isInside = false;
    if (sorted === null) return;
    if (!Buffer.isBuffer(sorted)) this.#waiting.push(sorted[Symbol.asyncIterator]());
    else if (!this.isBehind) this.#decode(sorted, 0);
    else {
      this.#waiting.push(sorted);
      this.#bytes += sorted.length;
    }
  }

  /** Decodes what waits for as long as `more` says, in order: what a transaction tells of its tables holds for what comes after it. */
  async draw(more: () => boolean): Promise<void> {
    while (more()) {
      const first = this.#waiting[this.#next];
      if (first === undefined) break;
      if (Buffer.isBuffer(first)) {
        this.#next += 1;
        this.#bytes -= first.length;
        this.#decode(first, 0);
        continue;
      }
      const piece = await first.next();
      if (piece.done === true) this.#next += 1;
      else for (const message of piece.value) this.#decode(message, 0);
    }
    if (this.isBehind) return;
    this.#waiting = [];
    this.#next = 0;
  }
}
