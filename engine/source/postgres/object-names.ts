import { argumentTypes, notHelper, notHelperRoutine, notOfExtension, userSchema } from '../../postgres/structure/fragments.ts';

/** Expression: kind of a row of pg_class. */
export const relationKind = (relation: string) =>
  `case ${relation}.relkind when 'v' then 'view' when 'm' then 'materialized-view' when 'S' then 'sequence' else 'table' end`;
const NO_PART = 'null::text';
const TAKEN = 'null::text';

/**
 * What one schema ($1) holds: one row an object, with its address in pg_depend (`pg_class:16384`), the kind and the name it has in
 * `engine/postgres/structure/kinds`, the table or view it is part of, and a word for why no destination takes it.
 */
export function objectsSql(version: number): string {
  return `select * from (${allObjects(version, OF_SCHEMA)}) o order by kind, name, "table"`;
}

/**
 * How many objects of each schema have $1 in their name, or in `schema.name` when there is a dot in it: in small letters, or as they
 * are written ($2), for a server may know of fewer letters which ones are small.
 */
export function foundSql(version: number): string {
  const has = (name: string) => `(position($1::text in lower(${name})) > 0 or position($2::text in ${name}) > 0)`;
  return `select schema, count(*) as found from (${allObjects(version, 'true')}) o
    where has_schema_privilege(schema, 'USAGE') and (${has('name')} or position('.' in $1::text) > 0 and ${has(`schema || '.' || name`)})
    group by schema order by schema`;
}

/** Condition: the objects of one schema ($1). */
const OF_SCHEMA = 'n.nspname = $1';

/** `within`: of which schemas (pg_namespace, `n`). */
function allObjects(version: number, within: string): string {
  const all = [
    relations(within),
    routines(version, within),
    types(within),
    operators(within),
    collations(within),
    textSearch(within),
    parts(within),
  ];
  return all.join('\nunion all\n');
}

/** Sequences behind identity columns are their table's. */
function relations(within: string): string {
  return `select 'pg_class:' || o.oid as address, ${relationKind('o')} as kind, o.relname::text as name, ${NO_PART} as "table", ${TAKEN} as refused, n.nspname::text as schema
    ${inSchema(within, 'pg_class', 'relnamespace')} and o.relkind in ('r', 'p', 'v', 'm', 'S') and o.relpersistence <> 't'
      and ${notHelper('o')} and not (o.relkind = 'S' and ${isInternal('pg_class')})`;
}

/** The functions that make values of a range type are that type's. */
function routines(version: number, within: string): string {
  const kind = routineKind(version, 'o');
  return `select 'pg_proc:' || o.oid, ${kind}, ${routineName(version, 'o')}, ${NO_PART},
      case when ${kind} <> 'aggregate' then (select l.lanname::text from pg_language l where l.oid = o.prolang and l.lanname = 'c') end, n.nspname
    ${inSchema(within, 'pg_proc', 'pronamespace')} and not ${isInternal('pg_proc')} and ${notHelperRoutine('o')}`;
}

/** Row types are their table's, arrays their element's, multiranges their range's. Shell types are bare names. */
function types(within: string): string {
  return `select 'pg_type:' || o.oid, case o.typtype when 'd' then 'domain' else 'type' end, o.typname, ${NO_PART},
      case when o.typtype = 'b' and o.typisdefined then 'base-type' end, n.nspname
    ${inSchema(within, 'pg_type', 'typnamespace')} and (o.typtype in ('b', 'd', 'e', 'r') or not o.typisdefined
        or o.typrelid <> 0 and (select c.relkind from pg_class c where c.oid = o.typrelid) = 'c')
      and not exists (select from pg_type e where e.typarray = o.oid)`;
}

/** An operator without a function is only a name that another one mentions. */
function operators(within: string): string {
  const operand = (type: string) => `case when ${type} = 0 then 'NONE' else format_type(${type}, null) end`;
  return `select 'pg_operator:' || o.oid, 'operator', o.oprname || '(' || ${operand('o.oprleft')} || ', ' || ${operand('o.oprright')} || ')', ${NO_PART}, ${TAKEN}, n.nspname
    ${inSchema(within, 'pg_operator', 'oprnamespace')} and o.oprcode <> 0
    union all
    select 'pg_opclass:' || o.oid, 'operator-class', o.opcname || ' USING ' || (select am.amname from pg_am am where am.oid = o.opcmethod), ${NO_PART}, ${TAKEN}, n.nspname
    ${inSchema(within, 'pg_opclass', 'opcnamespace')}
    union all
    select 'pg_opfamily:' || o.oid, 'operator-family', o.opfname || ' USING ' || (select am.amname from pg_am am where am.oid = o.opfmethod), ${NO_PART}, ${TAKEN}, n.nspname
    ${inSchema(within, 'pg_opfamily', 'opfnamespace')}`;
}

