/** PostgreSQL cuts longer names off without a word, and two of them may then be the same. */
const MOST_BYTES = 63;

/** Few names are long: only those are measured in bytes. */
export function isLong(name: string): boolean {
  return name.length > MOST_BYTES / 4 && new TextEncoder().encode(name).length > MOST_BYTES;
}
