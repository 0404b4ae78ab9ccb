/**
 * Three ways to count the same place: JavaScript counts UTF-16 units, the server and its grammar's errors count characters,
 * the grammar's nodes count UTF-8 bytes. Offsets in a verdict are JavaScript's, for `slice` and editors.
 */
export function fromCharacters(sql: string, characters: number): number {
  return [...sql].slice(0, characters).join('').length;
}

/** The parser counts bytes of UTF-8, the editor characters. */
export function fromBytes(sql: string, bytes: number): number {
  return Buffer.from(sql, 'utf8').subarray(0, bytes).toString('utf8').length;
}
