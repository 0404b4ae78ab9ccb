import { type DataType, isInteger } from '../catalog/data-type.ts';
import { compareDecimals, type Decimal, printDecimal, readDecimal, rescale } from './decimal.ts';

/** A value in a query. Numbers stay texts, so that no digit of a BIGINT or DECIMAL is lost. */
export type Cell = { readonly kind: 'null' } | { readonly kind: 'exact' | 'float' | 'text'; readonly text: string };

export const NULL: Cell = { kind: 'null' };
export const exact = (value: number | bigint): Cell => ({ kind: 'exact', text: String(value) });
export const text = (value: string): Cell => ({ kind: 'text', text: value });
export const truth = (value: boolean): Cell => exact(value ? 1 : 0);

/** A stored value, as a query sees it. */
export function cellOf(value: string | null, type: DataType): Cell {
  if (value === null) return NULL;
  if (isInteger(type) || type.name === 'DECIMAL' || type.name === 'BOOLEAN') return { kind: 'exact', text: value };
  return { kind: type.name === 'FLOAT' || type.name === 'DOUBLE' ? 'float' : 'text', text: value };
}

/** null when one of them is NULL. */
export function compare(one: Cell, other: Cell): number | null {
  if (one.kind === 'null' || other.kind === 'null') return null;
  if (one.kind === 'text' && other.kind === 'text') return order(one.text, other.text);
  const [left, right] = [readDecimal(one.text), readDecimal(other.text)];
  if (left !== null && right !== null && one.kind !== 'float' && other.kind !== 'float') return compareDecimals(left, right);
  return floats(Number(one.text), Number(other.text));
}

/** By bytes of UTF-8, as the server orders texts. */
function order(one: string, other: string): number {
  return one === other ? 0 : Buffer.compare(Buffer.from(one), Buffer.from(other));
}

/** NaN equals itself and is larger than all else. */
function floats(one: number, other: number): number {
  if (Number.isNaN(one) || Number.isNaN(other)) return Number(Number.isNaN(one)) - Number(Number.isNaN(other));
  return one < other ? -1 : one > other ? 1 : 0;
}

export function isTrue(cell: Cell): boolean {
  return cell.kind !== 'null' && Number(cell.text) !== 0 && !Number.isNaN(Number(cell.text));
}

export function calculate(sign: string, one: Cell, other: Cell): Cell {
  if (one.kind === 'null' || other.kind === 'null') return NULL;
  const [left, right] = [readDecimal(one.text), readDecimal(other.text)];
  if (left === null || right === null || one.kind === 'float' || other.kind === 'float' || sign === '/') {
    return float(sign, Number(one.text), Number(other.text));
  }
  const result = exactly(sign, left, right);
  return result === null ? NULL : { kind: 'exact', text: printDecimal(result) };
}

function exactly(sign: string, left: Decimal, right: Decimal): Decimal | null {
  const scale = Math.max(left.scale, right.scale);
  const [one, other] = [rescale(left, scale).units, rescale(right, scale).units];
  if (sign === '+') return { units: one + other, scale };
  if (sign === '-') return { units: one - other, scale };
  if (sign === '*') return { units: left.units * right.units, scale: left.scale + right.scale };
  return other === 0n ? null : { units: one % other, scale };
}

function float(sign: string, one: number, other: number): Cell {
  if ((sign === '/' || sign === '%') && other === 0) return NULL;
  const result =
    sign === '+' ? one + other : sign === '-' ? one - other : sign === '*' ? one * other : sign === '/' ? one / other : one % other;
  return { kind: 'float', text: String(result) };
}
