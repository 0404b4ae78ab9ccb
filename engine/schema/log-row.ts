import type { Value } from './row.ts';

const NULL = 0x6e;
const UNCHANGED = 0x75;
const BINARY = 0x62;

/** Instead of a length: the value is NULL, or was not sent because it is unchanged. */
export const IS_NULL = -1;
export const NOT_SENT = -2;

/** How the bytes of a column's values are to be read where the log does not send them as text. */
export interface ValueForm {
  /** The type they are the binary form of, as `format_type` names it without length; `enum` for labels. */
  readonly type: string;
  /** They are the text. */
  readonly isText: boolean;
  /** The text that the server would have sent. */
  read(bytes: Buffer, at: number, length: number): string;
}

/** A value came as text where binary was asked for, or the other way round. */
export class OtherForm extends Error {
  override readonly name = 'OtherForm';
}

/**
 * A row as the log has it, left in its bytes until a value is asked for: decoding a value into a string and encoding it again costs
 * more than everything else that happens to a row here. The form is pgoutput's TupleData (PostgreSQL documentation, "Logical
 * Replication Message Formats"): for each column a letter, and of a value its length and its bytes. Whoever asks for a value gets text, whatever the
 * log has: the bytes of a binary form are only for those who know what takes them as they are.
 */
export class LogRow {
  /** How many values there are. */
  readonly length: number;
  /** Bytes of the values with what stands between them. */
  readonly size: number;
  /** Whether every value was sent. */
  readonly isWhole: boolean;
  readonly bytes: Buffer;
  /** By column; null: all values are text. */
  readonly forms: readonly ValueForm[] | null;
  readonly #start: number;

  /** The row that begins at `at`, where the number of its columns stands. The bytes must stay as they are for as long as the row is used. */
  constructor(bytes: Buffer, at: number, forms: readonly ValueForm[] | null = null) {
    const length = bytes.readUInt16BE(at);
    this.bytes = bytes;
    this.length = length;
    this.forms = forms;
    this.#start = at + 2;
    let place = this.#start;
    let whole = true;
    for (let column = 0; column < length; column += 1) {
      const letter = bytes[place];
      place += 1;
      if (letter === UNCHANGED) whole = false;
      else if (letter !== NULL) {
        if ((letter === BINARY) !== (forms !== null))
          throw new OtherForm(`Value ${column} of a row of the log is not in the form asked for.`);
        place += 4 + lengthAt(bytes, place);
      }
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
    return this.#text(index, place + 5, lengthAt(this.bytes, place + 1));
  }

  /** Whether there is a value, or NULL, without reading it. */
  isSent(index: number): boolean {
    const place = this.#find(index);
    return place >= 0 && this.bytes[place] !== UNCHANGED;
  }

  #text(index: number, at: number, length: number): string {
    const form = this.forms?.[index];
    return form === undefined || form.isText ? this.bytes.toString('utf8', at, at + length) : form.read(this.bytes, at, length);
  }

  /** The bytes of a value's text, one character each; empty for NULL and for what was not sent. */
  raw(index: number): string {
    const place = this.#find(index);
    const letter = this.bytes[place];
    if (place < 0 || letter === NULL || letter === UNCHANGED) return '';
    const [at, length] = [place + 5, lengthAt(this.bytes, place + 1)];
    const form = this.forms?.[index];
    if (form === undefined || form.isText) return this.bytes.toString('latin1', at, at + length);
    const text = form.read(this.bytes, at, length);
    // Only the text of a document has other characters than those of ASCII.
    return form.type === 'jsonb' ? Buffer.from(text).toString('latin1') : text;
  }

  /** Its own bytes alone, which stay as they are. */
  own(): Buffer {
    return Buffer.from(this.bytes.subarray(this.#start - 2, this.end));
  }

  /** The bytes of a value where they are its text; null: they are not, or there is no value. */
  textBytes(index: number): Buffer | null {
    const place = this.#find(index);
    const letter = this.bytes[place];
    const form = this.forms?.[index];
    if (place < 0 || letter === NULL || letter === UNCHANGED || (form !== undefined && !form.isText)) return null;
    return this.bytes.subarray(place + 5, place + 5 + lengthAt(this.bytes, place + 1));
  }

  /** The row with what was not sent taken from another of the same table, which has it. */
  over(before: LogRow): LogRow {
    const bytes = Buffer.allocUnsafe(2 + this.size + before.size);
    bytes.writeUInt16BE(this.length, 0);
    let [to, own, other] = [2, this.#start, before.#start];
    for (let column = 0; column < this.length; column += 1) {
      const [ownEnd, otherEnd] = [endOf(this.bytes, own), endOf(before.bytes, other)];
      to += this.bytes[own] === UNCHANGED ? before.bytes.copy(bytes, to, other, otherEnd) : this.bytes.copy(bytes, to, own, ownEnd);
      [own, other] = [ownEnd, otherEnd];
    }
    return new LogRow(bytes.subarray(0, to), 0, this.forms);
  }

  /** Where a value's letter is; -1 when there are not so many. */
  #find(index: number): number {
    if (index < 0 || index >= this.length) return -1;
    let place = this.#start;
    for (let column = 0; column < index; column += 1) place = endOf(this.bytes, place);
    return place;
  }

  values(): readonly Value[] {
    const places = new Int32Array(this.length * 2);
    this.locate(places);
    return Array.from({ length: this.length }, (_, index) => {
      const at = places[index * 2] ?? 0;
      const length = places[index * 2 + 1] ?? NOT_SENT;
      if (length === IS_NULL) return null;
      return length === NOT_SENT ? undefined : this.#text(index, at, length);
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

/** Where the value ends whose letter is there. */
function endOf(bytes: Buffer, at: number): number {
  const letter = bytes[at];
  return letter === NULL || letter === UNCHANGED ? at + 1 : at + 5 + lengthAt(bytes, at + 1);
}

/** By hand: it is asked once a value, and Buffer's own checks its arguments each time. */
function lengthAt(bytes: Buffer, at: number): number {
  return (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;
}
