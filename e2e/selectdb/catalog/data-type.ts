import { fail } from '../errors.ts';

/** Families the rules speak of. STRING also stands for TEXT, JSON for JSONB, DATE and DATETIME for their V2. */
export type TypeName =
  | 'BOOLEAN'
  | 'TINYINT'
  | 'SMALLINT'
  | 'INT'
  | 'BIGINT'
  | 'LARGEINT'
  | 'FLOAT'
  | 'DOUBLE'
  | 'DECIMAL'
  | 'DATE'
  | 'DATETIME'
  | 'CHAR'
  | 'VARCHAR'
  | 'STRING'
  | 'JSON'
  | 'VARIANT'
  | 'ARRAY'
  | 'MAP'
  | 'STRUCT'
  | 'IPV4'
  | 'IPV6'
  | 'BITMAP'
  | 'HLL'
  | 'QUANTILE_STATE';

export interface DataType {
  readonly name: TypeName;
  /** CHAR and VARCHAR: bytes of UTF-8, not characters. */
  readonly length?: number;
  /** DECIMAL: digits. DATETIME: digits of the fraction. */
  readonly precision?: number;
  readonly scale?: number;
  /** ARRAY one, MAP two, STRUCT one a field. */
  readonly items?: readonly DataType[];
  readonly fields?: readonly string[];
}

const ALIASES: Readonly<Record<string, TypeName>> = {
  INTEGER: 'INT',
  TEXT: 'STRING',
  JSONB: 'JSON',
  DATEV2: 'DATE',
  DATETIMEV2: 'DATETIME',
  DECIMALV3: 'DECIMAL',
  CHARACTER: 'CHAR',
};
const PLAIN: ReadonlySet<string> = new Set(
  'BOOLEAN TINYINT SMALLINT INT BIGINT LARGEINT FLOAT DOUBLE DATE STRING JSON VARIANT IPV4 IPV6 BITMAP HLL QUANTILE_STATE'.split(' '),
);

export interface TypeSettings {
  readonly decimal256: boolean;
}

/** A type without items, from its word and the numbers in parentheses. null: no such word. */
export function scalarType(word: string, numbers: readonly number[], settings: TypeSettings): DataType | null {
  const upper = word.toUpperCase();
  const name = ALIASES[upper] ?? upper;
  if (upper === 'DATEV1' || upper === 'DATETIMEV1') fail(`The DATEV1/DATETIMEV1 type is disabled by default`);
  if (upper === 'DECIMALV2') fail('The DECIMALV2 type is disabled by default');
  if (upper === 'TIME') fail('Time type is not supported for olap table');
  if (upper === 'VARBINARY') fail('VARBINARY type is not supported for olap table');
  if (name === 'VARCHAR' || name === 'CHAR') return textType(name, numbers);
  if (name === 'DECIMAL') return decimalType(numbers, settings);
  if (name === 'DATETIME') {
    const precision = numbers[0] ?? 0;
    if (precision > 6) fail(`Scale of Datetime/Time must between 0 and 6. Scale was set to: ${precision}`);
    return { name, precision };
  }
  // Display widths, INT(11), are read and forgotten.
  return PLAIN.has(name) ? { name: name as TypeName } : null;
}

function textType(name: 'CHAR' | 'VARCHAR', numbers: readonly number[]): DataType {
  const most = name === 'CHAR' ? 255 : 65533;
  const length = numbers[0] ?? (name === 'CHAR' ? 1 : most);
  if (length <= 0) fail(`${name} size must be greater than 0`);
  if (length > most) fail(`${name} size must be <= ${most}: ${length}`);
  return { name, length };
}

function decimalType(numbers: readonly number[], settings: TypeSettings): DataType {
  const [precision, scale] = numbers.length === 0 ? [38, 9] : [numbers[0] ?? 0, numbers[1] ?? 0];
  if (precision < 1 || precision > 76) fail(`Scale of decimal must between 1 and 76. Precision was set to: ${precision}`);
  if (precision > 38 && !settings.decimal256) {
    fail(`Datatype DecimalV3 with precision ${precision}, which is greater than 38 is disabled by default`);
  }
  if (scale > precision) fail(`Scale of decimal must be smaller than precision. Scale is ${scale} and precision is ${precision}`);
  return { name: 'DECIMAL', precision, scale };
}

/** What may stand inside ARRAY, MAP and STRUCT, and how deep. */
export function nestedType(name: 'ARRAY' | 'MAP' | 'STRUCT', items: readonly DataType[], fields: readonly string[]): DataType {
  for (const item of items) {
    if (['BITMAP', 'HLL', 'QUANTILE_STATE', 'VARIANT', 'JSON'].includes(item.name))
      fail(`${name} unsupported sub-type: ${item.name.toLowerCase()}`);
  }
  const type: DataType = name === 'STRUCT' ? { name, items, fields } : { name, items };
  const lower = fields.map((field) => field.toLowerCase());
  const twice = lower.find((field, index) => lower.indexOf(field) !== index);
  if (twice !== undefined) fail(`Duplicate field name ${twice} in struct ${printType(type)}`);
  if (depth(type) > 9) fail(`Type exceeds the maximum nesting depth of 9`);
  return type;
}

const depth = (type: DataType): number => (type.items === undefined ? 0 : 1 + Math.max(0, ...type.items.map(depth)));

/** As SHOW CREATE TABLE and DESC write it. */
export function printType(type: DataType): string {
  const items = (type.items ?? []).map(printType);
  switch (type.name) {
    case 'DECIMAL':
      return `decimal(${type.precision},${type.scale})`;
    case 'DATETIME':
      return (type.precision ?? 0) === 0 ? 'datetime' : `datetime(${type.precision})`;
    case 'CHAR':
    case 'VARCHAR':
      return `${type.name.toLowerCase()}(${type.length})`;
    case 'STRING':
      return 'text';
    case 'ARRAY':
    case 'MAP':
      return `${type.name.toLowerCase()}<${items.join(',')}>`;
    case 'STRUCT':
      return `struct<${items.map((item, index) => `${type.fields?.[index]}:${item}`).join(',')}>`;
    default:
      return type.name.toLowerCase();
  }
}

export const sameType = (one: DataType, other: DataType): boolean => printType(one) === printType(other);

const INTEGERS: readonly TypeName[] = ['TINYINT', 'SMALLINT', 'INT', 'BIGINT', 'LARGEINT'];
export const isInteger = (type: DataType): boolean => INTEGERS.includes(type.name);
export const isText = (type: DataType): boolean => type.name === 'CHAR' || type.name === 'VARCHAR' || type.name === 'STRING';
export const isTime = (type: DataType): boolean => type.name === 'DATE' || type.name === 'DATETIME';

/** The word an error text uses: VARCHAR for a VARCHAR(20), DATETIMEV2 for a DATETIME. */
export function typeWord(type: DataType): string {
  if (isTime(type)) return `${type.name}V2`;
  if (type.name !== 'DECIMAL') return type.name;
  const precision = type.precision ?? 0;
  return precision > 38 ? 'DECIMAL256' : precision > 18 ? 'DECIMAL128' : precision > 9 ? 'DECIMAL64' : 'DECIMAL32';
}
