import type { TablePlan } from '../../../plan/plan.ts';
import { displayName } from '../../../schema/table.ts';
import { qualified, quote, quoteAll } from '../quote.ts';
import type { Values } from '../rows/change-lines.ts';
import { formOf, written } from '../rows/form.ts';
import type { SelectDbSession } from '../session.ts';
import { columnsOf } from './undo.ts';

/** Long values that a row takes along to another key, and that the log left out because they did not change. */
export interface Lacking {
  /** The old row, as far as its key, and the new one. */
  readonly before: Values;
  readonly next: Values;
  /** Of which of them changes that wait to be written say something. */
  readonly held: { readonly before: boolean; readonly next: boolean };
  /** Positions in the plan. */
  readonly key: readonly number[];
  readonly columns: readonly number[];
}

/** The values as the row has them there, by the plan's columns; null when it is not there. */
export async function lookUp(session: SelectDbSession, table: TablePlan, lacking: Lacking): Promise<Values | null> {
  try {
    return await read(session, table, lacking);
  } catch (error) {
    // A command that comes again after a kill has dropped some of them already.
    const there = new Set([...(await columnsOf(session, table.destination))].map((name) => name.toLowerCase()));
    const columns = lacking.columns.filter((index) => there.has(table.columns[index]?.destination.toLowerCase() ?? ''));
    if (columns.length === lacking.columns.length) throw error;
    return columns.length === 0 ? null : read(session, table, { ...lacking, columns });
  }
}

async function read(session: SelectDbSession, table: TablePlan, { before, key, columns }: Lacking): Promise<Values | null> {
  const names = columns.flatMap((index) => table.columns[index]?.destination ?? []);
  const { sql, values: asked } = termsOf(table, key, before);
  const query = `select ${quoteAll(names)} from ${qualified(table.destination)} where ${sql}`;
  const [row] = await session.query(query, asked, displayName(table.destination));
  if (row === undefined) return null;
  const values: (string | null | undefined)[] = table.columns.map(() => undefined);
  for (const index of columns) values[index] = row[table.columns[index]?.destination ?? ''] ?? null;
  return values;
}

function termsOf(table: TablePlan, key: readonly number[], row: Values): { readonly sql: string; readonly values: readonly string[] } {
  const values: string[] = [];
  const terms = key.map((index) => {
    const { destination = '', type = '' } = table.columns[index] ?? {};
    const value = row[index] ?? null;
    if (value === null) return `${quote(destination)} IS NULL`;
    values.push(written(formOf(type), value) ?? value);
    return `${quote(destination)} = ?`;
  });
  return { sql: terms.join(' and '), values };
}

const SEEN = ['show_hidden_columns', 'skip_delete_sign'];

/** The sequence that the row of a key was written with, also one that is gone; null: there is none. */
export async function sequenceThere(
  session: SelectDbSession,
  table: TablePlan,
  key: readonly number[],
  row: Values,
): Promise<string | null> {
  const { sql, values } = termsOf(table, key, row);
  for (const name of SEEN) await session.query(`set ${name} = true`);
  try {
    const query = `select ${quote(SEQUENCE_COLUMN)} as seen from ${qualified(table.destination)} where ${sql}`;
    const [found] = await session.query(query, values, displayName(table.destination));
    return found === undefined ? null : (found.seen ?? '0');
  } finally {
    for (const name of SEEN) await session.query(`set ${name} = false`);
  }
}

const SEQUENCE_COLUMN = '__DORIS_SEQUENCE_COL__';
