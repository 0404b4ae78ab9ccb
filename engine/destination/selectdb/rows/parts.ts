import type { Piece } from './copy-lines.ts';

/** Of one body: less than half of what a backend takes unless it was configured otherwise (`streaming_load_max_mb`, 10,240). */
export const BODY_BYTES = 4 * 1024 ** 3;

/** A body of a load; `rows` are those it had, once it was read. */
export interface Part {
  readonly body: AsyncIterable<Buffer>;
  readonly rows: () => number;
}

/**
 * Rows as bodies of little more than `most` bytes each, one after the other: the next is there when the one before was read. There is one
 * at least. Nothing is read of them before the server asks for the first.
 */
export class Parts {
  readonly #pieces: AsyncIterator<Piece>;
  readonly #most: number;
  #held: Piece | null = null;
  #count = 0;
  #isOver = false;

  constructor(pieces: AsyncIterable<Piece>, most: number) {
    this.#pieces = pieces[Symbol.asyncIterator]();
    this.#most = most;
  }

  async next(): Promise<Part | null> {
    if (this.#count > 0) this.#held ??= await this.#read();
    if (this.#isOver) return null;
    this.#count += 1;
    const read = { rows: 0 };
    return { body: this.#body(read), rows: () => read.rows };
  }

  /** Ends the reading at the source. */
  async end(): Promise<void> {
    await this.#pieces.return?.();
  }

  async *#body(read: { rows: number }): AsyncGenerator<Buffer> {
    for (let size = 0; size < this.#most; ) {
      const piece = this.#held ?? (await this.#read());
      this.#held = null;
      if (piece === null) return;
      size += piece.bytes.length;
      read.rows += piece.rows;
      yield piece.bytes;
    }
  }

  async #read(): Promise<Piece | null> {
    if (this.#isOver) return null;
    const { done, value } = await this.#pieces.next();
    this.#isOver = done === true;
    return done === true ? null : value;
  }
}
