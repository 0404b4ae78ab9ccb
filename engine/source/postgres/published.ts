import type pg from 'pg';
import { need, query } from '../../postgres/query.ts';
import { qualified } from '../../postgres/quote.ts';
import { isHelper } from '../../schema/helper.ts';
import type { RelationShape } from '../../schema/row.ts';
import { displayName, type TableName } from '../../schema/table.ts';
import type { Source } from '../source.ts';

const SCOPE = { side: 'source' } as const;

/** Tables of ours that the publication has. */
export async function publishedHelpers(client: pg.Client, name: string): Promise<readonly TableName[]> {
  const rows = await query(client, SCOPE, 'select schemaname as schema, tablename as name from pg_publication_tables where pubname = $1', [
    name,
  ]);
  return rows.map((row) => ({ schema: need(row.schema), name: need(row.name) })).filter(isHelper);
}

export async function typesOf(client: pg.Client, { table, types }: RelationShape): Promise<readonly string[]> {
  const numbers = types.map((type) => type.split(' '));
  const rows = await query(
    client,
    { ...SCOPE, object: displayName(table) },
    `select case w.modifier when '-2' then format_type(w.type::oid, null) || '(?)' else format_type(w.type::oid, w.modifier::int) end as type
     from unnest($1::text[], $2::text[]) with ordinality as w(type, modifier, n) order by n`,
    [numbers.map(([type]) => type), numbers.map(([, modifier]) => modifier)],
  );
  return rows.map((row) => need(row.type));
}

export async function columnsNow(client: pg.Client, { table }: RelationShape): ReturnType<Source['columnsNow']> {
  const rows = await query(
    client,
    { ...SCOPE, object: displayName(table) },
    `select a.attname as name, coalesce(to_jsonb(a) ->> 'attgenerated', '') <> '' as computed from pg_attribute a
     where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped`,
    [qualified(table)],
  );
  return new Map(rows.map((row) => [need(row.name), row.computed === 't' ? 'computed' : 'plain']));
}
