import { FIRST_USER_OID, notOfExtension, userSchema } from '../../postgres/structure/fragments.ts';
import { ownTrigger, relationKind, routineKind, routineName } from './object-names.ts';

/**
 * What belongs with each object of a schema ($1), one row a pair: `from` as an address of pg_depend, then kind, schema and name of
 * the other. Partitions and heirs with what is above and below them, foreign keys with the table they point to, tables with the
 * sequences of their columns, views and rules with what they read, triggers with their table and function.
 */
export function proposalsSql(version: number): string {
  const own = version >= 110000 ? 'and k.conparentid = 0' : '';
  return `with recursive here as (
      select c.oid, c.relkind from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relkind in ('r', 'p', 'v', 'm')),
    above as (
      select h.oid, i.inhparent as other from here h join pg_inherits i on i.inhrelid = h.oid where h.relkind in ('r', 'p')
      union select a.oid, i.inhparent from above a join pg_inherits i on i.inhrelid = a.other),
    pairs as (
      select 'pg_class:' || oid as "from", other from above
      union select 'pg_class:' || h.oid, i.inhrelid from here h join pg_inherits i on i.inhparent = h.oid where h.relkind in ('r', 'p')
      union select 'pg_class:' || h.oid, k.confrelid from here h join pg_constraint k on k.conrelid = h.oid
        where k.contype = 'f' and k.confrelid <> h.oid ${own}
      union select 'pg_class:' || h.oid, d.refobjid from here h join pg_attrdef e on e.adrelid = h.oid
        join pg_depend d on d.classid = 'pg_attrdef'::regclass and d.objid = e.oid and d.refclassid = 'pg_class'::regclass
        join pg_class s on s.oid = d.refobjid and s.relkind = 'S'
      union select 'pg_class:' || h.oid, s.oid from here h
        join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = h.oid and d.classid = 'pg_class'::regclass and d.deptype = 'a'
        join pg_class s on s.oid = d.objid and s.relkind = 'S'
      union select case r.rulename when '_RETURN' then 'pg_class:' || h.oid else 'pg_rewrite:' || r.oid end, d.refobjid
        from here h join pg_rewrite r on r.ev_class = h.oid
        join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
        where r.rulename <> '_RETURN' or d.refobjid <> h.oid
      union select 'pg_trigger:' || t.oid, t.tgrelid from here h join pg_trigger t on t.tgrelid = h.oid where ${ownTrigger('t')})
    select p."from", ${relationKind('c')} as kind,
        n.nspname as schema, c.relname as name
      from pairs p join pg_class c on c.oid = p.other join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'S') and ${userSchema()} and ${notOfExtension('pg_class', 'c.oid')}
    union all
    select 'pg_trigger:' || t.oid, ${routineKind(version, 'f')}, n.nspname, ${routineName(version, 'f')}
      from here h join pg_trigger t on t.tgrelid = h.oid join pg_proc f on f.oid = t.tgfoid join pg_namespace n on n.oid = f.pronamespace
      where ${ownTrigger('t')} and f.oid >= ${FIRST_USER_OID} and ${userSchema()} and ${notOfExtension('pg_proc', 'f.oid')}
    order by 1, 2, 3, 4`;
}
