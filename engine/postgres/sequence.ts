import type pg from 'pg';
import type { SequenceRef } from '../plan/plan.ts';
import { displayName } from '../schema/table.ts';
import type { ErrorScope } from './errors.ts';
import { query } from './query.ts';
import { qualified } from './quote.ts';

/** The sequence's quoted, qualified name; asked of the server where it stands behind an identity column, null when there is none. */
export async function sequenceName(client: pg.ClientBase, scope: ErrorScope, ref: SequenceRef): Promise<string | null> {
  if ('sequence' in ref) return qualified(ref.sequence);
  const object = displayName(ref.table);
  const [row] = await query(client, { ...scope, object }, 'select pg_get_serial_sequence($1, $2) as name', [
    qualified(ref.table),
    ref.column,
  ]);
  return row?.name ?? null;
}
