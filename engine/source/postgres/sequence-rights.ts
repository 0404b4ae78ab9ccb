import type pg from 'pg';
import type { SequencePlan } from '../../plan/plan.ts';
import { query } from '../../postgres/query.ts';

/**
 * Those of the sequences whose values the account may not read, by what the catalogs say of its rights: one question for all of them.
 * The sequence behind an identity column has a name that only the server knows.
 */
export async function closedSequences(client: pg.ClientBase, sequences: readonly SequencePlan[]): Promise<readonly SequencePlan[]> {
  const named = sequences.map(({ source }) =>
    'sequence' in source ? { ...source.sequence, column: null } : { ...source.table, column: source.column },
  );
  const rows = await query(
    client,
    { side: 'source' },
    `select w.place from unnest($1::text[], $2::text[], $3::text[]) with ordinality as w(schema, name, col, place)
       join pg_catalog.pg_namespace n on n.nspname = w.schema
       join pg_catalog.pg_class r on r.relnamespace = n.oid and r.relname = w.name
       left join pg_catalog.pg_attribute a on a.attrelid = r.oid and a.attname = w.col
       left join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_class'::regclass and d.refclassid = 'pg_catalog.pg_class'::regclass
         and d.refobjid = a.attrelid and d.refobjsubid = a.attnum and d.deptype in ('a', 'i')
       join pg_catalog.pg_class s on s.oid = case when w.col is null then r.oid else d.objid end and s.relkind = 'S'
     where not (pg_catalog.has_schema_privilege(s.relnamespace, 'USAGE') and pg_catalog.has_table_privilege(s.oid, 'SELECT'))
     order by w.place`,
    [named.map(({ schema }) => schema), named.map(({ name }) => name), named.map(({ column }) => column)],
  );
  const closed = new Set(rows.map(({ place }) => Number(place)));
  return sequences.filter((_, index) => closed.has(index + 1));
}
