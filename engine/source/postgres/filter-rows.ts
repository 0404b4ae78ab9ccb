import type pg from 'pg';
import type { TablePlan } from '../../plan/plan.ts';
import { query } from '../../postgres/query.ts';
import { qualified, quote } from '../../postgres/quote.ts';
import { columnsOf } from '../../postgres/rename.ts';
import { type Tuple, valueAt } from '../../schema/row.ts';
import { displayName } from '../../schema/table.ts';

/**
 * Asks the source whether the table's filter holds for rows of the log: the filter is written in the source's terms, and only
 * there all its types and functions are known to exist. Rows travel as one text array a column.
 */
export async function filterRows(client: pg.ClientBase, table: TablePlan, rows: readonly Tuple[]): Promise<readonly boolean[]> {
  if (table.where === null || rows.length === 0) return rows.map(() => true);
  const used = columnsOf(table.where);
  // Only what the filter reads travels: the other columns may be large. One at least, to carry the number of rows.
  const indexes = table.whereColumns.flatMap((column, index) => (used.has(column.name) ? [index] : []));
  const chosen = indexes.length === 0 ? [0] : indexes;
  const columns = chosen.flatMap((index) => table.whereColumns[index] ?? []);
  const values = chosen.map((index) => rows.map((row) => valueAt(row, index) ?? null));
  const alias = quote(table.source.name);
  const raw = columns.map((_, index) => `c${index}`);
  const typed = columns.map((column, index) => `raw.c${index}::${column.type} as ${quote(column.name)}`);
  const sql = `select coalesce((${table.where}\n), false) as holds from (
    select raw.n as "opendts row number", ${typed.join(', ')} from unnest(${columns.map((_, index) => `$${index + 1}::text[]`).join(', ')}) with ordinality as raw(${[...raw, 'n'].join(', ')})
  ) as ${alias} order by ${alias}."opendts row number"`;
  const answer = await query(client, { side: 'source', object: displayName(table.source) }, sql, values);
  if (answer.length !== rows.length)
    throw new Error(`The filter of ${qualified(table.source)} answered ${answer.length} of ${rows.length} rows.`);
  return answer.map((row) => row.holds === 't');
}
