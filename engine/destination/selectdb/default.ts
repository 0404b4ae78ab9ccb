import { constantOf } from '../../postgres/constant.ts';
import { defaultLiteral } from './quote.ts';
import { textBytes } from './types.ts';

/** `carried`: the clause. `numbered`: by a sequence, which every row brings its number from. `lost`: there is no way to write it. */
export type DefaultClause = { readonly kind: 'carried'; readonly sql: string } | { readonly kind: 'none' | 'numbered' | 'lost' };

const INTEGERS: Readonly<Record<string, bigint>> = { SMALLINT: 2n ** 15n, INT: 2n ** 31n, BIGINT: 2n ** 63n };
const BOOLEANS: Readonly<Record<string, string>> = { true: 'true', t: 'true', false: 'false', f: 'false' };
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;
const PLAIN_DATE = /^\d{4}-\d\d-\d\d$/;
const PLAIN_MOMENT = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?)(\+00)?$/;

/**
 * A column's default as SelectDB takes it. Rows that are copied bring all their values, so that it is for those alone that others
 * write there.
 */
export function defaultClause(expression: string | null, column: { readonly type: string; readonly source: string }): DefaultClause {
  if (expression === null) return { kind: 'none' };
  const constant = constantOf(expression);
  if (constant === null) return { kind: 'lost' };
  if (constant.kind === 'null') return { kind: 'none' };
  if (constant.kind === 'number') return { kind: 'numbered' };
  if (constant.kind === 'today') return column.type === 'DATEV2' ? { kind: 'carried', sql: 'DEFAULT CURRENT_DATE' } : { kind: 'lost' };
  if (constant.kind === 'now') return nowClause(constant.precision, column);
  const value = valueFor(constant.text, column.type);
  const written = value === null ? null : defaultLiteral(value);
  return written === null ? { kind: 'lost' } : { kind: 'carried', sql: `DEFAULT ${written}` };
}

/** The moment is that of the session's zone: a column that holds UTC would get another one. */
function nowClause(precision: number | null, { type, source }: { readonly type: string; readonly source: string }): DefaultClause {
  const of = /^DATETIMEV2\((\d)\)$/.exec(type)?.[1];
  if (of === undefined || source.endsWith(' with time zone')) return { kind: 'lost' };
  const digits = Math.min(precision ?? 6, Number(of));
  return { kind: 'carried', sql: digits === 0 ? 'DEFAULT CURRENT_TIMESTAMP' : `DEFAULT CURRENT_TIMESTAMP(${digits})` };
}

/** The text of the value, or null where the type does not take it as it is. */
function valueFor(value: string, type: string): string | null {
  const most = INTEGERS[type];
  if (most !== undefined) return /^-?\d+$/.test(value) && BigInt(value) >= -most && BigInt(value) < most ? value : null;
  const bytes = textBytes(type);
  if (bytes !== null) return Buffer.byteLength(value) <= bytes ? value : null;
  if (type === 'STRING') return value;
  if (type === 'DOUBLE') return PLAIN_NUMBER.test(value) ? value : null;
  if (type === 'BOOLEAN') return BOOLEANS[value] ?? null;
  if (type === 'DATEV2') return PLAIN_DATE.test(value) ? value : null;
  if (type.startsWith('DATETIMEV2')) return PLAIN_MOMENT.exec(value)?.[1] ?? null;
  if (type.startsWith('DECIMAL')) return decimal(value, type);
  return null;
}

/** One with more digits would be rounded by the source and refused there. */
function decimal(value: string, type: string): string | null {
  const [, precision = '0', scale = '0'] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (!PLAIN_NUMBER.test(value)) return null;
  const [whole = '', behind = ''] = value.replace('-', '').split('.');
  const fits = behind.length <= Number(scale) && whole.replace(/^0+/, '').length <= Number(precision) - Number(scale);
  return fits ? value : null;
}
