import type { TableName } from '../../schema/table.ts';
import type { Refusal } from './verdict.ts';

/** A function or operator the filter calls; `schema` null when it is written without one. */
export interface Call {
  readonly schema: string | null;
  readonly name: string;
  /** Number of arguments of a function; null for an operator. */
  readonly arguments: number | null;
  /** In characters of the filter. */
  readonly at: number | null;
}

/** What is known of the table before the server is asked. */
export interface OwnTable {
  readonly name?: TableName;
  readonly columns?: readonly string[];
}

/** The filter being read, and where it starts in the statement it was parsed in. */
export interface Reading extends OwnTable {
  readonly where: string;
  readonly offset: number;
}

/** What an acceptable filter uses. */
export type ParsedFilter = { readonly ok: true; readonly columns: readonly string[]; readonly calls: readonly Call[] } | Refusal;
