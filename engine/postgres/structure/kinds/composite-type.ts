import { qualified, quote } from '../../quote.ts';
import { commentOn, commentSql } from '../comment.ts';
import { collationIfNot, notOfExtension, readSpecs, userSchema } from '../fragments.ts';
import { type Access, accessOf, accessSql } from '../grants.ts';
import type { Described, KindReader } from '../kind.ts';

interface Spec {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly Column[];
  readonly comment: string | null;
  readonly access: Access;
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly collation: string | null;
  readonly comment: string | null;
}

const COLUMNS = `(select coalesce(json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
      'collation', ${collationIfNot('a.attcollation', 'ty.typcollation')}, 'comment', col_description(c.oid, a.attnum)) order by a.attnum), '[]')
    from pg_attribute a join pg_type ty on ty.oid = a.atttypid where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)`;

/** Row types of tables and views are theirs: only relations of kind `c` are types alone. */
const SQL = `select json_build_object('oid', t.oid::text, 'schema', n.nspname, 'name', t.typname, 'columns', ${COLUMNS},
    'comment', ${commentSql('pg_type', 't.oid')}, 'access', ${accessSql('T', 't.typacl', 't.typowner')}) as spec
  from pg_type t join pg_class c on c.oid = t.typrelid and c.relkind = 'c' join pg_namespace n on n.oid = t.typnamespace
  where ${userSchema()} and ${notOfExtension('pg_type', 't.oid')} order by n.nspname, t.typname`;

export const compositeType: KindReader = {
  catalog: 'pg_type',
  async read(server) {
    return (await readSpecs<Spec>(server, SQL)).map(describe);
  },
};

function describe(spec: Spec): Described {
  const object = `type ${qualified(spec)}`;
  const columns = spec.columns.map(
    ({ name, type, collation }) => `${quote(name)} ${type}${collation === null ? '' : ` collate ${collation}`}`,
  );
  return {
    kind: 'type',
    oid: spec.oid,
    schema: spec.schema,
    name: spec.name,
    table: null,
    sql: [
      `create ${object} as (${columns.join(', ')})`,
      ...commentOn(object, spec.comment),
      ...spec.columns.flatMap(({ name, comment }) => commentOn(`column ${qualified(spec)}.${quote(name)}`, comment)),
    ],
    ...accessOf({ object, access: spec.access }),
  };
}
