import { identityLetter, isPartition, partitionBound, partitionKey, sequences } from '../../../postgres/before-10.ts';

/**
 * What the capture keeps of a table `c` of namespace `n`, as JSON in the words of `engine/ddl/structure.ts`. It runs inside people's own
 * commands, with nothing but pg_catalog on the path, so that every other name comes out qualified. Columns of catalogs that came with
 * later versions are read through JSON, which lets one text serve all of them.
 */
const COMPARABLE = `(with recursive base as (
      select t.oid, t.typname, t.typtype, t.typcategory, t.typbasetype, t.typelem from pg_type t where t.oid = a.atttypid
      union all
      select t.oid, t.typname, t.typtype, t.typcategory, t.typbasetype, t.typelem from base b join pg_type t
        on t.oid = case when b.typtype = 'd' then b.typbasetype when b.typcategory = 'A' then b.typelem end)
    select bool_and(case when b.typtype in ('d', 'e', 'r', 'm') or b.typcategory = 'A' then true
      when b.typcategory = 'G' or b.typtype = 'c' then false
      else b.typname in ('varchar', 'cidr')
        or exists (select from pg_operator o where o.oprname = '=' and o.oprleft = b.oid and o.oprright = b.oid) end) from base b)`;

const COLLATION = `(select quote_ident(cn.nspname) || '.' || quote_ident(co.collname) from pg_collation co
      join pg_namespace cn on cn.oid = co.collnamespace join pg_type t on t.oid = a.atttypid
      where co.oid = a.attcollation and co.oid <> t.typcollation)`;

const sequence = (
  version: number,
) => `(select jsonb_build_object('schema', qn.nspname, 'name', q.relname, 'type', format_type(s.seqtypid, null),
        'start', s.seqstart::text, 'increment', s.seqincrement::text, 'min', s.seqmin::text, 'max', s.seqmax::text,
        'cache', s.seqcache::text, 'cycle', s.seqcycle)
      from pg_depend d join ${sequences(version)} s on s.seqrelid = d.objid join pg_class q on q.oid = d.objid
        join pg_namespace qn on qn.oid = q.relnamespace
      where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = a.attrelid
        and d.refobjsubid = a.attnum and d.deptype = 'a' limit 1)`;

/** The text of `attmissingval`, an array of one: it came with version 11. */
const missing = (version: number) => (version < 110_000 ? 'null' : 'case when a.atthasmissing then (a.attmissingval::text::text[])[1] end');

const columns = (version: number) => `(select jsonb_agg(jsonb_build_object(
      'number', a.attnum, 'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'collation', ${COLLATION},
      'notNull', a.attnotnull, 'default', pg_get_expr(f.adbin, f.adrelid),
      'generated', case coalesce(to_jsonb(a) ->> 'attgenerated', '') when 's' then 'stored' when 'v' then 'virtual' else 'no' end,
      'identity', case ${identityLetter(version, 'a')} when 'a' then 'always' when 'd' then 'by-default' else 'no' end,
      'missing', ${missing(version)}, 'local', a.attislocal, 'comparable', ${COMPARABLE}, 'sequence', ${sequence(version)}) order by a.attnum)
    from pg_attribute a left join pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)`;

const CONSTRAINTS = `(select jsonb_agg(jsonb_build_object('name', k.conname,
      'kind', case k.contype when 'p' then 'primary' when 'u' then 'unique' when 'c' then 'check' when 'f' then 'foreign' else 'exclusion' end,
      'definition', pg_get_constraintdef(k.oid),
      'references', (select jsonb_build_object('schema', rn.nspname, 'name', r.relname) from pg_class r
         join pg_namespace rn on rn.oid = r.relnamespace where r.oid = k.confrelid),
      'local', k.conislocal and coalesce(to_jsonb(k) ->> 'conparentid', '0') = '0') order by k.contype = 'f', k.conname)
    from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'c', 'f', 'x'))`;

const INDEXES = `(select jsonb_agg(jsonb_build_object('name', x.relname, 'definition', pg_get_indexdef(i.indexrelid),
      'local', not exists (select from pg_inherits h where h.inhrelid = i.indexrelid)) order by x.relname)
    from pg_index i join pg_class x on x.oid = i.indexrelid
    where i.indrelid = c.oid and (i.indisvalid or x.relkind = 'I')
      and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')))`;

/** Columns the old row of an UPDATE or DELETE carries where it is not whole. */
const IDENTITY = `coalesce((select jsonb_agg(a.attname order by u.n) from pg_index i
      cross join lateral unnest(i.indkey::int2[]) with ordinality as u(attnum, n)
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.attnum
    where i.indrelid = c.oid and case c.relreplident when 'd' then i.indisprimary when 'i' then i.indisreplident else false end
      and u.n <= coalesce((to_jsonb(i) ->> 'indnkeyatts')::int, i.indnatts)), '[]')`;

const KEYS = `coalesce((select jsonb_agg(k.names order by k.main desc, k.name) from (
      select i.indisprimary as main, x.relname as name, jsonb_agg(a.attname order by u.n) as names
      from pg_index i join pg_class x on x.oid = i.indexrelid
        cross join lateral unnest(i.indkey::int2[]) with ordinality as u(attnum, n)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.attnum
      where i.indrelid = c.oid and i.indisunique and i.indimmediate and i.indisvalid and i.indpred is null and i.indexprs is null
        and u.n <= coalesce((to_jsonb(i) ->> 'indnkeyatts')::int, i.indnatts)
      group by i.indexrelid, i.indisprimary, x.relname having bool_and(a.attnotnull)) as k), '[]')`;

const partitionOf = (
  version: number,
) => `(select jsonb_build_object('schema', pn.nspname, 'name', p.relname, 'bound', ${partitionBound(version, 'c')})
    from pg_inherits h join pg_class p on p.oid = h.inhparent join pg_namespace pn on pn.oid = p.relnamespace
    where h.inhrelid = c.oid and ${isPartition(version, 'c')})`;

const inherits = (
  version: number,
) => `coalesce((select jsonb_agg(jsonb_build_object('schema', pn.nspname, 'name', p.relname) order by h.inhseqno)
    from pg_inherits h join pg_class p on p.oid = h.inhparent join pg_namespace pn on pn.oid = p.relnamespace
    where h.inhrelid = c.oid and not ${isPartition(version, 'c')}), '[]')`;

/** The structure of the relation `c`. */
export function structureSql(version: number): string {
  return `jsonb_build_object('schema', n.nspname, 'name', c.relname,
    'kind', case c.relkind when 'r' then 'table' when 'p' then 'partitioned' else 'other' end, 'logged', c.relpersistence = 'p',
    'replicaIdentity', case c.relreplident when 'd' then 'default' when 'f' then 'full' when 'i' then 'index' else 'nothing' end,
    'identityColumns', ${IDENTITY},
    'keys', ${KEYS},
    'partitionOf', ${partitionOf(version)}, 'inherits', ${inherits(version)},
    'partitionKey', case when c.relkind = 'p' then ${partitionKey(version, 'c')} end,
    'columns', coalesce(${columns(version)}, '[]'), 'constraints', coalesce(${CONSTRAINTS}, '[]'), 'indexes', coalesce(${INDEXES}, '[]'))`;
}
