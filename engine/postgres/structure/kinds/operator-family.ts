import type { Need } from '../../../schema/object.ts';
import { text } from '../../../text.ts';
import { qualified, quote } from '../../quote.ts';
import { commentOn, commentSql } from '../comment.ts';
import { notOfExtension, readSpecs, userSchema } from '../fragments.ts';
import { ownedBy } from '../grants.ts';
import type { Described, KindReader } from '../kind.ts';

interface Spec extends FamilyMembers {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly method: string;
  readonly comment: string | null;
  readonly owner: string;
}

/** What belongs to a family by itself or through one of its classes. */
export interface FamilyMembers {
  /** Clauses of ALTER OPERATOR FAMILY … ADD and CREATE OPERATOR CLASS … AS. */
  readonly operators: readonly string[];
  readonly functions: readonly MemberFunction[];
}

interface MemberFunction {
  readonly number: number;
  readonly clause: string;
}

/** Fields of `FamilyMembers` for json_build_object: the members that pg_depend ties to an operator family or class. */
export function membersSql(catalog: 'pg_opfamily' | 'pg_opclass', oid: string): string {
  const tied = (members: string, member: string) => `exists (select from pg_depend d where d.classid = '${members}'::regclass
    and d.objid = ${member}.oid and d.refclassid = '${catalog}'::regclass and d.refobjid = ${oid})`;
  return `'operators', (select coalesce(json_agg('operator ' || m.amopstrategy || ' ' || m.amopopr::regoperator || coalesce(' for order by ' ||
        (select quote_ident(sn.nspname) || '.' || quote_ident(s.opfname) from pg_opfamily s join pg_namespace sn on sn.oid = s.opfnamespace
          where s.oid = m.amopsortfamily), '') order by m.amopstrategy, m.amoppurpose desc, m.amopopr::regoperator::text), '[]')
      from pg_amop m where ${tied('pg_amop', 'm')}),
    'functions', (select coalesce(json_agg(json_build_object('number', m.amprocnum, 'clause', 'function ' || m.amprocnum || ' (' ||
        format_type(m.amproclefttype, null) || ', ' || format_type(m.amprocrighttype, null) || ') ' || m.amproc::oid::regprocedure)
        order by m.amprocnum, m.amproc::oid::regprocedure::text), '[]')
      from pg_amproc m where ${tied('pg_amproc', 'm')})`;
}

/** Support functions of an access method that came with a version. */
const SINCE: Readonly<Record<string, number>> = {
  'btree 3': 110000,
  'btree 4': 130000,
  'btree 5': 130000,
  'btree 6': 180000,
  'hash 2': 110000,
  'hash 3': 130000,
  'gist 10': 130000,
  'gist 11': 140000,
  'gist 12': 180000,
  'gin 7': 130000,
  'spgist 6': 110000,
  'spgist 7': 130000,
  'brin 5': 130000,
};

export function memberNeeds(method: string, { functions }: FamilyMembers): readonly Need[] {
  return functions.flatMap(({ number }) => {
    const version = SINCE[`${method} ${number}`];
    const what = text(`Support function ${number} of the index method ${method}`, `索引方法 ${method} 的 ${number} 号支持函数`);
    return version === undefined ? [] : [{ version, what }];
  });
}

const SQL = `select json_build_object('oid', f.oid::text, 'schema', n.nspname, 'name', f.opfname, 'method', am.amname,
    ${membersSql('pg_opfamily', 'f.oid')}, 'comment', ${commentSql('pg_opfamily', 'f.oid')}, 'owner', pg_get_userbyid(f.opfowner)) as spec
  from pg_opfamily f join pg_am am on am.oid = f.opfmethod join pg_namespace n on n.oid = f.opfnamespace
  where ${userSchema()} and ${notOfExtension('pg_opfamily', 'f.oid')} order by n.nspname, f.opfname, am.amname`;

export const operatorFamily: KindReader = {
  catalog: 'pg_opfamily',
  async read(server) {
    return (await readSpecs<Spec>(server, SQL)).map(describe);
  },
};

function describe(spec: Spec): Described {
  const object = `operator family ${qualified(spec)} using ${quote(spec.method)}`;
  const members = [...spec.operators, ...spec.functions.map(({ clause }) => clause)];
  return {
    kind: 'operator-family',
    oid: spec.oid,
    schema: spec.schema,
    name: `${spec.name} USING ${spec.method}`,
    table: null,
    sql: [
      `create ${object}`,
      ...(members.length === 0 ? [] : [`alter ${object} add ${members.join(', ')}`]),
      ...commentOn(object, spec.comment),
    ],
    needs: memberNeeds(spec.method, spec),
    ...ownedBy(object, spec.owner),
  };
}
