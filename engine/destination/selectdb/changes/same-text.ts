/** The name of a type and what stands in its brackets: `numeric(10,2)`. */
function partsOf(type: string): { readonly name: string; readonly first: number | null; readonly second: number | null } {
  const [, before = type, first, second, after = ''] = /^([^(]+)\((-?\d+)(?:,(-?\d+))?\)(.*)$/.exec(type) ?? [];
  const number = (text: string | undefined) => (text === undefined ? null : Number(text));
  return { name: `${before}${after}`, first: number(first), second: number(second) };
}

const INTEGERS = new Set(['smallint', 'integer', 'bigint']);
const TEXTS = new Set(['text', 'character varying', 'name']);

/**
 * Whether the source writes the values of a column as it wrote them before its type became another one. Where the destination keeps values
 * as text, or with no more digits than were written, what is there is otherwise another value from then on.
 * @param kept the type the column has at the destination after it
 */
export function isSameText(before: string, after: string, kept: string): boolean {
  // Of `real` come the digits that tell a value apart among its like: 0.1 is 0.10000000149011612 in double precision.
  if (kept === 'DOUBLE') return before === after;
  if (kept !== 'STRING' && !kept.startsWith('VARCHAR')) return true;
  const [from, to] = [partsOf(before), partsOf(after)];
  if (from.name === 'numeric' && to.name === 'numeric') return to.first === null || isOfScale(from, to.second);
  if (INTEGERS.has(from.name) && to.name === 'numeric') return (to.second ?? 0) === 0;
  // What is too long by blanks alone is cut.
  if (TEXTS.has(from.name) && TEXTS.has(to.name)) return to.first === null || (from.first !== null && from.first <= to.first);
  if (INTEGERS.has(from.name) || from.name === 'uuid') return INTEGERS.has(to.name) || (TEXTS.has(to.name) && to.first === null);
  // Lengths and precisions of others: where they say something of values, all of these are written anew by the source.
  return from.name === to.name;
}

function isOfScale({ first, second }: { readonly first: number | null; readonly second: number | null }, scale: number | null): boolean {
  return first !== null && (second ?? 0) === (scale ?? 0);
}
