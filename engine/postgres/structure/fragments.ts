import { HELPER_RELATIONS, HELPER_ROUTINES, PUBLISHED_LIST } from '../../schema/helper.ts';
import type { ErrorScope } from '../errors.ts';
import { need, query } from '../query.ts';
import { literal } from '../quote.ts';
import type { Server } from './kind.ts';

const SCOPE: ErrorScope = { side: 'source' };

/** Objects made before the first user could connect have oids below it: part of the server itself. */
export const FIRST_USER_OID = 16384;

/** Condition: the schema (alias `n` of pg_namespace, or another) holds what users made. Our own marks are not part of the database. */
export function userSchema(alias = 'n'): string {
  return `${alias}.nspname !~ '^pg_' and ${alias}.nspname not in ('information_schema', 'opendts')`;
}

/** Condition: the relation (of pg_class, in the schema `n`) is none of our own tables at a source. */
export function notHelper(relation: string, schema = 'n'): string {
  const names = HELPER_RELATIONS.map(
    (table) => `${schema}.nspname = ${literal(table.schema)} and ${relation}.relname = ${literal(table.name)}`,
  );
  const list = `${schema}.nspname = 'public' and ${relation}.relname ~ ${literal(PUBLISHED_LIST)}`;
  return `not (${[...names, list].join(' or ')})`;
}

/** Condition: the routine (of pg_proc, in the schema `n`) is none of our own at a source. */
export function notHelperRoutine(routine: string): string {
  return `not (n.nspname = 'public' and ${routine}.proname in (${HELPER_ROUTINES.map(literal).join(', ')}))`;
}

/** Condition: no extension made it. `CREATE EXTENSION` brings its members along. `oid` is an SQL expression. */
export function notOfExtension(catalog: string, oid: string): string {
  return `not exists (select from pg_depend ext where ext.classid = '${catalog}'::regclass and ext.objid = ${oid} and ext.deptype = 'e')`;
}

/** Condition: no other object brings it along, as range types do their constructors. */
export function notPartOfAnother(catalog: string, oid: string): string {
  return `not exists (select from pg_depend own where own.classid = '${catalog}'::regclass and own.objid = ${oid} and own.deptype = 'i')`;
}

/** Expression: json list of the extensions it was marked as depending on (`ALTER … DEPENDS ON EXTENSION`): `MarkedExtension[]`. */
export function markedExtensions(catalog: string, oid: string): string {
  return `(select coalesce(json_agg(json_build_object('oid', x.oid::text, 'name', x.extname) order by x.extname), '[]')
    from pg_depend mark join pg_extension x on mark.refclassid = 'pg_extension'::regclass and x.oid = mark.refobjid
    where mark.classid = '${catalog}'::regclass and mark.objid = ${oid} and mark.deptype = 'x')`;
}

export interface MarkedExtension {
  readonly oid: string;
  readonly name: string;
}

/** Expression: qualified name of a collation, ready for SQL; null where it is the one the type has by itself. */
export function collationIfNot(collation: string, ownOfType: string): string {
  return `(select quote_ident(cn.nspname) || '.' || quote_ident(co.collname) from pg_collation co
    join pg_namespace cn on cn.oid = co.collnamespace where co.oid = ${collation} and ${collation} <> ${ownOfType})`;
}

/** Expression: name of a function ready for SQL; null for none (oid 0). */
export function functionName(oid: string): string {
  return `nullif(${oid}::oid::regproc::text, '-')`;
}

/** Expression: types of the arguments a routine of pg_proc is called by: `integer, text`. Types only, so they are the same on any server. */
export function argumentTypes(proc = 'p'): string {
  return `coalesce((select string_agg(format_type(arg.type, null), ', ' order by arg.n)
    from unnest(${proc}.proargtypes::oid[]) with ordinality as arg(type, n)), '')`;
}

/** Runs a query whose rows are one json value each, called `spec`. */
export async function readSpecs<T>(server: Server, sql: string, values: readonly unknown[] = []): Promise<readonly T[]> {
  return (await query(server.client, SCOPE, sql, values)).map((row) => JSON.parse(need(row.spec)) as T);
}

/** Expression: an operator as CREATE OPERATOR and CREATE AGGREGATE name it: `operator("s".===)`; null for none (oid 0). */
export function operatorName(oid: string): string {
  return `(select 'operator(' || quote_ident(opn.nspname) || '.' || op.oprname || ')' from pg_operator op
    join pg_namespace opn on opn.oid = op.oprnamespace where op.oid = ${oid})`;
}
