import { quote } from '../../quote.ts';
import { commentOn, commentSql } from '../comment.ts';
import { functionName, notOfExtension, operatorName, readSpecs, userSchema } from '../fragments.ts';
import { ownedBy } from '../grants.ts';
import type { Described, KindReader } from '../kind.ts';

interface Spec {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly left: string | null;
  readonly right: string | null;
  readonly function: string;
  readonly commutator: string | null;
  readonly negator: string | null;
  readonly restrict: string | null;
  readonly join: string | null;
  readonly merges: boolean;
  readonly hashes: boolean;
  /** Schemas of commutator and negator. */
  readonly otherSchemas: readonly string[];
  readonly comment: string | null;
  readonly owner: string;
}

const OTHER_SCHEMAS = `(select coalesce(json_agg(distinct other.oprnamespace::text), '[]') from pg_operator other
    where other.oid in (o.oprcom, o.oprnegate) and other.oprnamespace <> o.oprnamespace)`;

/** Without a function it is only the name that another operator calls its commutator or negator. */
const SQL = `select json_build_object('oid', o.oid::text, 'schema', n.nspname, 'name', o.oprname,
    'left', case when o.oprleft <> 0 then format_type(o.oprleft, null) end, 'right', case when o.oprright <> 0 then format_type(o.oprright, null) end,
    'function', ${functionName('o.oprcode')}, 'commutator', ${operatorName('o.oprcom')}, 'negator', ${operatorName('o.oprnegate')},
    'restrict', ${functionName('o.oprrest')}, 'join', ${functionName('o.oprjoin')}, 'merges', o.oprcanmerge, 'hashes', o.oprcanhash,
    'otherSchemas', ${OTHER_SCHEMAS}, 'comment', ${commentSql('pg_operator', 'o.oid')}, 'owner', pg_get_userbyid(o.oprowner)) as spec
  from pg_operator o join pg_namespace n on n.oid = o.oprnamespace
  where o.oprcode <> 0 and ${userSchema()} and ${notOfExtension('pg_operator', 'o.oid')} order by n.nspname, o.oprname, o.oid`;

export const operator: KindReader = {
  catalog: 'pg_operator',
  async read(server) {
    return (await readSpecs<Spec>(server, SQL)).map(describe);
  },
};

function describe(spec: Spec): Described {
  // Words of PROCEDURE rather than FUNCTION: every version knows them.
  const options = {
    procedure: spec.function,
    leftarg: spec.left,
    rightarg: spec.right,
    commutator: spec.commutator,
    negator: spec.negator,
    restrict: spec.restrict,
    join: spec.join,
  };
  const set = Object.entries(options).filter(([, value]) => value !== null);
  const words = [...set.map((option) => option.join(' = ')), ...(spec.merges ? ['merges'] : []), ...(spec.hashes ? ['hashes'] : [])];
  const types = `(${spec.left ?? 'NONE'}, ${spec.right ?? 'NONE'})`;
  const object = `operator ${quote(spec.schema)}.${spec.name} ${types}`;
  return {
    kind: 'operator',
    oid: spec.oid,
    schema: spec.schema,
    name: `${spec.name}${types}`,
    table: null,
    sql: [`create operator ${quote(spec.schema)}.${spec.name} (${words.join(', ')})`, ...commentOn(object, spec.comment)],
    // A commutator that is not there yet is made a name of, in a schema that must be there.
    requires: spec.otherSchemas.map((oid) => `pg_namespace:${oid}` as const),
    ...ownedBy(object, spec.owner),
  };
}
