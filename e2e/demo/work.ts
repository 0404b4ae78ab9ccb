import type { Dice } from './dice.ts';

/** One statement of a transaction. */
export interface Write {
  readonly sql: string;
  readonly values?: readonly unknown[];
}

/** A kind of transaction the shop has. Its statements are fixed before it begins, so it can be tried again as it is. */
export interface Work {
  readonly name: string;
  /** How often against the others. */
  readonly weight: number;
  readonly writes: (dice: Dice) => readonly Write[];
}

/** The first row at or after a random one. Takes a parameter: a share from 0 to 1. */
export function near(table: string, column: string, parameter: number): string {
  return `(select ${column} from ${table} where ${column} >= (select min(${column}) + ($${parameter}::float8 * (max(${column}) - min(${column})))::bigint from ${table}) order by ${column} limit 1)`;
}
