import type { TableName } from '../../schema/table.ts';
import { commentSql } from './comment.ts';
import { notHelper, notOfExtension, readSpecs, userSchema } from './fragments.ts';
import type { PartScope, Server } from './kind.ts';

/** What every part of a table has. */
export interface PartSpec {
  readonly oid: string;
  readonly name: string;
  readonly table: TableName;
  /** Columns of the table that it covers or reads. */
  readonly columns: readonly string[];
  readonly comment: string | null;
}

interface PartInit {
  /** Where pg_depend and comments find it, and its oid in terms of `from`. */
  readonly catalog: string;
  readonly oid: string;
  readonly from: string;
  /** Expressions: oid of its table, and its name. */
  readonly table: string;
  readonly name: string;
  /** More of json_build_object: `'enabled', t.tgenabled`. */
  readonly fields: string;
  /** Expression for its columns (json list of names) where they are not those that pg_depend says the part itself reads. */
  readonly columns?: string;
  readonly where?: string;
}

/** Parts of the tables and views (alias `c`, schema `n`) in scope, ordered by table and name. */
export async function readParts<T extends PartSpec>(server: Server, scope: PartScope, init: PartInit): Promise<readonly T[]> {
  const { catalog, oid, from, table, name, fields, columns = usedColumns(catalog, oid), where = 'true' } = init;
  const sql = `select json_build_object('oid', ${oid}::text, 'name', ${name}, 'table', json_build_object('schema', n.nspname, 'name', c.relname),
      'columns', ${columns}, 'comment', ${commentSql(catalog, oid)}, ${fields}) as spec
    from ${from} join pg_class c on c.oid = ${table} join pg_namespace n on n.oid = c.relnamespace
    where ${userSchema()} and c.relkind in ('r', 'p', 'v', 'm') and c.relpersistence <> 't' and ${notOfExtension('pg_class', 'c.oid')} and ${notHelper('c')}
      and ($1::oid[] is null or c.oid in (select unnest($1::oid[]))) and (${where})
    order by n.nspname, c.relname, ${name}`;
  return readSpecs<T>(server, sql, [scope.tables]);
}

/** Expression: names of the columns (json list) of its table (`c`) that an object depends on. */
function usedColumns(catalog: string, oid: string): string {
  return `(select coalesce(json_agg(distinct used.attname::text), '[]') from pg_depend d
      join pg_attribute used on used.attrelid = d.refobjid and used.attnum = d.refobjsubid
    where d.classid = '${catalog}'::regclass and d.objid = ${oid} and d.refclassid = 'pg_class'::regclass and d.refobjid = c.oid
      and d.refobjsubid > 0)`;
}

/** How rules and triggers say that they do not run in the usual case: letter of the catalog to words of ALTER. */
const STATES: Readonly<Record<string, string>> = { O: 'enable', D: 'disable', A: 'enable always', R: 'enable replica' };

/** `enable always`, for a letter of tgenabled and the like. */
export function enabledWords(letter: string): string {
  return STATES[letter] ?? 'enable';
}
