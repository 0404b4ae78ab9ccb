import type { TableName } from '../../../schema/table.ts';
import { displayName } from '../../../schema/table.ts';
import { qualified, quote } from '../quote.ts';
import type { SelectDbSession } from '../session.ts';
import type { Aside, Names, Undo } from '../state.ts';
import { settled } from './settled.ts';

export interface TakingBack {
  readonly session: SelectDbSession;
  readonly signal: AbortSignal;
  /** Makes durable what is still to be taken back, and what was put out of the way by that. */
  readonly note: (names: Names) => Promise<void>;
  /** How many of the first stay as they are. */
  readonly keep?: number;
}

/**
 * Takes back what commands did to names, the last first. A load under a name that a table or a column has no more would fail, or, worse,
 * leave the value out: changes from before a command must find the names of before it when they come again. Each is noted before the next:
 * whether one step was done is seen by the names that are there, whether several were is not (of two tables that changed places, by none).
 */
export async function takeBack(names: Names, { session, signal, note, keep = 0 }: TakingBack): Promise<Names> {
  let { asides } = names;
  for (let left = names.undo.length; left > keep; left -= 1) {
    const step = names.undo[left - 1];
    if (step !== undefined) await takeOne(session, step, signal);
    if (step?.kind === 'added') asides = withAside(asides, { schema: step.table.schema, column: step.aside });
    await note({ undo: names.undo.slice(0, left - 1), asides });
  }
  return { undo: names.undo.slice(0, keep), asides };
}

function withAside(asides: readonly Aside[], aside: Aside): readonly Aside[] {
  return asides.some(({ schema, column }) => schema === aside.schema && column === aside.column) ? asides : [...asides, aside];
}

async function takeOne(session: SelectDbSession, step: Undo, signal: AbortSignal): Promise<void> {
  switch (step.kind) {
    case 'made':
      await session.query(`DROP TABLE IF EXISTS ${qualified(step.table)} FORCE`, [], displayName(step.table));
      return;
    case 'table':
      if ((await hasTable(session, step.from)) || !(await hasTable(session, step.to))) return;
      await settled(session, step.to, { signal });
      await session.query(renameTableSql(step.to, step.from.name), [], displayName(step.to));
      return;
    case 'dropped':
      return;
    case 'added': {
      // Rows that were loaded since have values in it, and those of tables that keep every change are not loaded again.
      const columns = await columnsOf(session, step.table);
      if (columns.has(step.column)) await renameColumn(session, step.table, { from: step.column, to: step.aside, signal });
      return;
    }
    case 'column': {
      const columns = await columnsOf(session, step.table);
      if (columns.has(step.from) || !columns.has(step.to)) return;
      await renameColumn(session, step.table, { from: step.to, to: step.from, signal });
    }
  }
}

interface Renaming {
  readonly from: string;
  readonly to: string;
  readonly signal: AbortSignal;
}

async function renameColumn(session: SelectDbSession, table: TableName, { from, to, signal }: Renaming): Promise<void> {
  await settled(session, table, { signal });
  await session.query(renameColumnSql(table, from, to), [], displayName(table));
}

export function renameTableSql(table: TableName, to: string): string {
  return `ALTER TABLE ${qualified(table)} RENAME ${quote(to)}`;
}

export function renameColumnSql(table: TableName, from: string, to: string): string {
  return `ALTER TABLE ${qualified(table)} RENAME COLUMN ${quote(from)} ${quote(to)}`;
}

export function dropColumnSql(table: TableName, column: string): string {
  return `ALTER TABLE ${qualified(table)} DROP COLUMN ${quote(column)}`;
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
