import type pg from 'pg';
import { TEN } from '../../postgres/before-10.ts';
import { need, query, type TextRow } from '../../postgres/query.ts';
import { qualified } from '../../postgres/quote.ts';
import { readVersion } from '../../postgres/structure/read.ts';
import { isHelper } from '../../schema/helper.ts';
import type { RelationShape } from '../../schema/row.ts';
import { FIRST_OWN_TYPE, type OwnType } from '../../schema/same-type.ts';
import { displayName, type TableName } from '../../schema/table.ts';
import type { Source } from '../source.ts';
import { insertsName, publishedSql } from './published-list.ts';

const SCOPE = { side: 'source' } as const;

/** Tables of ours that the publication has. */
export async function publishedHelpers(client: pg.Client, name: string): Promise<readonly TableName[]> {
  return (await publishedTables(client, name)).filter(isHelper);
}

interface Published extends TableName {
  readonly publication: string;
}

/** By their numbers: whatever they were called when they were published. With the publication each is in. */
export async function publishedTables(client: pg.Client, name: string): Promise<readonly Published[]> {
  const rows = await query(
    client,
    SCOPE,
    `select p.publication, n.nspname as schema, c.relname as name from ${await publishedSql(client, name)} p
       join pg_class c on c.oid = p.relation join pg_namespace n on n.oid = c.relnamespace`,
  );
  return rows.map(publishedOf);
}

/** The same, but of a partitioned table its partitions: those are what the log tells of. */
export async function followedTables(client: pg.Client, name: string): ReturnType<typeof publishedTables> {
  if ((await readVersion(client, SCOPE)) < TEN) return publishedTables(client, name);
  const rows = await query(
    client,
    SCOPE,
    'select schemaname as schema, tablename as name, pubname as publication from pg_publication_tables where pubname in ($1, $2)',
    [name, insertsName(name)],
  );
  return rows.map(publishedOf);
}

function publishedOf(row: TextRow): Published {
  return { schema: need(row.schema), name: need(row.name), publication: need(row.publication) };
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

export async function ownTypes(client: pg.Client): Promise<readonly OwnType[]> {
  const rows = await query(
    client,
    SCOPE,
    `select t.oid as number, format_type(t.oid, null) as name, coalesce(e.typtype, t.typtype) = 'e' as labels
     from pg_type t left join pg_type e on t.typcategory = 'A' and e.oid = t.typelem where t.oid >= ${FIRST_OWN_TYPE}`,
  );
  return rows.map(({ number, name, labels }) => ({ number: need(number), name: need(name), isEnum: labels === 't' }));
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
