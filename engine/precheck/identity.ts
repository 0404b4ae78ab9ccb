import { insertsAlone } from '../plan/inserts-alone.ts';
import { qualified } from '../postgres/quote.ts';
import type { TableName, TableSpec } from '../schema/table.ts';
import type { Remedy } from './check.ts';
import type { SelectedTable } from './selected.ts';

/** SQL that lets the log carry whole old rows of a table. */
export function fullIdentitySql(table: TableName): string {
  return `ALTER TABLE ${qualified(table)} REPLICA IDENTITY FULL;`;
}

/** The same, for the console to do. */
export function fullIdentity({ schema, name }: TableName): Remedy {
  return { kind: 'full-identity', table: { schema, name } };
}

/** A filter needs the whole old row; what else may be wrong with the identity is then mended with it. */
export function filterLacksRow({ plan, spec }: SelectedTable): boolean {
  return !insertsAlone(plan) && plan.where !== null && plan.hasRows && spec.replicaIdentity !== 'full';
}

/** Some of the whole row is in no row: it identifies none (`PG_IDENTITY_COMPUTED`). */
export function computesWhenRead({ columns }: TableSpec): boolean {
  return columns.some(({ generated }) => generated === 'virtual');
}

/** Whether the log can tell which row changed. */
export function hasIdentity({ replicaIdentity, identityColumns }: TableSpec): boolean {
  return replicaIdentity === 'full' || identityColumns.length > 0;
}
