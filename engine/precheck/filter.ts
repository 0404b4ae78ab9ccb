import type { ErrorReport } from '../errors.ts';
import type { TableName } from '../schema/table.ts';

/** `at`: offset in characters of the filter where the error is, when it can be told. */
export type FilterVerdict = { readonly ok: true } | { readonly ok: false; readonly error: ErrorReport; readonly at: number | null };

/** How many rows a filter lets through; null: it took longer than `COUNT_SECONDS`. Of a filter that cannot be used, why. */
export type FilterCount = { readonly ok: true; readonly rows: number | null } | Extract<FilterVerdict, { ok: false }>;

export interface FilterCountAsked {
  readonly table: TableName;
  readonly where: string;
  /** Nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** A count reads the whole table at worst: it may not load the source for longer. */
export const COUNT_SECONDS = 30;
