import type pg from 'pg';
import { COUNT_SECONDS, type FilterCount, type FilterCountAsked } from '../../precheck/filter.ts';
import { displayName } from '../../schema/table.ts';
import { type ErrorScope, translate } from '../errors.ts';
import { verifyFilter } from '../filter.ts';
import { need, query } from '../query.ts';
import { qualified } from '../quote.ts';
import { refusalOf } from './refusal.ts';

/** A statement that ran into its limit, or that was cancelled. */
const QUERY_CANCELED = '57014';

/**
 * Counts the rows that a filter lets through, once it is known to be one. `cancel` ends what the backend of this number runs, from
 * another connection: a socket that is only closed leaves the server counting.
 * @throws EngineError when the server cannot be asked
 */
export async function countFiltered(
  client: pg.ClientBase,
  { table, where, signal }: FilterCountAsked,
  cancel: (backend: string) => Promise<void>,
): Promise<FilterCount> {
  const verdict = await verifyFilter(client, table, where);
  if (!verdict.ok) return verdict;
  const scope: ErrorScope = { side: 'source', object: displayName(table) };
  const [own] = await query(
    client,
    scope,
    // Of a partitioned table the rows are in its partitions; rows of tables that inherit are those tables'.
    `select pg_backend_pid()::text as pid, case c.relkind when 'p' then '' else 'only ' end as scan
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relname = $2`,
    [table.schema, table.name],
  );
  const stop = () => void cancel(need(own?.pid)).catch(() => {});
  await query(client, scope, 'begin read only');
  try {
    await query(client, scope, `set local statement_timeout = '${COUNT_SECONDS}s'; set local lock_timeout = '5s'`);
    if (signal.aborted) return { ok: true, rows: null };
    signal.addEventListener('abort', stop, { once: true });
    // A trailing comment is refused before; the newline keeps the parenthesis out of any other.
    const counted = await client.query<{ rows: string }>(
      `select count(*) as rows from ${own?.scan ?? ''}${qualified(table)} where (${where}\n)`,
    );
    return { ok: true, rows: Number(counted.rows[0]?.rows) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === QUERY_CANCELED) return { ok: true, rows: null };
    // Some conditions fail only at the rows they meet: a division by zero, a text that is no number.
    const refusal = refusalOf(error, { table, at: null });
    if (refusal === null) throw translate(error, scope);
    return refusal;
  } finally {
    signal.removeEventListener('abort', stop);
    await client.query('rollback').catch(() => {});
  }
}
