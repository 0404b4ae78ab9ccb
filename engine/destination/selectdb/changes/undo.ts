import type { TableName } from '../../../schema/table.ts';
import { displayName } from '../../../schema/table.ts';
import { qualified, quote } from '../quote.ts';
import type { SelectDbSession } from '../session.ts';
import type { Undo } from '../state.ts';
import { settled } from './settled.ts';

export interface TakingBack {
  readonly session: SelectDbSession;
  readonly signal: AbortSignal;
  /** Makes durable what is still to be taken back. */
  readonly note: (undo: readonly Undo[]) => Promise<void>;
  /** How many of the first stay as they are. */
  readonly keep?: number;
}

/**
 * Takes back what commands did to names, the last first. A load under a name that a table or a column has no more would fail, or, worse,
 * leave the value out: changes from before a command must find the names of before it when they come again. Each is noted before the next:
 * whether one step was done is seen by the names that are there, whether several were is not (of two tables that changed places, by none).
 */
export async function takeBack(undo: readonly Undo[], { session, signal, note, keep = 0 }: TakingBack): Promise<void> {
  for (let left = undo.length; left > keep; left -= 1) {
    const step = undo[left - 1];
    if (step !== undefined) await takeOne(session, step, signal);
    await note(undo.slice(0, left - 1));
  }
}

async function takeOne(session: SelectDbSession, step: Undo, signal: AbortSignal): Promise<void> {
  if (step.kind === 'made') {
    await session.query(`DROP TABLE IF EXISTS ${qualified(step.table)} FORCE`, [], displayName(step.table));
    return;
  }
  if (step.kind === 'table') {
    if ((await hasTable(session, step.from)) || !(await hasTable(session, step.to))) return;
    await settled(session, step.to, { signal });
    await session.query(renameTableSql(step.to, step.from.name), [], displayName(step.to));
    return;
  }
  if (step.kind === 'dropped') return;
  const columns = await columnsOf(session, step.table);
  if (step.kind === 'added') {
    if (!columns.has(step.column)) return;
    await settled(session, step.table, { signal });
    await session.query(`ALTER TABLE ${qualified(step.table)} DROP COLUMN ${quote(step.column)}`, [], displayName(step.table));
    await settled(session, step.table, { signal });
    return;
  }
  if (columns.has(step.from) || !columns.has(step.to)) return;
  await settled(session, step.table, { signal });
  await session.query(renameColumnSql(step.table, step.to, step.from), [], displayName(step.table));
}

export function renameTableSql(table: TableName, to: string): string {
  return `ALTER TABLE ${qualified(table)} RENAME ${quote(to)}`;
}

export function renameColumnSql(table: TableName, from: string, to: string): string {
  return `ALTER TABLE ${qualified(table)} RENAME COLUMN ${quote(from)} ${quote(to)}`;
}

export async function hasTable(session: SelectDbSession, table: TableName): Promise<boolean> {
  const sql = 'select TABLE_NAME from `information_schema`.`tables` where TABLE_SCHEMA = ? and TABLE_NAME = ?';
  return (await session.query(sql, [table.schema, table.name], displayName(table))).length > 0;
}

export async function columnsOf(session: SelectDbSession, table: TableName): Promise<ReadonlySet<string>> {
  const sql = 'select COLUMN_NAME from `information_schema`.`columns` where TABLE_SCHEMA = ? and TABLE_NAME = ?';
  const rows = await session.query(sql, [table.schema, table.name], displayName(table));
  return new Set(rows.map(({ COLUMN_NAME }) => COLUMN_NAME ?? ''));
}
