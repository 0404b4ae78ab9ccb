import { displayName, type TableName } from '../../../schema/table.ts';
import { columnComment, defaultLiteral, qualified, quote } from '../quote.ts';
import type { SelectDbSession } from '../session.ts';
import { textBytes } from '../types.ts';

const INTEGERS = ['SMALLINT', 'INT', 'BIGINT'];
/** Characters that the longest number needs. */
const DIGITS: Readonly<Record<string, number>> = { SMALLINT: 6, INT: 11, BIGINT: 20 };

/**
 * Whether the server changes a column's type, and every value into the one the source has now. It knows more ways, in which values are
 * rounded, or cast by its own rules.
 */
export function canModify(from: string, to: string): boolean {
  const [was, is] = [INTEGERS.indexOf(from), INTEGERS.indexOf(to)];
  if (was >= 0 && is >= 0) return is > was;
  const bytes = textBytes(to);
  if (was >= 0) return to === 'STRING' || (bytes !== null && bytes >= (DIGITS[from] ?? 0));
  const before = textBytes(from);
  if (before !== null) return to === 'STRING' || (bytes !== null && bytes >= before);
  if (from.startsWith('DECIMAL') && to.startsWith('DECIMAL')) return isWider(from, to);
  if (from === 'DATEV2') return to.startsWith('DATETIMEV2');
  if (from.startsWith('DATETIMEV2') && to.startsWith('DATETIMEV2')) return digitsOf(from)[0] <= digitsOf(to)[0];
  return false;
}

function isWider(from: string, to: string): boolean {
  const [[precision, scale], [digits, behind]] = [digitsOf(from), digitsOf(to)];
  return behind >= scale && digits - behind >= precision - scale;
}

function digitsOf(type: string): readonly [number, number] {
  const [, first = '0', second = '0'] = /\((\d+)(?:,(\d+))?\)/.exec(type) ?? [];
  return [Number(first), Number(second)];
}

/** A default that is another, or none, is refused: what is there is said again. Null where there is no way to write it. */
export async function modifySql(session: SelectDbSession, table: TableName, column: string, type: string): Promise<string | null> {
  const [found] = await session.query(
    'select IS_NULLABLE, COLUMN_DEFAULT, COLUMN_COMMENT from `information_schema`.`columns` where TABLE_SCHEMA = ? and TABLE_NAME = ? and COLUMN_NAME = ?',
    [table.schema, table.name, column],
    displayName(table),
  );
  const given = found?.COLUMN_DEFAULT ?? null;
  const clause = given === null ? '' : defaultSql(given);
  if (clause === null) return null;
  const comment = found?.COLUMN_COMMENT ?? '';
  return [
    `ALTER TABLE ${qualified(table)} MODIFY COLUMN ${quote(column)} ${type}`,
    found?.IS_NULLABLE === 'NO' ? 'NOT NULL' : 'NULL',
    ...(clause === '' ? [] : [clause]),
    ...(comment === '' ? [] : [`COMMENT ${columnComment(comment)}`]),
  ].join(' ');
}

function defaultSql(given: string): string | null {
  if (/^CURRENT_(TIMESTAMP|DATE)(\(\d\))?$/i.test(given)) return `DEFAULT ${given}`;
  const written = defaultLiteral(given);
  return written === null ? null : `DEFAULT ${written}`;
}
