import type { Value } from './row.ts';

const NULL = 0x6e;
const UNCHANGED = 0x75;

/** Instead of a length: the value is NULL, or was not sent because it is unchanged. */
export const IS_NULL = -1;
export const NOT_SENT = -2;

/**
 * A row as the log has it, left in its bytes until a value is asked for: decoding a value into a string and encoding it again costs
 * more than everything else that happens to a row here. The form is pgoutput's TupleData (PostgreSQL documentation, "Logical
 * Replication Message Formats"): for each column a letter, and of text its length and its bytes.
 */
export class LogRow {
  /** How many values there are. */
  readonly length: number;
  /** Bytes of the values with what stands between them. */
  readonly size: number;
  /** Whether every value was sent. */
  readonly isWhole: boolean;
  readonly bytes: Buffer;
  readonly #start: number;

  /** The row that begins at `at`, where the number of its columns stands. The bytes must stay as they are for as long as the row is used. */
  constructor(bytes: Buffer, at: number) {
    const length = bytes.readUInt16BE(at);
    this.bytes = bytes;
    this.length = length;
    this.#start = at + 2;
    let place = this.#start;
    let whole = true;
    for (let column = 0; column < length; column += 1) {
      const letter = bytes[place];
      place += 1;
      if (letter === UNCHANGED) whole = false;
      else if (letter !== NULL) place += 4 + lengthAt(bytes, place);
    }
    if (place > bytes.length) throw new Error('A row of the log is longer than its message.');
    this.isWhole = whole;
    this.size = place - this.#start;
  }

  /** Where the next part of the message begins. */
  get end(): number {
    return this.#start + this.size;
  }

  value(index: number): Value {
    const place = this.#find(index);
    const letter = this.bytes[place];
    if (letter === NULL) return null;
    if (letter === UNCHANGED || place < 0) return undefined;
    return this.bytes.toString('utf8', place + 5, place + 5 + lengthAt(this.bytes, place + 1));
  }

  /** The bytes of a value, one character each; empty for NULL and for what was not sent. */
  raw(index: number): string {
    const place = this.#find(index);
    const letter = this.bytes[place];
    if (place < 0 || letter === NULL || letter === UNCHANGED) return '';
    return this.bytes.toString('latin1', place + 5, place + 5 + lengthAt(this.bytes, place + 1));
  }

  /** Where a value's letter is; -1 when there are not so many. */
  #find(index: number): number {
    if (index < 0 || index >= this.length) return -1;
    let place = this.#start;
    for (let column = 0; column < index; column += 1) {
      const letter = this.bytes[place];
      place += letter === NULL || letter === UNCHANGED ? 1 : 5 + lengthAt(this.bytes, place + 1);
    }
    return place;
  }

  values(): readonly Value[] {
    const places = new Int32Array(this.length * 2);
    this.locate(places);
    return Array.from({ length: this.length }, (_, index) => {
      const at = places[index * 2] ?? 0;
      const length = places[index * 2 + 1] ?? NOT_SENT;
      if (length === IS_NULL) return null;
      return length === NOT_SENT ? undefined : this.bytes.toString('utf8', at, at + length);
    });
  }

  /** Writes two numbers a column: where its bytes begin, and how many they are, or `IS_NULL`, or `NOT_SENT`. */
  locate(places: Int32Array): void {
    const { bytes, length } = this;
    let place = this.#start;
    for (let column = 0; column < length; column += 1) {
      const letter = bytes[place];
      place += 1;
      let size = letter === NULL ? IS_NULL : NOT_SENT;
      if (letter !== NULL && letter !== UNCHANGED) {
        size = lengthAt(bytes, place);
        place += 4;
      }
      places[column * 2] = place;
      places[column * 2 + 1] = size;
      if (size > 0) place += size;
    }
  }
}

/** By hand: it is asked once a value, and Buffer's own checks its arguments each time. */
function lengthAt(bytes: Buffer, at: number): number {
  return (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;
}
