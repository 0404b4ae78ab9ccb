import { identityLetter, isPartition, TEN } from '../../before-10.ts';
import { commentSql } from '../comment.ts';
import { callsUserFunction } from './apart.ts';
import { binaryTypes } from './binary.ts';

/** Type, numbers and turn of a sequence in terms of pg_sequence. */
export const SEQUENCE_OPTIONS = `'type', format_type(s.seqtypid, null), 'start', s.seqstart::text, 'increment', s.seqincrement::text,
  'min', s.seqmin::text, 'max', s.seqmax::text, 'cache', s.seqcache::text, 'cycle', s.seqcycle`;

/** Fields of a column (`a`, of type `t`) that only ALTER TABLE sets. */
export function columnSettingsSql(version: number): string {
  return `'storage', case when a.attstorage <> t.typstorage
      then case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end end,
    'compression', ${version >= 140000 ? "case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end" : 'null'},
    'statistics', case when a.attstattarget >= 0 then a.attstattarget::text end, 'options', coalesce(to_json(a.attoptions), '[]')`;
}

/**
 * Columns of the tables that `selected` (a WITH clause) names: a row for each table, with `oid` and `spec`. What few columns have is
 * asked only of those, each time by an index: a database has hundreds of thousands of columns, and joins of everything with
 * everything leave too much to the planner's guesses.
 */
export function columnsSql(selected: string, version: number): string {
  const generated = version >= 120000 ? "case a.attgenerated when 's' then 'stored' when 'v' then 'virtual' else 'no' end" : "'no'";
  const letter = identityLetter(version, 'a');
  return `${selected},
${COMPARABLE},
${binaryTypes(TYPES)}
select a.attrelid::text as oid, json_agg(json_build_object(
  'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'notNull', a.attnotnull,
  'notNullSpec', case when a.attnotnull then ${version >= 180000 ? NOT_NULL : notNullFlag(version)} end,
  'default', pg_get_expr(d.adbin, d.adrelid), 'generated', ${generated}, 'reads', case when ${generated} = 'no' then '[]'::json else ${READS} end,
  'defaultApart', d.oid is not null and ${generated} = 'no' and ${callsUserFunction('pg_attrdef', 'd.oid')},
  'identity', case ${letter} when 'a' then 'always' when 'd' then 'by-default' else 'no' end,
  'identityOptions', ${identity(version, IDENTITY_OPTIONS)},
  'identityPersistence', ${identity(version, IDENTITY_PERSISTENCE)},
  'collation', case when a.attcollation <> t.typcollation then ${COLLATION} end,
  'comparable', cmp.comparable, 'binary', bin.name, 'local', a.attislocal or ${isPartition(version, 'c')}, 'parentDefault', case when ${inherited(version)} then ${PARENT_DEFAULT} end,
  ${columnSettingsSql(version)}, 'comment', col_description(a.attrelid, a.attnum)) order by a.attnum) as spec
from selected join pg_class c on c.oid = selected.oid join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_type t on t.oid = a.atttypid join comparable cmp on cmp.root = a.atttypid
join binary_type bin on bin.root = a.atttypid
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
group by a.attrelid`;
}

const inherited = (version: number) => `a.attinhcount > 0 and not ${isPartition(version, 'c')}`;

/** Servers before 18 do not tell whose it is: with a parent that has it, it is taken for the parent's (as pg_dump does). */
const notNullFlag = (version: number) => `json_build_object('name', null, 'local', not (${inherited(version)}
    and exists (select from pg_inherits h join pg_attribute pa on pa.attrelid = h.inhparent and pa.attname = a.attname and pa.attnotnull
      where h.inhrelid = a.attrelid)),
  'noInherit', false, 'valid', true, 'comment', null)`;

const NOT_NULL = `(select json_build_object('name', nn.conname, 'local', nn.conislocal, 'noInherit', nn.connoinherit, 'valid', nn.convalidated,
    'comment', ${commentSql('pg_constraint', 'nn.oid')})
  from pg_constraint nn where nn.conrelid = a.attrelid and nn.contype = 'n' and nn.conkey[1] = a.attnum)`;

/** Up to 14 the column itself is known to read another, since then its expression. */
const READS = `(select coalesce(json_agg(distinct k.attname::text), '[]') from pg_attribute k where k.attrelid = a.attrelid and k.attnum <> a.attnum
    and exists (select from pg_depend r where r.refclassid = 'pg_class'::regclass and r.refobjid = a.attrelid and r.refobjsubid = k.attnum
      and (r.classid = 'pg_attrdef'::regclass and r.objid = d.oid
        or r.classid = 'pg_class'::regclass and r.objid = a.attrelid and r.objsubid = a.attnum)))`;

const PARENT_DEFAULT = `(select max(pg_get_expr(pd.adbin, pd.adrelid)) from pg_inherits h
  join pg_attribute pa on pa.attrelid = h.inhparent and pa.attname = a.attname
  join pg_attrdef pd on pd.adrelid = pa.attrelid and pd.adnum = pa.attnum where h.inhrelid = a.attrelid)`;

const COLLATION = `(select quote_ident(cn.nspname) || '.' || quote_ident(co.collname) from pg_collation co
  join pg_namespace cn on cn.oid = co.collnamespace where co.oid = a.attcollation)`;

const IDENTITY_OPTIONS = `json_build_object(${SEQUENCE_OPTIONS}, 'schema', qn.nspname, 'name', q.relname, 'comment', ${commentSql('pg_class', 'q.oid')})`;

const IDENTITY_PERSISTENCE = `case when q.relpersistence <> c.relpersistence then case q.relpersistence when 'u' then 'unlogged' else 'logged' end end`;

/** Something of the sequence behind an identity column. */
function identity(version: number, what: string): string {
  if (version < TEN) return 'null';
  return `case when a.attidentity <> '' then (select ${what} from pg_depend dep join pg_sequence s on s.seqrelid = dep.objid join pg_class q on q.oid = dep.objid
    join pg_namespace qn on qn.oid = q.relnamespace
    where dep.refclassid = 'pg_class'::regclass and dep.refobjid = a.attrelid and dep.refobjsubid = a.attnum
      and dep.classid = 'pg_class'::regclass and dep.deptype = 'i') end`;
}

const TYPES = 'select k.atttypid from selected join pg_attribute k on k.attrelid = selected.oid where k.attnum > 0';

/** Geometric `=` compares areas, composites only if every part can: both are told apart by their text instead. */
const COMPARABLE = `base as (
  select t.oid as root, t.oid, t.typname, t.typtype, t.typcategory, t.typbasetype, t.typelem from pg_type t
  where t.oid in (${TYPES})
  union all
  select b.root, t.oid, t.typname, t.typtype, t.typcategory, t.typbasetype, t.typelem from base b join pg_type t
    on t.oid = case when b.typtype = 'd' then b.typbasetype when b.typcategory = 'A' then b.typelem end
),
comparable as (
  select root, bool_and(case when typtype in ('d', 'e', 'r', 'm') or typcategory = 'A' then true
    when typcategory = 'G' or typtype = 'c' then false
    else typname in ('varchar', 'cidr') or exists (select from pg_operator o where o.oprname = '=' and o.oprleft = base.oid and o.oprright = base.oid)
    end) as comparable
  from base group by root
)`;
