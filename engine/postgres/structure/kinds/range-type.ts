import { text } from '../../../text.ts';
import { qualified } from '../../quote.ts';
import { commentOn, commentSql } from '../comment.ts';
import { collationIfNot, functionName, notOfExtension, readSpecs, userSchema } from '../fragments.ts';
import { type Access, accessOf, accessSql } from '../grants.ts';
import type { Described, KindReader } from '../kind.ts';

interface Spec {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly subtype: string;
  readonly operatorClass: string | null;
  readonly collation: string | null;
  readonly canonical: string | null;
  readonly difference: string | null;
  /** Where it is not the name the server would choose. */
  readonly multirange: string | null;
  readonly comment: string | null;
  readonly access: Access;
}

/** The server puts `multi` before the first `range` of the name, or `_multirange` behind it. */
const MULTIRANGE = `(select quote_ident(mn.nspname) || '.' || quote_ident(m.typname) from pg_type m join pg_namespace mn on mn.oid = m.typnamespace
    where m.oid = r.rngmultitypid and not (m.typnamespace = t.typnamespace and m.typname =
      case when t.typname ~ 'range' then regexp_replace(t.typname, 'range', 'multirange') else t.typname || '_multirange' end))`;

function sql(version: number): string {
  return `select json_build_object('oid', t.oid::text, 'schema', n.nspname, 'name', t.typname, 'subtype', format_type(r.rngsubtype, null),
      'operatorClass', (select quote_ident(opn.nspname) || '.' || quote_ident(op.opcname) from pg_opclass op
        join pg_namespace opn on opn.oid = op.opcnamespace where op.oid = r.rngsubopc and not op.opcdefault),
      'collation', ${collationIfNot('r.rngcollation', 'st.typcollation')},
      'canonical', ${functionName('r.rngcanonical')}, 'difference', ${functionName('r.rngsubdiff')},
      'multirange', ${version >= 140000 ? MULTIRANGE : 'null::text'},
      'comment', ${commentSql('pg_type', 't.oid')}, 'access', ${accessSql('T', 't.typacl', 't.typowner')}) as spec
    from pg_range r join pg_type t on t.oid = r.rngtypid join pg_type st on st.oid = r.rngsubtype join pg_namespace n on n.oid = t.typnamespace
    where ${userSchema()} and ${notOfExtension('pg_type', 't.oid')} order by n.nspname, t.typname`;
}

export const rangeType: KindReader = {
  catalog: 'pg_type',
  async read(server) {
    return (await readSpecs<Spec>(server, sql(server.version))).map(describe);
  },
};

function describe(spec: Spec): Described {
  const object = `type ${qualified(spec)}`;
  const options = {
    subtype: spec.subtype,
    subtype_opclass: spec.operatorClass,
    collation: spec.collation,
    canonical: spec.canonical,
    subtype_diff: spec.difference,
    multirange_type_name: spec.multirange,
  };
  const set = Object.entries(options).filter(([, value]) => value !== null);
  return {
    kind: 'type',
    oid: spec.oid,
    schema: spec.schema,
    name: spec.name,
    table: null,
    sql: [`create ${object} as range (${set.map((option) => option.join(' = ')).join(', ')})`, ...commentOn(object, spec.comment)],
    // Its canonical function takes the type itself, so a name without a body comes first.
    ...(spec.canonical === null ? {} : { standIn: [`create ${object}`] }),
    needs: spec.multirange === null ? [] : [{ version: 140000, what: text('a named multirange type', '指定名称的多重范围类型') }],
    ...accessOf({ object, access: spec.access }),
  };
}
