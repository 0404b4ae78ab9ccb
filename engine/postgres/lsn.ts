import { asPosition, type Position } from '../schema/row.ts';

/** The server's `16/B374D848` as a `Position`. */
export function fromLsn(lsn: string): Position {
  const [high = '0', low = '0'] = lsn.split('/');
  return asPosition((high.padStart(8, '0') + low.padStart(8, '0')).toUpperCase());
}

/** A `Position` as the server writes it. */
export function toLsn(position: Position): string {
  const bare = (hex: string) => hex.replace(/^0+(?=.)/, '');
  return `${bare(position.slice(0, 8))}/${bare(position.slice(8))}`;
}

/** A position from the two halves of its 64 bits: it is asked for twice a transaction. */
export function fromHalves(high: number, low: number): Position {
  return asPosition(digits(high >>> 16) + digits(high & 0xffff) + digits(low >>> 16) + digits(low & 0xffff));
}

/** Four digits each, made once: to make them of a number each time was a twentieth of what small transactions cost. */
const DIGITS = Array.from({ length: 0x10000 }, (): string | undefined => undefined);

function digits(quarter: number): string {
  const known = DIGITS[quarter];
  if (known !== undefined) return known;
  const made = quarter.toString(16).toUpperCase().padStart(4, '0');
  DIGITS[quarter] = made;
  return made;
}

/** A position from its number of bytes into the log. */
export function fromBigInt(value: bigint): Position {
  return asPosition(value.toString(16).padStart(16, '0').toUpperCase());
}

/** The position as a number of bytes into the log. */
export function toBigInt(position: Position): bigint {
  return BigInt(`0x${position}`);
}
