import type { ColumnPlan } from '../plan/plan.ts';
import { literal, quote } from './quote.ts';

/** What stands after a value that does not fit: whatever type it is read as, it is refused, and says why. */
const UNFIT = literal(' \\ does not fit the type that the column has kept');

type Kept = NonNullable<ColumnPlan['kept']>;

/**
 * Whether a value of the source is the same in the type that the column has kept at the destination, in SQL of the source. A cast alone
 * does not tell: it cuts strings, rounds numbers and takes the time off a timestamp without a word. Fails where there is no such value.
 */
export function fitsSql({ source, comparable }: ColumnPlan, { was, is }: Kept): string {
  const value = quote(source);
  const there = `${value}::text::${was}::text::${is}`;
  // Of other types `=` need not be on the path.
  const same = comparable && !is.includes('.') ? `${there} = ${value}` : `${there}::text = ${value}::text`;
  return `(${value} is null or ${same})`;
}

/** The values of a column as the destination can take them, or as it refuses them. */
export function keptSql(column: ColumnPlan): string {
  const name = quote(column.source);
  if (column.kept === undefined) return name;
  return `case when ${fitsSql(column, column.kept)} then ${name}::text else ${name}::text || ${UNFIT} end`;
}
