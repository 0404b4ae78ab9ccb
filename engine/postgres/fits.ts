import type { ColumnPlan } from '../plan/plan.ts';
import { familyOf } from '../schema/assignment.ts';
import { literal, quote } from './quote.ts';

/** What stands after a value that does not fit: whatever type it is read as, it is refused, and says why. */
const UNFIT = literal(' \\ does not fit the type that the column has at the destination');

type Kept = NonNullable<ColumnPlan['kept']>;

/**
 * Whether a value of the source is the same in the type that the column has at the destination, in SQL of the source. A cast alone
 * does not tell: it cuts strings, rounds numbers and takes the time off a timestamp without a word. Fails where there is no such value.
 */
export function fitsSql({ source, comparable }: ColumnPlan, { was, is }: Kept): string {
  const value = quote(source);
  // What is cut off a text need not be missed by whoever reads it as something else.
  if (familyOf(was) === 'text') return `(${value} is null or ${value}::text::${was}::text = ${value}::text)`;
  // 1.00 is no integer to who reads one.
  const there = `${value}::text::${was}::text::${familyOf(is) === 'integer' ? 'numeric' : is}`;
  // Of other types `=` need not be on the path.
  const same = comparable && !is.includes('.') ? `${there} = ${value}` : `${there}::text = ${value}::text`;
  return `(${value} is null or ${same})`;
}

/** The values of a column as the destination can take them, or as it refuses them. */
export function keptSql(column: ColumnPlan): string {
  const name = quote(column.source);
  if (column.kept === undefined) return name;
  return `case when ${fitsSql(column, column.kept)} then ${name}::text else ${name}::text || ${UNFIT}${beyond(column.kept)} end`;
}

/** Blanks at the end are all that does not fit a long `character`, which would have room for what stands after the value. */
function beyond({ was }: Kept): string {
  const length = /^character\((\d+)\)$/.exec(was)?.[1];
  return length === undefined ? '' : ` || repeat('.', ${length})`;
}
