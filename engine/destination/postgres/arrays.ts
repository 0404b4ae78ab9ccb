import { baseType, numberOf } from '../../postgres/binary/forms.ts';
import { IS_NULL, NOT_SENT, type ValueForm } from '../../schema/log-row.ts';

/** Element types whose binary form is made here from the text of the log. */
const MADE_HERE: ReadonlySet<string> = new Set(['smallint', 'integer', 'bigint', 'boolean']);

/** A type whose binary form the log may send, or that is made here; `text` is for all others, and the server reads them. */
export type Element = string;

/** How the values of a column of the type travel, of which the log has the form. */
export function elementOf(type: string, form: ValueForm | null = null): Element {
  if (form?.isText === true) return 'text';
  return MADE_HERE.has(type) || (form !== null && form.type === baseType(type)) ? baseType(type) : 'text';
}

/** Whether the bytes of the form are those of the element. */
export function takes(element: Element, form: ValueForm): boolean {
  return element === form.type || (element === 'text' && form.isText);
}

/** A value that the element type has no place for: the server is to say what is wrong with it. */
export class Unfit extends Error {
  override readonly name = 'Unfit';
}

const HEADER = 20;
const FIRST_SIZE = 4096;
/** Up to so many bytes a loop is faster than asking for a copy. */
const BY_HAND = 24;
const HALF = 4_294_967_296;
const EMPTY = Buffer.alloc(0);

/**
 * One array parameter in PostgreSQL's binary form (array_recv), filled value by value from the bytes of the log: no value becomes a
 * string on its way.
 */
export class ArrayParameter {
  readonly element: Element;
  #bytes = Buffer.allocUnsafe(FIRST_SIZE);
  #size = HEADER;
  #count = 0;
  #hasNull = false;

  constructor(element: Element) {
    this.element = element;
  }

  /** A value of `length` bytes of text, or `IS_NULL`, or `NOT_SENT`, which is written as NULL as well. @throws Unfit */
  add(bytes: Buffer, at: number, length: number): void {
    this.#count += 1;
    if (length === IS_NULL || length === NOT_SENT) this.#addNull();
    else if (this.element === 'text') this.#addBytes(bytes, at, length);
    else if (this.element === 'boolean') this.#addBoolean(bytes, at, length);
    else if (MADE_HERE.has(this.element)) this.#addInteger(bytes, at, length);
    else throw new Unfit();
  }

  /** A value in the binary form of the element, as `add` takes one of text. */
  addBinary(bytes: Buffer, at: number, length: number): void {
    this.#count += 1;
    if (length === IS_NULL || length === NOT_SENT) this.#addNull();
    else this.#addBytes(bytes, at, length);
  }

  /** @throws Unfit */
  addValue(value: string | null): void {
    const bytes = value === null ? EMPTY : Buffer.from(value);
    this.add(bytes, 0, value === null ? IS_NULL : bytes.length);
  }

  /** The parameter; nothing may be added afterwards. */
  finish(): Buffer {
    const bytes = this.#bytes;
    bytes.writeInt32BE(1, 0);
    bytes.writeInt32BE(this.#hasNull ? 1 : 0, 4);
    bytes.writeInt32BE(numberOf(this.element) ?? 0, 8);
    bytes.writeInt32BE(this.#count, 12);
    bytes.writeInt32BE(1, 16);
    return bytes.subarray(0, this.#size);
  }

  #addNull(): void {
    this.#hasNull = true;
    this.#reserve(4);
    this.#bytes.writeInt32BE(-1, this.#size);
    this.#size += 4;
  }

  #addBytes(bytes: Buffer, at: number, length: number): void {
    this.#reserve(4 + length);
    const into = this.#bytes;
    const to = this.#size;
    into.writeInt32BE(length, to);
    if (length > BY_HAND) bytes.copy(into, to + 4, at, at + length);
    else for (let index = 0; index < length; index += 1) into[to + 4 + index] = bytes[at + index] ?? 0;
    this.#size = to + 4 + length;
  }

  #addBoolean(bytes: Buffer, at: number, length: number): void {
    const letter = bytes[at];
    if (length !== 1 || (letter !== 0x74 && letter !== 0x66)) throw new Unfit();
    this.#reserve(5);
    this.#bytes.writeInt32BE(1, this.#size);
    this.#bytes[this.#size + 4] = letter === 0x74 ? 1 : 0;
    this.#size += 5;
  }

  #addInteger(bytes: Buffer, at: number, length: number): void {
    this.#reserve(12);
    const into = this.#bytes;
    const to = this.#size;
    if (this.element === 'bigint') {
      into.writeInt32BE(8, to);
      if (length > 15) into.writeBigInt64BE(bigInteger(bytes, at, length), to + 4);
      else {
        const value = integer(bytes, at, length);
        into.writeInt32BE(Math.floor(value / HALF), to + 4);
        into.writeUInt32BE(value < 0 ? ((value % HALF) + HALF) % HALF : value % HALF, to + 8);
      }
      this.#size = to + 12;
      return;
    }
    const value = length > 11 ? Number.NaN : integer(bytes, at, length);
    const limit = this.element === 'integer' ? 2_147_483_648 : 32_768;
    if (!(value >= -limit && value < limit)) throw new Unfit();
    const size = this.element === 'integer' ? 4 : 2;
    into.writeInt32BE(size, to);
    if (size === 4) into.writeInt32BE(value, to + 4);
    else into.writeInt16BE(value, to + 4);
    this.#size = to + 4 + size;
  }

  #reserve(bytes: number): void {
    if (this.#size + bytes <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#size + bytes));
    this.#bytes.copy(grown, 0, 0, this.#size);
    this.#bytes = grown;
  }
}

/** Of at most 15 digits, which a double holds exactly. */
function integer(bytes: Buffer, at: number, length: number): number {
  const negative = bytes[at] === 0x2d;
  let value = 0;
  const from = negative ? at + 1 : at;
  if (from === at + length) throw new Unfit();
  for (let index = from; index < at + length; index += 1) {
    const digit = (bytes[index] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) throw new Unfit();
    value = value * 10 + digit;
  }
  return negative ? -value : value;
}

const MOST = 2n ** 63n;

function bigInteger(bytes: Buffer, at: number, length: number): bigint {
  const text = bytes.toString('latin1', at, at + length);
  if (!/^-?\d+$/.test(text)) throw new Unfit();
  const value = BigInt(text);
  if (value >= MOST || value < -MOST) throw new Unfit();
  return value;
}
