import type { Form } from './form.ts';

const PLUS = 0x2b;
const MINUS = 0x2d;
const COLON = 0x3a;
const SPACE = 0x20;
const ZERO = 0x30;
const DATE_LENGTH = 10;
const SECONDS_LENGTH = 19;
const MOST_LENGTH = 26;

/**
 * Where the value ends when its bytes are written as they are: the bytes of the usual values of a form, for which no string need be made.
 * -1 for all others, which `written` looks at; it must say the same of these.
 */
export function plainUntil(form: Form, bytes: Buffer, from: number, to: number): number {
  if (!isDigit(bytes[to - 1])) return -1;
  if (form === 'decimal') return to;
  if (!isDigit(bytes[from]) || bytes[from + 4] !== MINUS) return -1;
  if (form === 'date') return to - from === DATE_LENGTH ? to : -1;
  if (form !== 'moment' || bytes[from + DATE_LENGTH] !== SPACE || bytes[from + 13] !== COLON) return -1;
  const isUtc = bytes[to - 3] === PLUS && bytes[to - 2] === ZERO && bytes[to - 1] === ZERO;
  const end = isUtc ? to - 3 : to;
  const isPlain = end - from >= SECONDS_LENGTH && end - from <= MOST_LENGTH && !hasZone(bytes, from + SECONDS_LENGTH, end);
  return isPlain ? end : -1;
}

function hasZone(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (bytes[at] === PLUS || bytes[at] === MINUS) return true;
  return false;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte < ZERO + 10;
}
