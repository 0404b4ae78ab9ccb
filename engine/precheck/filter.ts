import type { ErrorReport } from '../errors.ts';

/** `at`: offset in characters of the filter where the error is, when it can be told. */
export type FilterVerdict = { readonly ok: true } | { readonly ok: false; readonly error: ErrorReport; readonly at: number | null };
