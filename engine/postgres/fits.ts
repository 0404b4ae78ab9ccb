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
  // What is cut off a text need not be missed by whoever reads it as something else; what only fills it up is none of it.
  if (familyOf(was) === 'text') return `(${value} is null or ${shown(value)}::${was}::text = ${shown(value)})`;
  // 1.00 is no integer to who reads one.
  const back = `${shown(`${shown(value)}::${was}`)}::${familyOf(is) === 'integer' ? 'numeric' : is}`;
  // Of other types `=` need not be on the path.
  const same = comparable && !is.includes('.') ? `${back} = ${value}` : `${shown(back)} = ${shown(value)}`;
  return `(${value} is null or ${same})`;
}

/** The values of a column as the destination can take them, or as it refuses them. */
export function keptSql(column: ColumnPlan): string {
  const name = quote(column.source);
  if (column.kept === undefined) return name;
  const beyondIt = `${UNFIT}${beyond(column.kept)}`;
  return `case when ${name} is null then null when ${fitsSql(column, column.kept)} then ${shown(name)} else ${shown(name)} || ${beyondIt} end`;
}

/**
 * The text of a value as the log has it, by its type's own output. A cast to text writes some otherwise: the mask of every address, `true`
 * for `t`, no blanks of `character`.
 */
function shown(value: string): string {
  return `concat(${value})`;
}

/** Blanks at the end are all that does not fit a long `character`, which would have room for what stands after the value. */
function beyond({ was }: Kept): string {
  const length = /^character\((\d+)\)$/.exec(was)?.[1];
  return length === undefined ? '' : ` || repeat('.', ${length})`;
}
