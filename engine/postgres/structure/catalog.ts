import type pg from 'pg';
import type { CheckSpec, ColumnSpec, TableSpec } from '../../schema/table.ts';
import type { CatalogScope } from '../../source/source.ts';
import { isPartition, partitionBound, partitionKey } from '../before-10.ts';
import type { ErrorScope } from '../errors.ts';
import { need, query } from '../query.ts';
import { notHelper } from './fragments.ts';
import { callsUserFunction } from './table/apart.ts';
import { columnsSql } from './table/columns.ts';

/** The tables of the scope, in three statements whatever their number. */
export async function readTables(
  client: pg.ClientBase,
  scope: CatalogScope,
  side: ErrorScope['side'] = 'source',
): Promise<readonly TableSpec[]> {
  const [row] = await query(client, { side }, "select current_setting('server_version_num') as v");
  const version = Number(need(row?.v));
  const read = async <T>(sql: string): Promise<ReadonlyMap<string, T>> => {
    const rows = await query(client, { side }, sql, [JSON.stringify(scope.schemas)]);
    return new Map(rows.map(({ oid, spec }) => [need(oid), JSON.parse(need(spec)) as T]));
  };
  const tables = await read<TableSpec>(tablesSql(version));
  const columns = await read<readonly ColumnSpec[]>(columnsSql(SELECTED, version));
  const checks = await read<readonly CheckSpec[]>(CHECKS);
  return [...tables].map(([oid, table]) => whole(table, columns.get(oid) ?? [], checks.get(oid) ?? []));
}

/** Lists without members come back as null. */
function whole(table: TableSpec, columns: readonly ColumnSpec[], checks: readonly CheckSpec[]): TableSpec {
  const identity = table.replicaIdentity === 'full' ? columns.map((column) => column.name) : (table.identityColumns ?? []);
  return {
    ...table,
    columns,
    checks,
    keys: table.keys ?? [],
    constraints: table.constraints ?? [],
    identityColumns: identity,
  };
}

/** The selected tables, with every partition below a selected one: rows of a partitioned table live there. */
export const SELECTED = `
with recursive wanted as (select w.name, case json_typeof(w.tables) when 'array' then array(select json_array_elements_text(w.tables)) end as tables
  from json_to_recordset($1::json) as w(name text, tables json) offset 0),
selected as (
  select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace join wanted w on w.name = n.nspname
  where c.relkind in ('r', 'p') and (w.tables is null or c.relname = any (w.tables))
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    and ${notHelper('c')}
  union
  select i.inhrelid from selected s join pg_inherits i on i.inhparent = s.oid join pg_class p on p.oid = i.inhparent where p.relkind = 'p'
)`;

function indexColumns(version: number): string {
  const size = version >= 110000 ? 'i.indnkeyatts' : 'i.indnatts';
  return `(select json_agg(k.attname order by pos.n) from generate_series(0, ${size} - 1) as pos(n)
    join pg_attribute k on k.attrelid = i.indrelid and k.attnum = i.indkey[pos.n])`;
}

function keysSql(version: number): string {
  return `select json_agg(json_build_object('name', ic.relname, 'columns', ${indexColumns(version)}, 'primary', i.indisprimary,
      'notNull', (select bool_and(k.attnotnull) from pg_attribute k where k.attrelid = i.indrelid and k.attnum = any (i.indkey::int2[])))
      order by i.indisprimary desc, ic.relname)
    from pg_index i join pg_class ic on ic.oid = i.indexrelid
    where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indimmediate and i.indpred is null and i.indexprs is null`;
}

