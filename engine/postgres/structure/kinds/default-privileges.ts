import { text } from '../../../text.ts';
import { quote } from '../../quote.ts';
import { readSpecs, userSchema } from '../fragments.ts';
import { type Privilege, privilegeStatements, privilegesSql, rolesOf } from '../grants.ts';
import type { Described, KindReader } from '../kind.ts';

interface Spec {
  readonly oid: string;
  /** Whose new objects are meant. */
  readonly role: string;
  /** Null: in every schema. */
  readonly schema: string | null;
  readonly type: keyof typeof OBJECTS;
  readonly actual: readonly Privilege[];
  readonly usual: readonly Privilege[];
}

const OBJECTS = { r: 'tables', S: 'sequences', f: 'functions', T: 'types', n: 'schemas', L: 'large objects' } as const;

/** Those of a schema add to those of the database, so nothing is usual there. */
const SQL = `select json_build_object('oid', d.oid::text, 'role', pg_get_userbyid(d.defaclrole), 'schema', n.nspname, 'type', d.defaclobjtype,
    'actual', ${privilegesSql('d.defaclacl')}, 'usual', case when d.defaclnamespace = 0
      then ${privilegesSql("acldefault(case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end, d.defaclrole)")} else '[]' end) as spec
  from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
  where d.defaclnamespace = 0 or ${userSchema()} order by n.nspname, pg_get_userbyid(d.defaclrole), d.defaclobjtype`;

/** What roles let others do with objects they make later. Applied last: what is made here gets the privileges it had. */
export const defaultPrivileges: KindReader = {
  catalog: 'pg_default_acl',
  async read(server) {
    return (await readSpecs<Spec>(server, SQL)).map(describe);
  },
};

function describe({ oid, role, schema, type, actual, usual }: Spec): Described {
  const objects = OBJECTS[type];
  const place = schema === null ? '' : ` in schema ${quote(schema)}`;
  const prefix = `alter default privileges for role ${quote(role)}${place}`;
  return {
    kind: 'default-privileges',
    oid,
    schema,
    name: `${role} ${objects}`,
    table: null,
    sql: [],
    phase: 'after',
    grants: privilegeStatements({ owner: role, actual, usual }, { on: objects, prefix }),
    grantees: rolesOf(role, actual),
    needs: type === 'L' ? [{ version: 180000, what: text('default privileges of large objects', '大对象的默认权限') }] : [],
  };
}
