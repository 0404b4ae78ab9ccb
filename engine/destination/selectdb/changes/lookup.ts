import type { TablePlan } from '../../../plan/plan.ts';
import { displayName } from '../../../schema/table.ts';
import { qualified, quote, quoteAll } from '../quote.ts';
import type { Values } from '../rows/change-lines.ts';
import { formOf, written } from '../rows/form.ts';
import type { SelectDbSession } from '../session.ts';

/** Long values that a row takes along to another key, and that the log left out because they did not change. */
export interface Lacking {
  /** The old row, as far as its key. */
  readonly before: Values;
  /** Positions in the plan. */
  readonly key: readonly number[];
  readonly columns: readonly number[];
}

/** The values as the row has them there, by the plan's columns; null when it is not there. */
export async function lookUp(session: SelectDbSession, table: TablePlan, { before, key, columns }: Lacking): Promise<Values | null> {
  const names = columns.flatMap((index) => table.columns[index]?.destination ?? []);
  const asked: string[] = [];
  const terms = key.map((index) => {
    const { destination = '', type = '' } = table.columns[index] ?? {};
    const value = before[index] ?? null;
    if (value === null) return `${quote(destination)} IS NULL`;
    asked.push(written(formOf(type), value) ?? value);
    return `${quote(destination)} = ?`;
  });
  const sql = `select ${quoteAll(names)} from ${qualified(table.destination)} where ${terms.join(' and ')}`;
  const [row] = await session.query(sql, asked, displayName(table.destination));
  if (row === undefined) return null;
  const values: (string | null | undefined)[] = table.columns.map(() => undefined);
  for (const index of columns) values[index] = row[table.columns[index]?.destination ?? ''] ?? null;
  return values;
}
