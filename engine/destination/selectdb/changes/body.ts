import type { OutgoingHttpHeaders } from 'node:http';
import type { TablePlan } from '../../../plan/plan.ts';

/** One load: rows of one table that have the same columns. */
export interface LoadBody {
  readonly table: TablePlan;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
  readonly rows: number;
}

/** Changes of one table, held until they are written. */
export interface Gathered {
  readonly table: TablePlan;
  /** The table is to be emptied before the rows are written. */
  readonly isEmptied: boolean;
  /** Characters held, about. */
  readonly size: number;
  /** Rows that are gone with a TRUNCATE need not be written. */
  empty(): void;
  bodies(): readonly LoadBody[];
}

/** What a row costs beside its values. */
export const ROW_COST = 120;
