import { assignment, familyOf } from './assignment.ts';

/**
 * What becomes of values of a column that a person gave another type. `kept`: each stays the value it is. `judged`: the destination takes
 * it as it is or refuses it. `checked`: it would be rounded, cut or read otherwise without a word, so that each is tried at the source
 * first. `never`: no value is taken.
 */
export type Holding = 'kept' | 'judged' | 'checked' | 'never';

export function holding(from: string, to: string): Holding {
  const [was, is] = [elementOf(from), elementOf(to)];
  if (was.isArray !== is.isArray) return !is.isArray && isPlainText(to) ? 'kept' : 'never';
  if (from === to) return 'kept';
  const [family, into] = [familyOf(was.type), familyOf(is.type)];
  // Of types of people's own the text form alone is known.
  if (family === null || into === null) return isPlainText(is.type) ? 'kept' : 'checked';
  // Blanks and keys that are there twice go.
  if (was.type === 'json' && is.type === 'jsonb') return 'judged';
  const verdict = assignment(was.type, is.type);
  if (verdict === 'kept' || verdict === 'never') return verdict;
  // The server casts a truth to another text than it prints, and leaves the blanks of `character` out.
  if (into === 'text' && (was.type === 'boolean' || was.type.startsWith('character('))) return 'never';
  return into === 'json' && family === 'text' ? 'judged' : 'checked';
}

/** Whether what is equal, and what is not, is so in the other type as well: rows are found by the values of such columns, and told apart. */
export function keepsEquality(from: string, to: string): boolean {
  if (familyOf(from) === 'integer' && familyOf(to) === 'integer') return true;
  if (holding(from, to) !== 'kept' || from.endsWith('[]')) return from === to;
  const [was, is] = [familyOf(from), familyOf(to)];
  if (was === null || from.startsWith('character(')) return false;
  return was === is || was === 'integer' || ALIKE_AS_TEXT.has(from);
}

const ALIKE_AS_TEXT: ReadonlySet<string> = new Set(['uuid', 'date', 'boolean', 'inet', 'macaddr']);

const NUMBERS: ReadonlySet<string> = new Set(['integer', 'numeric', 'float']);
const TIMES: ReadonlySet<string> = new Set(['date', 'timestamp']);

/** Whether what is made over the one type (a check, an index, a condition) is likely to be made over the other. */
export function isKin(from: string, to: string): boolean {
  const [was, is] = [elementOf(from), elementOf(to)];
  const [family, into] = [familyOf(was.type), familyOf(is.type)];
  if (was.isArray !== is.isArray || family === null || into === null) return false;
  if (family === 'text') return into === 'text' && !was.type.startsWith('character(') && !is.type.startsWith('character(');
  return (NUMBERS.has(family) && NUMBERS.has(into)) || (TIMES.has(family) && TIMES.has(into));
}

function elementOf(type: string): { readonly type: string; readonly isArray: boolean } {
  return type.endsWith('[]') ? { type: type.slice(0, -2), isArray: true } : { type, isArray: false };
}

function isPlainText(type: string): boolean {
  return type === 'text' || type === 'character varying';
}
