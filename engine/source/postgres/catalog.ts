import type pg from 'pg';
import type { ErrorScope } from '../../postgres/errors.ts';
import { need, query } from '../../postgres/query.ts';
import type { Catalog, ColumnSpec, EnumSpec, SequenceSpec, TableSpec } from '../../schema/table.ts';
import type { CatalogScope } from '../source.ts';

const SCOPE: ErrorScope = { side: 'source' };

/** Reads everything the plan needs of the scope, in three statements whatever the number of tables. */
export async function readCatalog(client: pg.ClientBase, scope: CatalogScope): Promise<Catalog> {
  const wanted = JSON.stringify(scope.schemas);
  const version = Number(need((await query(client, SCOPE, "select current_setting('server_version_num') as v"))[0]?.v));
  const tables = await rows<TableSpec>(client, tablesSql(version), wanted);
  return {
    tables: tables.map(withColumns),
    sequences: await rows<SequenceSpec>(client, SEQUENCES, wanted),
    enums: await rows<EnumSpec>(client, ENUMS, wanted),
  };
}

async function rows<T>(client: pg.ClientBase, sql: string, wanted: string): Promise<T[]> {
  return (await query(client, SCOPE, sql, [wanted])).map((row) => JSON.parse(need(row.spec)) as T);
}

/** A table without columns comes back with null lists. */
function withColumns(table: TableSpec): TableSpec {
  const columns: readonly ColumnSpec[] = table.columns ?? [];
  const identity = table.replicaIdentity === 'full' ? columns.map((column) => column.name) : (table.identityColumns ?? []);
  return {
    ...table,
    columns,
    keys: table.keys ?? [],
    constraints: table.constraints ?? [],
    indexes: table.indexes ?? [],
    identityColumns: identity,
  };
}

/** The selected tables, with every partition below a selected one: rows of a partitioned table live there. */
const SELECTED = `
with recursive wanted as (select * from json_to_recordset($1::json) as w(name text, tables text[])),
selected as (
  select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace join wanted w on w.name = n.nspname
  where c.relkind in ('r', 'p') and (w.tables is null or c.relname = any (w.tables))
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  union
  select i.inhrelid from selected s join pg_inherits i on i.inhparent = s.oid join pg_class p on p.oid = i.inhparent where p.relkind = 'p'
)`;

const SEQUENCE_OPTIONS = `json_build_object('type', format_type(s.seqtypid, null), 'start', s.seqstart::text, 'increment', s.seqincrement::text,
  'min', s.seqmin::text, 'max', s.seqmax::text, 'cache', s.seqcache::text, 'cycle', s.seqcycle)`;

/** Geometric `=` compares areas, composites only if every part can: both are told apart by their text instead. */
const COMPARABLE = `(with recursive base as (
    select t.oid, t.typtype, t.typcategory, t.typbasetype, t.typelem from pg_type t where t.oid = a.atttypid
    union all
    select t.oid, t.typtype, t.typcategory, t.typbasetype, t.typelem from base b join pg_type t
      on t.oid = case when b.typtype = 'd' then b.typbasetype when b.typcategory = 'A' then b.typelem end)
  select bool_and(case when typtype in ('d', 'e', 'r', 'm') or typcategory = 'A' then true when typcategory = 'G' or typtype = 'c' then false
    else exists (select from pg_operator o where o.oprname = '=' and o.oprleft = base.oid and o.oprright = base.oid) or typname_fallback end)
  from (select base.*, (select typname in ('varchar', 'cidr') from pg_type x where x.oid = base.oid) as typname_fallback from base) base)`;

function columnsSql(version: number): string {
  const generated = version >= 120000 ? "case a.attgenerated when 's' then 'stored' when 'v' then 'virtual' else 'no' end" : "'no'";
  return `select json_agg(json_build_object(
    'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'notNull', a.attnotnull,
    'default', pg_get_expr(d.adbin, d.adrelid), 'generated', ${generated},
    'identity', case a.attidentity when 'a' then 'always' when 'd' then 'by-default' else 'no' end,
    'identityOptions', (select ${SEQUENCE_OPTIONS} from pg_depend dep join pg_sequence s on s.seqrelid = dep.objid
      where dep.classid = 'pg_class'::regclass and dep.refclassid = 'pg_class'::regclass and dep.refobjid = a.attrelid
        and dep.refobjsubid = a.attnum and dep.deptype = 'i'),
    'collation', (select quote_ident(cn.nspname) || '.' || quote_ident(co.collname) from pg_collation co
      join pg_namespace cn on cn.oid = co.collnamespace, pg_type ty
      where co.oid = a.attcollation and ty.oid = a.atttypid and a.attcollation <> ty.typcollation),
    'comparable', ${COMPARABLE}) order by a.attnum)
  from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped`;
}

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
      'definition', pg_get_constraintdef(con.oid),
      'columns', (select coalesce(json_agg(k.attname order by o.n), '[]') from unnest(con.conkey) with ordinality as o(num, n)
        join pg_attribute k on k.attrelid = con.conrelid and k.attnum = o.num),
      'references', (select json_build_object('schema', fn.nspname, 'name', f.relname) from pg_class f join pg_namespace fn on fn.oid = f.relnamespace where f.oid = con.confrelid))
      order by con.conname)
    from pg_constraint con
    where con.conrelid = c.oid and con.contype in ('p', 'u', 'c', 'f', 'x') and ${own} and (con.coninhcount = 0 or con.conislocal)`;
}

/** Indexes of a partition that its parent's index made are left to the parent's. */
const INDEXES = `select json_agg(json_build_object('name', ic.relname, 'definition', pg_get_indexdef(i.indexrelid), 'unique', i.indisunique,
      'valid', i.indisvalid) order by ic.relname)
    from pg_index i join pg_class ic on ic.oid = i.indexrelid
    where i.indrelid = c.oid and not exists (select from pg_constraint con where con.conindid = i.indexrelid and con.contype in ('p', 'u', 'x'))
      and not exists (select from pg_inherits h where h.inhrelid = i.indexrelid)`;

function tablesSql(version: number): string {
  return `${SELECTED}
