import type pg from 'pg';
import type { TablePlan } from '../../plan/plan.ts';
import { fromLsn } from '../../postgres/lsn.ts';
import { need, query } from '../../postgres/query.ts';
import { qualified, quote } from '../../postgres/quote.ts';
import type { Position, Tuple } from '../../schema/row.ts';
import { displayName } from '../../schema/table.ts';

/**
 * The rows that have these keys now. The position is read after them, where the log is being written: a commit may be seen before it
 * is on disk, and must not lie behind the position.
 */
export async function rowsNow(
  client: pg.ClientBase,
  table: TablePlan,
  keys: readonly Tuple[],
): Promise<{ readonly rows: readonly Tuple[]; readonly position: Position }> {
  const scope = { side: 'source', object: displayName(table.source) } as const;
  const types = await keyTypes(client, table);
  const columns = table.columns.map(({ source }, index) => `t.${quote(source)} as c${index}`).join(', ');
  const parameters = table.key.map((_, index) => `$${index + 1}::text[]`).join(', ');
  const match = table.key.map((column, index) => `t.${quote(column)} = w.k${index}::${types.get(column) ?? 'text'}`).join(' and ');
  const found = await query(
    client,
    scope,
    `select ${columns} from unnest(${parameters}) as w(${table.key.map((_, index) => `k${index}`).join(', ')})
     join only ${qualified(table.source)} as t on ${match}`,
    table.key.map((_, index) => keys.map((key) => key[index] ?? null)),
  );
  const [end] = await query(
    client,
    scope,
    'select case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_insert_lsn() end as lsn',
  );
  const rows = found.map((row) => table.columns.map((_, index): string | null => row[`c${index}`] ?? null));
  return { rows, position: fromLsn(need(end?.lsn)) };
}

async function keyTypes(client: pg.ClientBase, { source, key }: TablePlan): Promise<ReadonlyMap<string, string>> {
  const rows = await query(
    client,
    { side: 'source', object: displayName(source) },
    `select a.attname as name, format_type(a.atttypid, null) as type from pg_attribute a
     where a.attrelid = format('%I.%I', $1::text, $2::text)::regclass and a.attname = any ($3::text[])`,
    [source.schema, source.name, key],
  );
  return new Map(rows.map(({ name, type }) => [need(name), need(type)]));
}