function constraintsSql(version: number): string {
  const own = version >= 110000 ? 'con.conparentid = 0' : 'true';
  return `select json_agg(json_build_object('name', con.conname,
      'kind', case con.contype when 'p' then 'primary' when 'u' then 'unique' when 'c' then 'check' when 'f' then 'foreign' else 'exclusion' end,
      'references', (select json_build_object('schema', fn.nspname, 'name', f.relname) from pg_class f join pg_namespace fn on fn.oid = f.relnamespace where f.oid = con.confrelid))
      order by con.conname)
    from pg_constraint con
    where con.conrelid = c.oid and con.contype in ('p', 'u', 'c', 'f', 'x') and ${own} and (con.coninhcount = 0 or con.conislocal)`;
}

function tablesSql(version: number): string {
  return `${SELECTED}
select c.oid::text as oid, json_build_object('schema', n.nspname, 'name', c.relname,
  'kind', case c.relkind when 'p' then 'partitioned' else 'table' end, 'keys', (${keysSql(version)}), 'constraints', (${constraintsSql(version)}),
  'replicaIdentity', case c.relreplident when 'f' then 'full' when 'n' then 'nothing' when 'i' then 'index' else 'default' end,
  'identityColumns', (select ${indexColumns(version)} from pg_index i where i.indrelid = c.oid and i.indisvalid
     -- The server takes no deferrable key for an identity.
     and case c.relreplident when 'd' then i.indisprimary and i.indimmediate when 'i' then i.indisreplident else false end),
  'partitionKey', ${partitionKey(version, 'c')},
  'partitionOf', (select json_build_object('schema', pn.nspname, 'name', p.relname, 'bound', ${partitionBound(version, 'c')})
     from pg_inherits h join pg_class p on p.oid = h.inhparent join pg_namespace pn on pn.oid = p.relnamespace
     where h.inhrelid = c.oid and ${isPartition(version, 'c')}),
  'inherits', (select coalesce(json_agg(json_build_object('schema', pn.nspname, 'name', p.relname) order by h.inhseqno), '[]')
     from pg_inherits h join pg_class p on p.oid = h.inhparent join pg_namespace pn on pn.oid = p.relnamespace
     where h.inhrelid = c.oid and not ${isPartition(version, 'c')}),
  'ofType', (select quote_ident(tn.nspname) || '.' || quote_ident(t.typname) from pg_type t join pg_namespace tn on tn.oid = t.typnamespace
     where t.oid = c.reloftype),
  'accessMethod', (select am.amname from pg_am am where am.oid = c.relam and am.amname <> 'heap'),
  'rowSecurity', c.relrowsecurity, 'forceRowSecurity', c.relforcerowsecurity,
  'unlogged', c.relpersistence = 'u',
  'options', (select coalesce(json_agg(o), '[]') from (select unnest(c.reloptions) as o
     union all select 'toast.' || unnest(t.reloptions) from pg_class t where t.oid = c.reltoastrelid) o),
  'comment', obj_description(c.oid, 'pg_class'),
  'readable', has_table_privilege(c.oid, 'SELECT'),
  'owned', pg_has_role(c.relowner, 'USAGE'),
  'estimatedRows', c.reltuples::bigint, 'bytes', pg_table_size(c.oid)) as spec
from selected join pg_class c on c.oid = selected.oid join pg_namespace n on n.oid = c.relnamespace
where c.relpersistence <> 't' order by n.nspname, c.relname`;
}

/** Those that are not valid, or not enforced, may not hold for the rows that come first. */
const CHECKS = `${SELECTED}
select con.conrelid::text as oid, json_agg(json_build_object('name', con.conname, 'definition', pg_get_constraintdef(con.oid),
  'columns', (select coalesce(json_agg(k.attname order by o.n), '[]') from unnest(con.conkey) with ordinality as o(num, n)
    join pg_attribute k on k.attrelid = con.conrelid and k.attnum = o.num),
  'local', con.conislocal, 'comment', obj_description(con.oid, 'pg_constraint')) order by con.conname) as spec
from selected join pg_constraint con on con.conrelid = selected.oid
where con.contype = 'c' and con.convalidated and not ${callsUserFunction('pg_constraint', 'con.oid')}
group by con.conrelid`;
