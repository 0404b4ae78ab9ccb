/**
 * How the rows of one system catalog become lines: the whole row as JSON, whatever columns the server's version has, with `columns`
 * in the place of what only means something inside one database (oids, column numbers, parsed expressions).
 */
export interface CatalogSpec {
  readonly catalog: string;
  /** Which rows are a user's; the row is `t`. */
  readonly where: string;
  /** What the row is called, where it is not an object with a name of its own. */
  readonly identity?: string;
  /** Columns that two equal databases differ in, or that `columns` tells better. */
  readonly without: readonly string[];
  readonly columns?: Readonly<Record<string, string>>;
  /** Columns told only when owners and privileges are compared. */
  readonly owner?: string;
  readonly acl?: { readonly column: string; readonly defaults: string };
}

/** Not the system's, not a session's, not ours. */
export const USER_SCHEMA = (oid: string) =>
  `${oid} in (select n.oid from pg_catalog.pg_namespace n where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'opendts'))`;

/** Neither built in nor part of an extension. */
export function userObject(catalog: string, oid: string): string {
  return `${oid} >= 16384 and not exists (select from pg_catalog.pg_depend e
    where e.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass and e.objid = ${oid} and e.deptype = 'e')`;
}

export function userRelation(oid: string): string {
  return `exists (select from pg_catalog.pg_class r where r.oid = ${oid} and ${USER_SCHEMA('r.relnamespace')} and ${userObject('pg_class', 'r.oid')})`;
}

/** Name of the object an oid stands for; null for none. */
export function named(catalog: string, oid: string): string {
  return `(select o.identity from pg_catalog.pg_identify_object('pg_catalog.${catalog}'::pg_catalog.regclass, nullif(${oid}, 0), 0) o where ${oid} <> 0)`;
}

export const regclass = (oid: string) => `nullif(${oid}, 0)::pg_catalog.regclass::text`;
export const type = (oid: string, typmod = 'null') => `pg_catalog.format_type(nullif(${oid}, 0), ${typmod})`;
export const procedure = (oid: string) => `nullif(${oid}::pg_catalog.oid, 0)::pg_catalog.regprocedure::text`;
export const operator = (oid: string) => `nullif(${oid}, 0)::pg_catalog.regoperator::text`;
export const collation = (oid: string) => named('pg_collation', oid);
export const roleName = (oid: string) => `case ${oid} when 0 then 'public' else pg_catalog.pg_get_userbyid(${oid})::text end`;

/** Names in the place of column numbers. */
export function columnNames(relation: string, numbers: string): string {
  return `(select jsonb_agg(coalesce(a.attname::text, k.num::text) order by k.place)
    from unnest((${numbers})::int2[]) with ordinality k(num, place)
    left join pg_catalog.pg_attribute a on a.attrelid = ${relation} and a.attnum = k.num and k.num <> 0)`;
}

/** What `name` makes of each of several oids, in their order. */
export function each(oids: string, name: (oid: string) => string): string {
  return `(select jsonb_agg(${name('k.id')} order by k.place) from unnest((${oids})::oid[]) with ordinality k(id, place))`;
}

/** Who may do what, by names; what was never granted or revoked reads as what everybody starts with. */
export function privileges(acl: string, defaults: string): string {
  return `(select jsonb_agg(concat_ws(' ', ${roleName('x.grantee')}, x.privilege_type, case when x.is_grantable then 'with grant option' end,
      'by', ${roleName('x.grantor')}) order by ${roleName('x.grantee')} collate "C", x.privilege_type collate "C", ${roleName('x.grantor')} collate "C")
    from (select nullif(coalesce(${acl}, ${defaults}), '{}'::aclitem[]) as list) l, pg_catalog.aclexplode(l.list) x)`;
}
