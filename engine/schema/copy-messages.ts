/** Type byte and length. */
const HEADER = 5;

/**
 * Finds where CopyData messages (type byte, length that counts itself, data) begin in a stream that is cut anywhere, headers included.
 * It looks at headers alone and keeps nothing of the bytes: tens of millions of messages a minute pass here.
 */
export class MessageWalker {
  /** Bytes of a header that have passed, when the cut went through one; 0 otherwise. */
  #header = 0;
  /** What those said of the length. */
  #length = 0;
  /** Data that is still to come of the message under way. */
  #left = 0;
  #begun = 0;

  /** Messages that began in what the last call went through. */
  get begun(): number {
    return this.#begun;
  }

  /** Whether what has passed so far ends with the end of a message. */
  get isBetween(): boolean {
    return this.#header === 0 && this.#left === 0;
  }

  /** Goes through a whole chunk: messages that begin in it. */
  walk(chunk: Buffer): number {
    this.advance(chunk, 0, chunk.length, Infinity);
    return this.#begun;
  }

  /**
   * Goes on through a chunk, from where the last call stopped: from `from` up to `to`, or until `most` messages have begun and the
   * next would.
   * @returns the place it stopped at
   */
  advance(chunk: Buffer, from: number, to: number, most: number): number {
    this.#begun = 0;
    let at = this.#header === 0 ? from : this.#restOfHeader(chunk, from, to);
    if (this.#header > 0) return at;
    let left = this.#left;
    let begun = 0;
    for (;;) {
      if (left >= to - at) {
        left -= to - at;
        at = to;
        break;
      }
      at += left;
      left = 0;
      if (begun >= most) break;
      begun += 1;
      if (to - at < HEADER) {
        this.#left = 0;
        this.#begun = begun;
        return this.#restOfHeader(chunk, at, to);
      }
      left = lengthAt(chunk, at + 1) - 4;
      at += HEADER;
    }
    this.#left = left;
    this.#begun = begun;
    return at;
  }

  /** Byte by byte, for a header that a cut goes through. */
  #restOfHeader(chunk: Buffer, from: number, to: number): number {
    let at = from;
    while (at < to && this.#header < HEADER) {
      if (this.#header > 0) this.#length = this.#length * 256 + (chunk[at] ?? 0);
      this.#header += 1;
      at += 1;
    }
    if (this.#header === HEADER) {
      this.#left = this.#length - 4;
      this.#header = 0;
      this.#length = 0;
    }
    return at;
  }
}

/** `readInt32BE` without its checks of the place, which take longer than the rest of the walk. */
function lengthAt(chunk: Buffer, at: number): number {
  return (((chunk[at] ?? 0) << 24) | ((chunk[at + 1] ?? 0) << 16) | ((chunk[at + 2] ?? 0) << 8) | (chunk[at + 3] ?? 0)) >>> 0;
}
