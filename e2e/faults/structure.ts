import { connected } from './servers.ts';

/** What is compared of tables: everything of `engine/ddl/structure.ts` that one and the same statement would make equal. */
const STRUCTURE = `select n.nspname || '.' || c.relname as table, jsonb_build_object(
    'columns', (select jsonb_agg(jsonb_build_array(a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
       coalesce(to_jsonb(a) ->> 'attgenerated', ''), a.attidentity, a.attcollation) order by a.attname)
     from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
    'constraints', (select jsonb_agg(jsonb_build_array(k.conname, pg_get_constraintdef(k.oid)) order by k.conname)
     from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'c', 'f', 'x')),
    'indexes', (select jsonb_agg(pg_get_indexdef(i.indexrelid) order by pg_get_indexdef(i.indexrelid)) from pg_index i where i.indrelid = c.oid),
    'bound', pg_get_expr(c.relpartbound, c.oid), 'kind', c.relkind)::text as structure
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema|opendts)' and c.relname !~ '^dts_' order by 1`;

/** The structure of every table of people's, by `schema.table`. */
export async function structures(url: string): Promise<Readonly<Record<string, unknown>>> {
  await using client = await connected(url);
  await client.query('set search_path = pg_catalog');
  const { rows } = await client.query<{ table: string; structure: string }>(STRUCTURE);
  return Object.fromEntries(rows.map(({ table, structure }) => [table, JSON.parse(structure)]));
}

/** Leaves a source as one at which the account may not make event triggers; for a task that is paused. */
export const WITHOUT_CAPTURE = ['dts_intercept_ddl', 'dts_intercept_drop', 'dts_note_rewrite'].map((name) => `drop event trigger ${name}`);
