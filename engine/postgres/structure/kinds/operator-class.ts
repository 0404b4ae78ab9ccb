import { qualified, quote } from '../../quote.ts';
import { commentOn, commentSql } from '../comment.ts';
import { notOfExtension, readSpecs, userSchema } from '../fragments.ts';
import { ownedBy } from '../grants.ts';
import type { Described, KindReader } from '../kind.ts';
import { type FamilyMembers, memberNeeds, membersSql } from './operator-family.ts';

interface Spec extends FamilyMembers {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly method: string;
  readonly family: { readonly schema: string; readonly name: string };
  readonly type: string;
  readonly isDefault: boolean;
  /** Type of what the index holds, where it is not the column's. */
  readonly storage: string | null;
  readonly comment: string | null;
  readonly owner: string;
}

const SQL = `select json_build_object('oid', c.oid::text, 'schema', n.nspname, 'name', c.opcname, 'method', am.amname,
    'family', json_build_object('schema', fn.nspname, 'name', f.opfname), 'type', format_type(c.opcintype, null), 'isDefault', c.opcdefault,
    'storage', case when c.opckeytype <> 0 then format_type(c.opckeytype, null) end, ${membersSql('pg_opclass', 'c.oid')},
    'comment', ${commentSql('pg_opclass', 'c.oid')}, 'owner', pg_get_userbyid(c.opcowner)) as spec
  from pg_opclass c join pg_am am on am.oid = c.opcmethod join pg_namespace n on n.oid = c.opcnamespace
    join pg_opfamily f on f.oid = c.opcfamily join pg_namespace fn on fn.oid = f.opfnamespace
  where ${userSchema()} and ${notOfExtension('pg_opclass', 'c.oid')} order by n.nspname, c.opcname, am.amname`;

export const operatorClass: KindReader = {
  catalog: 'pg_opclass',
  async read(server) {
    return (await readSpecs<Spec>(server, SQL)).map(describe);
  },
};

function describe(spec: Spec): Described {
  const object = `operator class ${qualified(spec)} using ${quote(spec.method)}`;
  const storage = spec.storage === null ? [] : [`storage ${spec.storage}`];
  const members = [...storage, ...spec.operators, ...spec.functions.map(({ clause }) => clause)];
  // The list may not be empty; the type itself as storage says nothing.
  const list = members.length === 0 ? [`storage ${spec.type}`] : members;
  return {
    kind: 'operator-class',
    oid: spec.oid,
    schema: spec.schema,
    name: `${spec.name} USING ${spec.method}`,
    table: null,
    sql: [
      `create operator class ${qualified(spec)} ${spec.isDefault ? 'default ' : ''}for type ${spec.type} using ${quote(spec.method)} family ${qualified(spec.family)} as ${list.join(', ')}`,
      ...commentOn(object, spec.comment),
    ],
    needs: memberNeeds(spec.method, spec),
    ...ownedBy(object, spec.owner),
  };
}
