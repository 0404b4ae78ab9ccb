import { isIPv4, isIPv6 } from 'node:net';
import { type DataType, isInteger } from '../catalog/data-type.ts';
import { printDecimal, readDecimal, rescale } from './decimal.ts';
import { membersOf, toJson } from './json-text.ts';
import { toDate, toDateTime } from './moment.ts';

/** What a cast makes of a text: the stored form, or why there is none. `too long` and `out of range` filter a row in both modes. */
export type Casting = { readonly value: string } | { readonly bad: 'value' | 'too long' | 'out of range' };

export interface CastSettings {
  /** Seconds east of UTC. */
  readonly zone: number;
  /** Bytes of a STRING: 1 MiB in 3.x, 10 MiB in 4.x. */
  readonly softLimit: number;
}

const BAD: Casting = { bad: 'value' };
const BITS: Readonly<Record<string, bigint>> = { TINYINT: 8n, SMALLINT: 16n, INT: 32n, BIGINT: 64n, LARGEINT: 128n };

export function cast(text: string, type: DataType, settings: CastSettings): Casting {
  if (isInteger(type)) return integer(text, type);
  switch (type.name) {
    case 'BOOLEAN':
      return boolean(text);
    case 'FLOAT':
    case 'DOUBLE':
      return float(text, type);
    case 'DECIMAL':
      return decimal(text, type);
    case 'DATE':
      return made(toDate(text, settings.zone));
    case 'DATETIME':
      return made(toDateTime(text, type.precision ?? 0, settings.zone));
    case 'CHAR':
    case 'VARCHAR':
      return Buffer.byteLength(text) > (type.length ?? 0) ? { bad: 'too long' } : { value: text };
    case 'STRING':
      return Buffer.byteLength(text) > settings.softLimit ? { bad: 'too long' } : { value: text };
    case 'JSON':
      return text === '' ? BAD : made(toJson(text));
    case 'VARIANT':
      return made(toJson(text) ?? JSON.stringify(text));
    case 'IPV4':
      return isIPv4(text) ? { value: text } : BAD;
    case 'IPV6':
      return isIPv6(text) ? { value: text } : BAD;
    case 'ARRAY':
    case 'MAP':
    case 'STRUCT':
      return nested(text, type, settings);
    default:
      return BAD;
  }
}

const made = (value: string | null): Casting => (value === null ? BAD : { value });

function boolean(text: string): Casting {
  const word = text.trim().toLowerCase();
  if (['1', 't', 'true', 'on', 'yes'].includes(word)) return { value: '1' };
  return ['0', 'f', 'false', 'off', 'no'].includes(word) ? { value: '0' } : BAD;
}

/** A fraction behind an integer is cut off, as the server's parser does. */
function integer(text: string, type: DataType): Casting {
  const match = /^\s*([+-]?\d+)(?:\.\d*)?\s*$/.exec(text);
  if (match === null) return BAD;
  const value = BigInt(match[1] ?? '0');
  const half = 1n << ((BITS[type.name] ?? 8n) - 1n);
  return value < -half || value >= half ? BAD : { value: value.toString() };
}

function float(text: string, type: DataType): Casting {
  const word = text.trim().toLowerCase();
  if (word === 'nan') return { value: 'NaN' };
  const endless = /^([+-]?)inf(?:inity)?$/.exec(word);
  if (endless !== null) return { value: endless[1] === '-' ? '-Infinity' : 'Infinity' };
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/.test(word)) return BAD;
  const value = Number(word);
  return { value: type.name === 'DOUBLE' ? String(value) : shortest(Math.fround(value)) };
}

/** The fewest digits that still name this single-precision number. */
function shortest(value: number): string {
  for (let digits = 1; digits <= 9; digits += 1) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(value);
}

/** Digits behind the scale are rounded away without a word; digits before it must fit. */
function decimal(text: string, type: DataType): Casting {
  const read = readDecimal(text.trim());
  if (read === null) return BAD;
  const fitted = rescale(read, type.scale ?? 0);
  const most = 10n ** BigInt(type.precision ?? 0);
  return fitted.units >= most || fitted.units <= -most ? { bad: 'out of range' } : { value: printDecimal(fitted) };
}

/** `["a",null]`, `{"k":1}`: PostgreSQL's `{a,b}` is not an array here. */
function nested(text: string, type: DataType, settings: CastSettings): Casting {
  const open = type.name === 'ARRAY' ? '[' : '{';
  if (!text.trim().startsWith(open) || toJson(text) === null) return BAD;
  const members = membersOf(text);
  if (members === null) return BAD;
  const parts: string[] = [];
  for (const [index, member] of members.entries()) {
    const field =
      type.name === 'STRUCT' ? (type.fields ?? []).findIndex((name) => name.toLowerCase() === member.key?.toLowerCase()) : index;
    const item = type.items?.[type.name === 'ARRAY' ? 0 : type.name === 'MAP' ? 1 : field];
    if (item === undefined) return BAD;
    const part = member.value === null ? { value: 'null' } : cast(member.value, item, settings);
    if (!('value' in part)) return part;
    const shown = member.value !== null && QUOTED.has(item.name) ? JSON.stringify(part.value) : part.value;
    parts.push(member.key === null ? shown : `${JSON.stringify(member.key)}:${shown}`);
  }
  const body = parts.join(', ');
  return { value: type.name === 'ARRAY' ? `[${body}]` : `{${body}}` };
}

const QUOTED: ReadonlySet<string> = new Set(['CHAR', 'VARCHAR', 'STRING', 'DATE', 'DATETIME', 'IPV4', 'IPV6']);

/** The range that a message about a decimal names. */
export function decimalRange(type: DataType): { readonly min: string; readonly max: string } {
  const max = printDecimal({ units: 10n ** BigInt(type.precision ?? 0) - 1n, scale: type.scale ?? 0 });
  return { min: `-${max}`, max };
}