select json_build_object('schema', n.nspname, 'name', c.relname, 'kind', case c.relkind when 'p' then 'partitioned' else 'table' end,
  'columns', (${columnsSql(version)}), 'keys', (${keysSql(version)}), 'constraints', (${constraintsSql(version)}), 'indexes', (${INDEXES}),
  'replicaIdentity', case c.relreplident when 'f' then 'full' when 'n' then 'nothing' when 'i' then 'index' else 'default' end,
  'identityColumns', (select ${indexColumns(version)} from pg_index i where i.indrelid = c.oid and i.indisvalid
     -- The server takes no deferrable key for an identity.
     and case c.relreplident when 'd' then i.indisprimary and i.indimmediate when 'i' then i.indisreplident else false end),
  'partitionKey', pg_get_partkeydef(c.oid),
  'partitionOf', (select json_build_object('schema', pn.nspname, 'name', p.relname, 'bound', pg_get_expr(c.relpartbound, c.oid))
     from pg_inherits h join pg_class p on p.oid = h.inhparent join pg_namespace pn on pn.oid = p.relnamespace
     where h.inhrelid = c.oid and c.relispartition),
  'unlogged', c.relpersistence = 'u', 'options', coalesce(to_json(c.reloptions), '[]'), 'comment', obj_description(c.oid, 'pg_class'),
  'readable', has_table_privilege(c.oid, 'SELECT'),
  'owned', pg_has_role(c.relowner, 'USAGE'),
  'estimatedRows', c.reltuples::bigint, 'bytes', pg_table_size(c.oid)) as spec
from selected join pg_class c on c.oid = selected.oid join pg_namespace n on n.oid = c.relnamespace
where c.relpersistence <> 't' order by n.nspname, c.relname`;
}

/** Sequences that a selected table owns or takes its defaults from, and all of wholly selected schemas; not those behind identity columns. */
const SEQUENCES = `${SELECTED}
select json_build_object('schema', n.nspname, 'name', c.relname, 'options', ${SEQUENCE_OPTIONS},
  'ownedBy', (select json_build_object('schema', tn.nspname, 'name', t.relname, 'column', a.attname) from pg_depend d
     join pg_class t on t.oid = d.refobjid join pg_namespace tn on tn.oid = t.relnamespace
     join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
     where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'a')) as spec
from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
where not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('i', 'e'))
  and (exists (select from wanted w where w.name = n.nspname and w.tables is null)
    or exists (select from pg_depend d join selected on selected.oid = d.refobjid where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'a')
    or exists (select from pg_depend d join pg_attrdef ad on ad.oid = d.objid join selected on selected.oid = ad.adrelid
               where d.classid = 'pg_attrdef'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = c.oid))
order by n.nspname, c.relname`;

/** Enum types that columns of selected tables use, arrays and domains of them included, and all of wholly selected schemas. */
const ENUMS = `${SELECTED},
used as (select a.atttypid as oid from selected join pg_attribute a on a.attrelid = selected.oid where a.attnum > 0 and not a.attisdropped
  union select case when t.typtype = 'd' then t.typbasetype else t.typelem end from used join pg_type t on t.oid = used.oid
  where t.typtype = 'd' or t.typelem <> 0)
select json_build_object('schema', n.nspname, 'name', t.typname,
  'labels', (select coalesce(json_agg(e.enumlabel order by e.enumsortorder), '[]') from pg_enum e where e.enumtypid = t.oid)) as spec
from pg_type t join pg_namespace n on n.oid = t.typnamespace
where t.typtype = 'e' and not exists (select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e')
  and (t.oid in (select oid from used) or exists (select from wanted w where w.name = n.nspname and w.tables is null))
order by n.nspname, t.typname`;
