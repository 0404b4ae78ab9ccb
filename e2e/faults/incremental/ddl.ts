/** A change of what tables are, at the source, in between everything else. */
interface Ddl {
  readonly name: string;
  /** `serial` is another number each time. */
  readonly statements: (serial: number) => readonly string[];
}

/** Run in turn, one before each fault, for as long as there are any. Those that `writing.ts` writes to keep what it writes. */
export const DDL: readonly Ddl[] = [];
