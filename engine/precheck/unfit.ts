import type { ColumnPlan, TablePlan } from '../plan/plan.ts';
import { fitsSql } from '../postgres/fits.ts';
import { quote } from '../postgres/quote.ts';
import { holding } from '../schema/holding.ts';
import type { Text } from '../text.ts';
import type { CheckContext } from './check.ts';

/** For one column, and for all of them together: a person waits. */
const COLUMN_MS = 5_000;
const ALL_MS = 20_000;

/** Values of a column that are not the same in the type that was chosen for it; `rows` null: one of them is none at all, and `why`. */
export interface Unfit {
  readonly table: TablePlan;
  readonly column: ColumnPlan;
  readonly rows: number | null;
  readonly why: Text | null;
}

/** Counts them at the source, the small tables first. What is not counted in time is found by the load. */
export async function countUnfit(context: Pick<CheckContext, 'countFiltered'>, tables: readonly TablePlan[]): Promise<readonly Unfit[]> {
  const until = Date.now() + ALL_MS;
  const found: Unfit[] = [];
  for (const table of [...tables].filter(({ hasRows }) => hasRows).sort((a, b) => a.bytes - b.bytes))
    for (const column of table.columns) {
      const where = unfitSql(table, column);
      const forMs = Math.min(COLUMN_MS, until - Date.now());
      if (where === null || forMs < 1) continue;
      const counted = await context.countFiltered({ table: table.source, where, signal: AbortSignal.timeout(forMs) });
      // What cannot be asked just now, for a lock say, says nothing of the values.
      if (!counted.ok && counted.error.code !== 'filter.value') continue;
      if (!counted.ok) found.push({ table, column, rows: null, why: counted.error.message });
      else if (counted.rows !== null && counted.rows > 0) found.push({ table, column, rows: counted.rows, why: null });
    }
  return found;
}

/** Null where every value fits. Rows outside the table's filter are not looked at. */
function unfitSql({ where }: TablePlan, column: ColumnPlan): string | null {
  const { given, sourceType, source } = column;
  if (given === undefined || sourceType === undefined) return null;
  const how = holding(sourceType, given);
  if (how !== 'checked' && how !== 'judged') return null;
  const value = quote(source);
  const unfit =
    how === 'checked'
      ? `not ${fitsSql(column, { was: given, is: sourceType })}`
      : `concat(${value})::${given} is null and ${value} is not null`;
  return where === null ? unfit : `case when (${where}\n) then ${unfit} else false end`;
}
