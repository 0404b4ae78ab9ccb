/** Everybody goes first in some round, and second, and so on. */
export function turns<T>(entrants: readonly T[], round: number): readonly T[] {
  const first = round % Math.max(1, entrants.length);
  return [...entrants.slice(first), ...entrants.slice(0, first)];
}
