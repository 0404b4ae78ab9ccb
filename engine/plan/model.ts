import type { Refusal } from '../schema/object.ts';

/** How a destination that has models of tables makes one. All names are the destination's. */
export interface TableModel {
  /** `unique`: one row of each key, a later one replaces it. `duplicate`: every row is kept, and every change is one. */
  readonly engine: 'unique' | 'duplicate';
  /** The key in its order; the columns rows are sorted by of `duplicate`, which may be none. */
  readonly keys: readonly string[];
  /** What rows are spread by: some of the key for `unique`; empty: at random. */
  readonly distribution: readonly string[];
  readonly buckets: 'auto' | number;
  /** The column of which a row of a key needs as high a value to replace another, where the table that is there has one. */
  readonly orderedBy?: string;
  /** Set where the table cannot be made like this. */
  readonly refused?: Refusal;
}
