const COPY_DATA = 0x64;
const HEADER = 5;

export interface SiftTarget {
  /** Bytes of CopyData messages, headers included, as they came; `messages` begin in them. */
  readonly data: (bytes: Buffer, messages: number) => void;
  /** Bytes of all other messages. */
  readonly rest: (bytes: Buffer) => void;
}

/**
 * Parts what a server sends into CopyData and everything else, without looking into either and without copying: chunks are handed on
 * by reference. Messages, and their headers, may go on in the next chunk.
 */
export class Sift {
  readonly #target: SiftTarget;
  /** Type of the message that is under way, and how much of it is still to come. */
  #isData = false;
  #left = 0;
  /** Bytes of a header that was cut by the chunk's end, and what its length is so far. */
  #header = 0;
  #length = 0;

  constructor(target: SiftTarget) {
    this.#target = target;
  }

  push(chunk: Buffer): void {
    const { length } = chunk;
    let start = 0;
    let messages = 0;
    let at = 0;
    while (at < length) {
      if (this.#left > 0) {
        const step = Math.min(this.#left, length - at);
        this.#left -= step;
        at += step;
        continue;
      }
      if (this.#header === 0) {
        const isData = chunk[at] === COPY_DATA;
        if (isData !== this.#isData) {
          this.#give(chunk, { start, end: at, messages });
          start = at;
          messages = 0;
          this.#isData = isData;
        }
        if (isData) messages += 1;
        if (length - at >= HEADER) {
          this.#left = chunk.readUInt32BE(at + 1) - 4;
          at += HEADER;
          continue;
        }
        this.#length = 0;
      } else {
        this.#length = this.#length * 256 + (chunk[at] ?? 0);
      }
      this.#header += 1;
      at += 1;
      if (this.#header < HEADER) continue;
      this.#header = 0;
      this.#left = this.#length - 4;
    }
    this.#give(chunk, { start, end: length, messages });
  }

  #give(chunk: Buffer, { start, end, messages }: { readonly start: number; readonly end: number; readonly messages: number }): void {
    if (end === start) return;
    const part = start === 0 && end === chunk.length ? chunk : chunk.subarray(start, end);
    if (this.#isData) this.#target.data(part, messages);
    else this.#target.rest(part);
  }
}
