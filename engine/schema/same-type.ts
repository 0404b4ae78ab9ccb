/** What stands for a modifier that nobody told. */
const UNTOLD = '(?)';

/** A type that was told, in the words of another server. */
export function inWordsOf(told: string, words: (type: string) => string): string {
  return told.endsWith(UNTOLD) ? `${words(told.slice(0, -UNTOLD.length))}${UNTOLD}` : words(told);
}

/** Whether a type that was told is the one that is known, as far as it was told. Both in the words of one server. */
export function isSameType(known: string, told: string): boolean {
  if (!told.endsWith(UNTOLD)) return known === told;
  return withoutModifier(known) === told.slice(0, -UNTOLD.length);
}

export function withoutModifier(type: string): string {
  return type.replace(/\([^)]*\)/, '');
}

/** What a server says of the number of a type that it has no more, or never had. */
export function isUnknownType(told: string): boolean {
  return /^(\?\?\?|-)/.test(told);
}

/** A type that did not come with the server, as it is called now. */
export interface OwnType {
  /** Its own, which stays when its name changes. */
  readonly number: string;
  readonly name: string;
  /** Or an array of one. */
  readonly isEnum: boolean;
}

/** Those that come with a PostgreSQL server have lower numbers, and keep their names. */
export const FIRST_OWN_TYPE = 16_384;
