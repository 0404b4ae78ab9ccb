import type pg from 'pg';
import type { ErrorScope } from './errors.ts';
import { need, query } from './query.ts';

/** Words that this server reads as something else where they are not quoted; they differ by version and flavour. */
export async function readReservedWords(client: pg.ClientBase, scope: ErrorScope): Promise<ReadonlySet<string>> {
  const rows = await query(client, scope, "select word from pg_get_keywords() where catcode in ('R', 'T')");
  return new Set(rows.map(({ word }) => need(word)));
}
