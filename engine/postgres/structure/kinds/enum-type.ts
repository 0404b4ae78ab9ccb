import { literal, qualified } from '../../quote.ts';
import { commentOn, commentSql } from '../comment.ts';
import { notOfExtension, readSpecs, userSchema } from '../fragments.ts';
import { type Access, accessOf, accessSql } from '../grants.ts';
import type { KindReader } from '../kind.ts';

interface Spec {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly labels: readonly string[];
  readonly comment: string | null;
  readonly access: Access;
}

const SQL = `select json_build_object('oid', t.oid::text, 'schema', n.nspname, 'name', t.typname,
    'labels', (select coalesce(json_agg(e.enumlabel order by e.enumsortorder), '[]') from pg_enum e where e.enumtypid = t.oid),
    'comment', ${commentSql('pg_type', 't.oid')}, 'access', ${accessSql('T', 't.typacl', 't.typowner')}) as spec
  from pg_type t join pg_namespace n on n.oid = t.typnamespace
  where t.typtype = 'e' and ${userSchema()} and ${notOfExtension('pg_type', 't.oid')} order by n.nspname, t.typname`;

export const enumType: KindReader = {
  catalog: 'pg_type',
  async read(server) {
    return (await readSpecs<Spec>(server, SQL)).map((spec) => {
      const object = `type ${qualified(spec)}`;
      return {
        kind: 'type',
        oid: spec.oid,
        schema: spec.schema,
        name: spec.name,
        table: null,
        sql: [
          `create ${object} as enum (${spec.labels.map((label) => literal(label).trim()).join(', ')})`,
          ...commentOn(object, spec.comment),
        ],
        ...accessOf({ object, access: spec.access }),
      };
    });
  },
};
