import { CopyData } from './copy-data.ts';

/** Up to so many bytes looking at each is faster than asking whether there is one to look for. */
const BY_HAND = 64;

const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BACKSLASH = 0x5c;
const SPECIAL = [BACKSLASH, TAB, NEWLINE, RETURN] as const;
const LETTER: Readonly<Record<number, number>> = { [BACKSLASH]: BACKSLASH, [TAB]: 0x74, [NEWLINE]: 0x6e, [RETURN]: 0x72 };

/**
 * Rows in COPY's text form, made of the log's own bytes: no value becomes a string on its way. A COPY costs the
 * destination 1.8 µs a row of five columns with a key, `insert ... select from unnest` 2.7-3.6 (PostgreSQL 15).
 */
export class CopyRows extends CopyData {
  #isFirst = true;

  addNull(): void {
    this.reserve(3);
    this.#separate();
    this.bytes[this.size] = BACKSLASH;
    this.bytes[this.size + 1] = 0x4e;
    this.size += 2;
  }

  /** A value of `length` bytes of text. */
  add(bytes: Buffer, at: number, length: number): void {
    // Every byte may need two.
    this.reserve(length * 2 + 1);
    this.#separate();
    if (length > BY_HAND && isPlain(bytes, at, at + length)) {
      bytes.copy(this.bytes, this.size, at, at + length);
      this.size += length;
      return;
    }
    const into = this.bytes;
    let to = this.size;
    for (let index = at; index < at + length; index += 1) {
      const byte = bytes[index] ?? 0;
      if (byte === BACKSLASH || (byte <= RETURN && (byte === TAB || byte === NEWLINE || byte === RETURN))) {
        into[to] = BACKSLASH;
        into[to + 1] = LETTER[byte] ?? byte;
        to += 2;
      } else {
        into[to] = byte;
        to += 1;
      }
    }
    this.size = to;
  }

  endRow(): void {
    this.reserve(1);
    this.bytes[this.size] = NEWLINE;
    this.size += 1;
    this.#isFirst = true;
    this.ended();
  }

  #separate(): void {
    if (this.#isFirst) {
      this.#isFirst = false;
      return;
    }
    this.bytes[this.size] = TAB;
    this.size += 1;
  }
}

function isPlain(bytes: Buffer, from: number, to: number): boolean {
  const value = bytes.subarray(from, to);
  return SPECIAL.every((byte) => value.indexOf(byte) === -1);
}