function collations(within: string): string {
  return `select 'pg_collation:' || o.oid, 'collation', o.collname, ${NO_PART}, ${TAKEN}, n.nspname ${inSchema(within, 'pg_collation', 'collnamespace')}`;
}

function textSearch(within: string): string {
  return `select 'pg_ts_dict:' || o.oid, 'text-search-dictionary', o.dictname, ${NO_PART}, ${TAKEN}, n.nspname ${inSchema(within, 'pg_ts_dict', 'dictnamespace')}
    union all
    select 'pg_ts_config:' || o.oid, 'text-search-configuration', o.cfgname, ${NO_PART}, ${TAKEN}, n.nspname ${inSchema(within, 'pg_ts_config', 'cfgnamespace')}`;
}

/** Triggers and rules of tables and views; the rule that makes a view one is the view itself. */
function parts(within: string): string {
  const ofRelation = `from pg_class o join pg_namespace n on n.oid = o.relnamespace`;
  const shown = `${within} and ${userSchema()} and o.relkind in ('r', 'p', 'v', 'm') and o.relpersistence <> 't'
      and ${notOfExtension('pg_class', 'o.oid')} and ${notHelper('o')}`;
  return `select 'pg_trigger:' || t.oid, 'trigger', t.tgname, o.relname::text, ${TAKEN}, n.nspname
      ${ofRelation} join pg_trigger t on t.tgrelid = o.oid
      where ${shown} and ${ownTrigger('t')} and ${notOfExtension('pg_trigger', 't.oid')}
    union all
    select 'pg_rewrite:' || r.oid, 'rule', r.rulename, o.relname::text, ${TAKEN}, n.nspname
      ${ofRelation} join pg_rewrite r on r.ev_class = o.oid
      where ${shown} and r.rulename <> '_RETURN' and ${notOfExtension('pg_rewrite', 'r.oid')}`;
}

function inSchema(within: string, catalog: string, namespace: string): string {
  return `from ${catalog} o join pg_namespace n on n.oid = o.${namespace}
    where ${within} and ${userSchema()} and ${notOfExtension(catalog, 'o.oid')}`;
}

/** The server made it along with something else. */
function isInternal(catalog: string): string {
  return `exists (select from pg_depend i where i.classid = '${catalog}'::regclass and i.objid = o.oid and i.deptype = 'i')`;
}

/**
 * Condition: a trigger somebody made. Foreign keys bring their own; a partition has copies of its table's, which are something by
 * themselves only where they were switched on or off.
 */
export function ownTrigger(trigger: string): string {
  return `(${trigger}.tgconstraint = 0 or exists (select from pg_constraint tc where tc.oid = ${trigger}.tgconstraint and tc.contype = 't'))
    and coalesce((select above.tgenabled <> ${trigger}.tgenabled from pg_depend td join pg_trigger above on above.oid = td.refobjid
      where td.classid = 'pg_trigger'::regclass and td.objid = ${trigger}.oid and td.refclassid = 'pg_trigger'::regclass), not ${trigger}.tgisinternal)`;
}

/** Expression: kind of a row of pg_proc. */
export function routineKind(version: number, proc: string): string {
  if (version < 110000) return `case when ${proc}.proisagg then 'aggregate' else 'function' end`;
  return `case ${proc}.prokind when 'a' then 'aggregate' when 'p' then 'procedure' else 'function' end`;
}

/** Expression: `f(integer, text)`; an aggregate of nothing is `f(*)`. */
export function routineName(version: number, proc: string): string {
  const none = `case when ${routineKind(version, proc)} = 'aggregate' then '*' else '' end`;
  return `${proc}.proname || '(' || coalesce(nullif(${argumentTypes(proc)}, ''), ${none}) || ')'`;
}
