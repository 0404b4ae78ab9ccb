import { quote } from '../../quote.ts';
import { commentOn, commentSql } from '../comment.ts';
import { notOfExtension, readSpecs, userSchema } from '../fragments.ts';
import { type Access, accessOf, accessSql, privilegeStatements, rolesOf } from '../grants.ts';
import type { Described, KindReader } from '../kind.ts';

interface Spec {
  readonly oid: string;
  readonly name: string;
  readonly comment: string | null;
  readonly access: Access;
}

const SQL = `select json_build_object('oid', n.oid::text, 'name', n.nspname, 'comment', ${commentSql('pg_namespace', 'n.oid')},
    'access', ${accessSql('n', 'n.nspacl', 'n.nspowner')}) as spec
  from pg_namespace n where ${userSchema()} and ${notOfExtension('pg_namespace', 'n.oid')} order by n.nspname`;

export const schema: KindReader = {
  catalog: 'pg_namespace',
  async read(server) {
    return (await readSpecs<Spec>(server, SQL)).map(describe);
  },
};

function describe({ oid, name, comment, access }: Spec): Described {
  const object = `schema ${quote(name)}`;
  const isPublic = name === 'public';
  return {
    kind: 'schema',
    oid,
    schema: null,
    name,
    table: null,
    sql: [`create schema if not exists ${quote(name)}`, ...(isPublic ? publicComment(comment) : commentOn(object, comment))],
    ...(isPublic ? publicAccess(object, access) : accessOf({ object, access })),
  };
}

/** A new database has it with a comment, which a source may have taken away. */
function publicComment(comment: string | null): readonly string[] {
  if (comment === 'standard public schema') return [];
  return comment === null ? ['comment on schema "public" is null'] : commentOn('schema "public"', comment);
}

/**
 * A new database has it with privileges for everybody, fewer since 15, and since then it belongs to a role that stands for the
 * owner of the database: what everybody may is said in full.
 */
function publicAccess(object: string, { owner, actual, usual }: Access): Pick<Described, 'ownership' | 'grants' | 'grantees'> {
  const ofDatabase = owner === 'pg_database_owner';
  const grants = [`revoke all on ${object} from public`, ...privilegeStatements({ owner, actual, usual }, { on: object })];
  const roles = rolesOf(owner, actual ?? []).filter((role) => role !== 'pg_database_owner');
  return { ownership: ofDatabase ? [] : [`alter ${object} owner to ${quote(owner)}`], grants, grantees: roles };
}
