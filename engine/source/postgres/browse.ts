import type pg from 'pg';
import { isPartition } from '../../postgres/before-10.ts';
import { need, query } from '../../postgres/query.ts';
import { notHelper } from '../../postgres/structure/fragments.ts';
import { readVersion } from '../../postgres/structure/read.ts';
import type { SchemaSummary, TableName, TableSummary } from '../../schema/table.ts';

const SCOPE = { side: 'source' } as const;

/** What a person never selects: the system's schemas, ours, and those an extension made (dts.md 1.6). */
const VISIBLE = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'opendts')
  and not exists (select from pg_depend d where d.classid = 'pg_namespace'::regclass and d.objid = n.oid and d.deptype = 'e')`;
const OWN = `not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  and ${notHelper('c')}`;

/** Schemas with the number of tables in each; partitions are counted with their parent. */
export async function listSchemas(client: pg.ClientBase): Promise<readonly SchemaSummary[]> {
  const partition = isPartition(await readVersion(client, SCOPE), 'c');
  const rows = await query(
    client,
    SCOPE,
    `select n.nspname as name, count(c.oid) as tables from pg_namespace n
     left join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p') and not ${partition} and c.relpersistence <> 't' and ${OWN}
     where ${VISIBLE} and has_schema_privilege(n.oid, 'USAGE') group by n.nspname order by n.nspname`,
  );
  return rows.map((row) => ({ name: need(row.name), tableCount: Number(row.tables) }));
}

/** Tables of one schema with their partitions, by name. */
export async function listTables(client: pg.ClientBase, schema: string): Promise<readonly TableSummary[]> {
  const partition = isPartition(await readVersion(client, SCOPE), 'c');
  const rows = await query(
    client,
    SCOPE,
    `select c.relname as name, c.relkind as kind, ${partition} as partition, pn.nspname as parent_schema, p.relname as parent_name,
       c.reltuples::bigint as rows, pg_table_size(c.oid) as bytes,
       exists (select from pg_index i where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null) as keyed
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     left join pg_inherits h on h.inhrelid = c.oid and ${partition}
     left join pg_class p on p.oid = h.inhparent left join pg_namespace pn on pn.oid = p.relnamespace
     where n.nspname = $1 and c.relkind in ('r', 'p') and c.relpersistence <> 't' and ${OWN} order by c.relname`,
    [schema],
  );
  return rows.map((row) => ({
    schema,
    name: need(row.name),
    kind: row.partition === 't' ? 'partition' : row.kind === 'p' ? 'partitioned' : 'table',
    parent: row.parent_name === null ? null : { schema: need(row.parent_schema), name: need(row.parent_name) },
    estimatedRows: Number(row.rows),
    bytes: Number(row.bytes),
    hasKey: row.keyed === 't',
  }));
}

/** Columns of one table in their order. */
export async function listColumns(
  client: pg.ClientBase,
  table: TableName,
): Promise<readonly { name: string; type: string; key: boolean }[]> {
  const rows = await query(
    client,
    SCOPE,
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
       exists (select from pg_index i where i.indrelid = a.attrelid and i.indisprimary and a.attnum = any (i.indkey::int2[])) as key
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relname = $2 and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [table.schema, table.name],
  );
  return rows.map((row) => ({ name: need(row.name), type: need(row.type), key: row.key === 't' }));
}
