import { createHash, randomBytes } from 'node:crypto';
import { displayName, type TableName } from '../../../schema/table.ts';
import { qualified } from '../quote.ts';
import type { SelectDbSession } from '../session.ts';
import type { Aside } from '../state.ts';

const NAME = 'opendts_(?:added|dropped)_[0-9a-f]{12}';
const WHOLE = new RegExp(`^${NAME}$`);
const LINES = new RegExp(`,\\n\\s*\`${NAME}\`[^\\n]*?(?=,?\\n)`, 'g');

/**
 * What a column is called while the task has gone back to before the command that adds it. The number it has at the source is never given
 * again: the command finds its own column, whatever else had the name, and wherever checkpoints come when the log is read again.
 */
export function asideName(number: number, sql: string): string {
  return `opendts_added_${createHash('sha256').update(`${number} ${sql}`).digest('hex').slice(0, 12)}`;
}

/** What a table or a column is called that was dropped at the source, while it is still needed here. */
export function droppedName(): string {
  return `opendts_dropped_${randomBytes(6).toString('hex')}`;
}

/** A column that is only out of the way: nobody's but the task's. */
export function isAside(column: string): boolean {
  return WHOLE.test(column);
}

/** The DDL of a table as people know it. */
export function withoutAsides(ddl: string): string {
  return ddl.replace(LINES, '');
}

export async function tablesWith(session: SelectDbSession, { schema, column }: Aside): Promise<readonly TableName[]> {
  const sql = 'select TABLE_NAME from `information_schema`.`columns` where TABLE_SCHEMA = ? and COLUMN_NAME = ?';
  const rows = await session.query(sql, [schema, column], displayName({ schema, name: column }));
  return rows.map(({ TABLE_NAME }) => ({ schema, name: TABLE_NAME ?? '' }));
}

/** A column is put out of the way by its name, which the server changes in such tables alone. */
export async function renamesColumns(session: SelectDbSession, table: TableName): Promise<boolean> {
  const [row] = await session.query(`show create table ${qualified(table)}`, [], displayName(table));
  return /"light_schema_change"\s*=\s*"true"/i.test(row?.['Create Table'] ?? '');
}
