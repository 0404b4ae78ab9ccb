import type { Key } from '../schema/row.ts';
import type { TableName } from '../schema/table.ts';

/** Columns of a table that is there, by which its rows are told apart. */
export interface KeyPlace {
  readonly table: TableName;
  readonly columns: readonly string[];
}

/** A destination as far as it tells which keys it has. */
export interface KeyDestination {
  /**
   * Those of the keys that rows of the table have; null: that took longer than `forMs`, or there is no such table or column. Absent where
   * values of the source cannot be looked for as they are.
   */
  keysThere?(place: KeyPlace, keys: readonly Key[], forMs: number): Promise<readonly Key[] | null>;
}
