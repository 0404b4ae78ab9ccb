import type { ValueForm } from '../../schema/log-row.ts';
import { readDouble } from './double.ts';
import { readDate, readTime, readTimestamp, readTimestampTz } from './moments.ts';
import { readNumeric } from './numeric.ts';

type Read = ValueForm['read'];

const HALF = 4_294_967_296;

const readText: Read = (bytes, at, length) => bytes.toString('utf8', at, at + length);

/** A double is exact up to here, and quicker. */
const readBigint: Read = (bytes, at) => {
  const high = bytes.readInt32BE(at);
  return high >= -0x200000 && high < 0x200000 ? String(high * HALF + bytes.readUInt32BE(at + 4)) : String(bytes.readBigInt64BE(at));
};

const readUuid: Read = (bytes, at) => {
  const hex = bytes.toString('hex', at, at + 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/**
 * Built-in types by their number, which no version changes: those whose text can be made here exactly as a server makes it. Not `real`: of
 * several texts as short as each other a server takes the one that is nearest, which takes more than a double to find.
 */
const BUILT_IN: readonly (readonly [number: number, type: string, read: Read])[] = [
  [16, 'boolean', (bytes, at) => (bytes[at] === 1 ? 't' : 'f')],
  [17, 'bytea', (bytes, at, length) => `\\x${bytes.toString('hex', at, at + length)}`],
  [19, 'name', readText],
  [20, 'bigint', readBigint],
  [21, 'smallint', (bytes, at) => String(bytes.readInt16BE(at))],
  [23, 'integer', (bytes, at) => String(bytes.readInt32BE(at))],
  [25, 'text', readText],
  [26, 'oid', (bytes, at) => String(bytes.readUInt32BE(at))],
  [114, 'json', readText],
  [701, 'double precision', readDouble],
  [1042, 'character', readText],
  [1043, 'character varying', readText],
  [1082, 'date', readDate],
  [1083, 'time without time zone', readTime],
  [1114, 'timestamp without time zone', readTimestamp],
  [1184, 'timestamp with time zone', readTimestampTz],
  [1700, 'numeric', readNumeric],
  [2950, 'uuid', readUuid],
  // Its version goes before its text.
  [3802, 'jsonb', (bytes, at, length) => readText(bytes, at + 1, length - 1)],
];

/** By the number of the type. */
export const FORMS: ReadonlyMap<number, ValueForm> = new Map(
  BUILT_IN.map(([number, type, read]) => [number, { type, isText: read === readText, read }]),
);

/** Of every enum: its labels. */
export const ENUM: ValueForm = { type: 'enum', isText: true, read: readText };

const NUMBERS: ReadonlyMap<string, number> = new Map(BUILT_IN.map(([number, type]) => [type, number]));

/** The number of a type that has a form here. */
export function numberOf(type: string): number | undefined {
  return NUMBERS.get(type);
}

/** The name of a type without its length: what `ValueForm.type` is compared with. */
export function baseType(type: string): string {
  const base = type.replace(/\(\d+(,-?\d+)?\)/, '');
  return base === 'bpchar' ? 'character' : base;
}
