import type { TablePlan } from '../plan/plan.ts';
import type { Key } from '../schema/row.ts';
import type { TableName } from '../schema/table.ts';

/** What of some keys of several tables more than one of them has. */
export interface CommonKeys {
  /** How many were looked at. */
  readonly looked: number;
  /** In the order of the first table's key. */
  readonly found: readonly Key[];
  /** The tables that have them. */
  readonly tables: readonly TableName[];
  /** Those that were not, or not wholly, looked at: it took too long, or their key is another. */
  readonly unseen: readonly TableName[];
}

/** How long a look may take: each statement, and all of it but for the one that is at work. */
export interface LookTime {
  readonly forMs: number;
  readonly inMs: number;
}

/** A source as far as it tells of keys alone, within bounds that nobody feels. */
export interface KeySource {
  /**
   * Keys of rows that the table's filter lets through, from all over the table and at most so many, in the order of the plan's `key`; null
   * when a statement took longer than `forMs`.
   */
  someKeys(table: TablePlan, most: number, forMs: number): Promise<readonly Key[] | null>;
  /** Of tables that become one: which of at most so many keys of each others have too. */
  commonKeys(tables: readonly TablePlan[], most: number, time: LookTime): Promise<CommonKeys>;
}
