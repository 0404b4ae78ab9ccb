/** What stands for a modifier that nobody told. */
const UNTOLD = '(?)';

/** A type that was told, in the words of another server. */
export function inWordsOf(told: string, words: (type: string) => string): string {
  return told.endsWith(UNTOLD) ? `${words(told.slice(0, -UNTOLD.length))}${UNTOLD}` : words(told);
}

/** Whether a type that was told is the one that is known, as far as it was told. Both in the words of one server. */
export function isSameType(known: string, told: string): boolean {
  if (!told.endsWith(UNTOLD)) return known === told;
  return known.replace(/\([^)]*\)/, '') === told.slice(0, -UNTOLD.length);
}
