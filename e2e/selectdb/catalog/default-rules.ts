import { fail } from '../errors.ts';
import type { ColumnDefinition, DefaultValue } from '../sql/column-definition.ts';
import { cast } from '../storage/value.ts';
import { type DataType, printType, typeWord } from './data-type.ts';

/** Rules C5 to C7: what a column may have as its default. */
export function checkDefault({ name, type, nullable, defaultValue, onUpdate }: ColumnDefinition): void {
  if (defaultValue !== null) checkValue(name, type, nullable, defaultValue);
  if (onUpdate === null) return;
  if (defaultValue?.kind !== 'timestamp') fail('You must set default value to CURRENT_TIMESTAMP when using ON UPDATE CURRENT_TIMESTAMP');
  if (defaultValue.precision !== onUpdate)
    fail('The precision of the default value of column should be the same with the precision in on update expr');
}

function checkValue(name: string, type: DataType, nullable: boolean, value: DefaultValue): void {
  if (type.name === 'HLL' || type.name === 'BITMAP' || type.name === 'QUANTILE_STATE') {
    if (value.kind === 'constant' && value.word === 'BITMAP_EMPTY' && type.name === 'BITMAP') return;
    fail(`${type.name} type column can not set default value`);
  }
  if (type.name === 'ARRAY' && !(value.kind === 'null' || (value.kind === 'literal' && value.text === '[]'))) {
    fail('Array type column default value only support null or []');
  }
  if ((type.name === 'JSON' || type.name === 'VARIANT') && value.kind !== 'null') {
    fail('Json or Variant type column default value just support null');
  }
  if ((type.name === 'MAP' || type.name === 'STRUCT') && value.kind !== 'null')
    fail(`${type.name} type column default value just support null`);
  if (value.kind === 'null' && !nullable) fail(`Can not set null default value to non nullable column: ${name}`);
  if (value.kind === 'timestamp') checkTimestamp(type, value.precision);
  if (value.kind === 'constant') checkConstant(type, value.word);
  if (value.kind === 'literal' && type.name !== 'ARRAY') checkLiteral(type, value.text);
}

function checkTimestamp(type: DataType, precision: number): void {
  if (type.name !== 'DATETIME') fail('Types other than DATETIME and DATETIMEV2 cannot use current_timestamp as the default value');
  if (precision < 0 || precision > 6) fail(`column's default value current_timestamp precision must be between 0 and 6`);
  if (precision > (type.precision ?? 0))
    fail(`default value precision: ${precision} can not be greater than the column precision: ${type.precision}`);
}

function checkConstant(type: DataType, word: string): void {
  if (word === 'CURRENT_DATE' && type.name !== 'DATE')
    fail('Types other than DATE and DATEV2 cannot use current_date as the default value');
  if ((word === 'PI' || word === 'E') && type.name !== 'DOUBLE')
    fail(`Types other than DOUBLE cannot use ${word.toLowerCase()} as the default value`);
  if (word === 'BITMAP_EMPTY') fail(`Types other than BITMAP cannot use BITMAP_EMPTY as the default value`);
}

function checkLiteral(type: DataType, text: string): void {
  if (type.name === 'CHAR' || type.name === 'VARCHAR') {
    // In characters, while stored values are measured in bytes.
    if ([...text].length > (type.length ?? 0)) fail(`Default value is too long: ${text}`);
    return;
  }
  if (type.name === 'STRING') return;
  if (type.name === 'BOOLEAN' && !/^(true|false|1|0)$/i.test(text)) fail(`Invalid BOOLEAN literal: ${text}`);
  if (type.name === 'FLOAT' && Math.fround(Number(text)) !== Number(text) && String(Number(text)).replace(/\D/g, '').length > 7) {
    fail(`Default value will loose precision: ${text}`);
  }
  const whole = /^(TINYINT|SMALLINT|INT|BIGINT|LARGEINT)$/.test(type.name);
  const digits = text.split('.')[1] ?? '';
  const beyond = type.name === 'DECIMAL' && digits.length > (type.scale ?? 0);
  const fits = 'value' in cast(text, type, { zone: 0, softLimit: Number.POSITIVE_INFINITY });
  if (!fits || beyond || (whole && !/^[+-]?\d+$/.test(text))) fail(`Invalid ${printType(type)} literal: ${text} (${typeWord(type)})`);
}

/** The stored form of a default. Times are those of the moment. */
export function defaultOf(type: DataType, value: DefaultValue | null): string | null {
  if (value === null || value.kind === 'null') return null;
  if (value.kind === 'constant' && value.word !== 'CURRENT_DATE') return String(value.word === 'PI' ? Math.PI : Math.E);
  const text = value.kind === 'literal' ? value.text : new Date().toISOString().replace('Z', '');
  const casting = cast(text, type, { zone: 0, softLimit: Number.POSITIVE_INFINITY });
  return 'value' in casting ? casting.value : null;
}

/** As the DDL has it; null: no default. */
export function printDefault(value: DefaultValue | null): string | null {
  if (value === null) return null;
  if (value.kind === 'null') return 'NULL';
  if (value.kind === 'literal') return `"${value.text}"`;
  if (value.kind === 'constant') return value.word;
  return value.precision === 0 ? 'CURRENT_TIMESTAMP' : `CURRENT_TIMESTAMP(${value.precision})`;
}
