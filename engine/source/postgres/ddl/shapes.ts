import type pg from 'pg';
import type { TableNow } from '../../../ddl/infer.ts';
import type { TableStructure } from '../../../ddl/structure.ts';
import { need, query } from '../../../postgres/query.ts';
import { readVersion } from '../../../postgres/structure/read.ts';
import type { TableShape } from '../../../schema/shape.ts';
import { displayName, type TableId, type TableName, tableId } from '../../../schema/table.ts';
import { structureSql } from './structure-sql.ts';

const SCOPE = { side: 'source' } as const;

const SHAPE = `json_build_object('relation', c.oid::text, 'last', c.relnatts, 'file', c.relfilenode::text, 'columns', coalesce(
    (select json_agg(json_build_object('number', a.attnum, 'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
         'row', a.xmin::text) order by a.attnum)
       from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         and coalesce(to_jsonb(a) ->> 'attgenerated', '') = ''), '[]'))`;

/** Columns of the tables as they are now; what is not there, or is no plain table, is left out. */
export async function tableShapes(client: pg.Client, tables: readonly TableName[]): Promise<ReadonlyMap<TableId, TableShape>> {
  const rows = await query(
    client,
    SCOPE,
    `select n.nspname as schema, c.relname as name, ${SHAPE} as shape from unnest($1::text[], $2::text[]) as w(schema, name)
       join pg_namespace n on n.nspname = w.schema join pg_class c on c.relnamespace = n.oid and c.relname = w.name
     where c.relkind = 'r'`,
    [tables.map(({ schema }) => schema), tables.map(({ name }) => name)],
  );
  return new Map(
    rows.map((row) => [tableId({ schema: need(row.schema), name: need(row.name) }), JSON.parse(need(row.shape)) as TableShape]),
  );
}

/** All that is to be known of one table now, by its name or its number; null when there is no plain table of it. */
export async function tableNow(client: pg.Client, table: TableName | { readonly relation: string }): Promise<TableNow | null> {
  const byName = 'name' in table;
  const [row] = await query(
    client,
    byName ? { ...SCOPE, object: displayName(table) } : SCOPE,
    `select ${SHAPE} as shape, ${structureSql(await readVersion(client, SCOPE))} as structure,
       exists (select from pg_inherits h where c.oid in (h.inhrelid, h.inhparent)) as family
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${byName ? 'n.nspname = $1 and c.relname = $2' : 'c.oid = $1::oid'} and c.relkind = 'r'`,
    byName ? [table.schema, table.name] : [table.relation],
  );
  if (row === undefined) return null;
  return {
    shape: JSON.parse(need(row.shape)) as TableShape,
    structure: JSON.parse(need(row.structure)) as TableStructure,
    family: row.family === 't',
  };
}
