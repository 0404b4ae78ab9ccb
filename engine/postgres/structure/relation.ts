import type { SchemaObject } from '../../schema/object.ts';
import type { TableName } from '../../schema/table.ts';
import { qualified } from '../quote.ts';
import { commentSql } from './comment.ts';
import { notHelper, notOfExtension, userSchema } from './fragments.ts';
import { type Access, accessOf, accessSql, type ColumnPrivileges, privilegesSql } from './grants.ts';

/** What tables, views, materialized views and sequences have alike. */
export interface RelationSpec extends TableName {
  readonly oid: string;
  readonly comment: string | null;
  readonly access: Access;
  readonly columnPrivileges: readonly ColumnPrivileges[];
}

/** Fields of a json_build_object: `RelationSpec`. */
export function relationFields(type: 'r' | 's' = 'r'): string {
  return `'oid', c.oid::text, 'schema', n.nspname, 'name', c.relname, 'comment', ${commentSql('pg_class', 'c.oid')},
    'access', ${accessSql(type, 'c.relacl', 'c.relowner')}, 'columnPrivileges', ${COLUMN_PRIVILEGES}`;
}

const COLUMN_PRIVILEGES = `(select coalesce(json_agg(json_build_object('column', granted.attname,
    'privileges', ${privilegesSql('granted.attacl')}) order by granted.attnum), '[]')
  from pg_attribute granted where granted.attrelid = c.oid and granted.attacl is not null and not granted.attisdropped)`;

/** Relations users made, of some kinds (letters of relkind): `c` is pg_class, `n` its schema. */
export function relationsOf(...kinds: readonly string[]): string {
  return `pg_class c join pg_namespace n on n.oid = c.relnamespace and c.relpersistence <> 't'
    and c.relkind in (${kinds.map((kind) => `'${kind}'`).join(', ')}) and ${userSchema()} and ${notOfExtension('pg_class', 'c.oid')}
    and ${notHelper('c')}`;
}

/** Owner and grants. `word` as ALTER calls it: `materialized view`. */
export function relationAccess(spec: RelationSpec, word: string): Pick<SchemaObject, 'ownership' | 'grants' | 'grantees'> {
  const name = qualified(spec);
  const grantObject = `${word === 'sequence' ? word : 'table'} ${name}`;
  return accessOf({ object: `${word} ${name}`, grantObject, access: spec.access, columns: spec.columnPrivileges });
}
