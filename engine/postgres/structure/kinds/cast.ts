import { commentOn, commentSql } from '../comment.ts';
import { FIRST_USER_OID, notOfExtension, notPartOfAnother, readSpecs } from '../fragments.ts';
import type { Described, KindReader } from '../kind.ts';

interface Spec {
  readonly oid: string;
  readonly from: string;
  readonly to: string;
  /** f(unction), i(n and out), b(inary). */
  readonly method: 'f' | 'i' | 'b';
  readonly function: string | null;
  /** e(xplicit), a(ssignment), i(mplicit). */
  readonly context: 'e' | 'a' | 'i';
  readonly comment: string | null;
}

const SQL = `select json_build_object('oid', c.oid::text, 'from', format_type(c.castsource, null), 'to', format_type(c.casttarget, null),
    'method', c.castmethod, 'function', case when c.castfunc <> 0 then c.castfunc::oid::regprocedure::text end, 'context', c.castcontext,
    'comment', ${commentSql('pg_cast', 'c.oid')}) as spec
  from pg_cast c where c.oid >= ${FIRST_USER_OID} and ${notOfExtension('pg_cast', 'c.oid')} and ${notPartOfAnother('pg_cast', 'c.oid')}
  order by format_type(c.castsource, null), format_type(c.casttarget, null)`;

/** Casts live in no schema and belong to nobody. */
export const cast: KindReader = {
  catalog: 'pg_cast',
  async read(server) {
    return (await readSpecs<Spec>(server, SQL)).map(describe);
  },
};

const CONTEXT = { e: '', a: ' as assignment', i: ' as implicit' } as const;

function describe(spec: Spec): Described {
  const object = `cast (${spec.from} as ${spec.to})`;
  const method = { f: `with function ${spec.function ?? ''}`, i: 'with inout', b: 'without function' }[spec.method];
  return {
    kind: 'cast',
    oid: spec.oid,
    schema: null,
    name: `${spec.from} AS ${spec.to}`,
    table: null,
    sql: [`create ${object} ${method}${CONTEXT[spec.context]}`, ...commentOn(object, spec.comment)],
  };
}
