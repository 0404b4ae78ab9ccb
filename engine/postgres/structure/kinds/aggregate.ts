import { literal, qualified } from '../../quote.ts';
import { commentOn, commentSql } from '../comment.ts';
import { argumentTypes, functionName, notOfExtension, operatorName, readSpecs, userSchema } from '../fragments.ts';
import { type Access, accessOf, accessSql } from '../grants.ts';
import type { Described, KindReader } from '../kind.ts';

interface Spec {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly types: string;
  /** As in CREATE AGGREGATE: with names and ORDER BY. */
  readonly arguments: string;
  readonly identityArguments: string;
  readonly step: Step;
  readonly combine: string | null;
  readonly serialize: string | null;
  readonly deserialize: string | null;
  /** For moving windows. */
  readonly moving: Step & { readonly inverse: string | null };
  readonly sortOperator: string | null;
  /** n(ormal), o(rdered set), h(ypothetical set). */
  readonly aggregateKind: 'n' | 'o' | 'h';
  readonly parallel: 'u' | 'r' | 's';
  readonly comment: string | null;
  readonly access: Access;
}

interface Step {
  readonly function: string | null;
  readonly type: string;
  readonly space: number;
  readonly initial: string | null;
  readonly final: string | null;
  readonly finalExtra: boolean;
  /** May the final function change the state: r(ead only), s(hareable), w(rite). Null before 11. */
  readonly finalModify: 'r' | 's' | 'w' | null;
}

function stepSql(version: number, prefix: '' | 'm'): string {
  const modify = version >= 110000 ? `a.agg${prefix}finalmodify` : 'null::text';
  return `'function', ${functionName(`a.agg${prefix}transfn`)}, 'type', format_type(a.agg${prefix}transtype, null),
    'space', a.agg${prefix}transspace, 'initial', a.agg${prefix}initval, 'final', ${functionName(`a.agg${prefix}finalfn`)},
    'finalExtra', a.agg${prefix}finalextra, 'finalModify', ${modify}`;
}

function sql(version: number): string {
  return `select json_build_object('oid', p.oid::text, 'schema', n.nspname, 'name', p.proname, 'types', ${argumentTypes()},
      'arguments', pg_get_function_arguments(p.oid), 'identityArguments', pg_get_function_identity_arguments(p.oid),
      'step', json_build_object(${stepSql(version, '')}),
      'moving', json_build_object(${stepSql(version, 'm')}, 'inverse', ${functionName('a.aggminvtransfn')}),
      'combine', ${functionName('a.aggcombinefn')}, 'serialize', ${functionName('a.aggserialfn')},
      'deserialize', ${functionName('a.aggdeserialfn')}, 'sortOperator', ${operatorName('a.aggsortop')},
      'aggregateKind', a.aggkind, 'parallel', p.proparallel,
      'comment', ${commentSql('pg_proc', 'p.oid')}, 'access', ${accessSql('f', 'p.proacl', 'p.proowner')}) as spec
    from pg_aggregate a join pg_proc p on p.oid = a.aggfnoid join pg_namespace n on n.oid = p.pronamespace
    where ${userSchema()} and ${notOfExtension('pg_proc', 'p.oid')} order by n.nspname, p.proname, p.oid`;
}

export const aggregate: KindReader = {
  catalog: 'pg_proc',
  async read(server) {
    return (await readSpecs<Spec>(server, sql(server.version))).map(describe);
  },
};

function describe(spec: Spec): Described {
  const options = [
    ...stepOptions(spec.step, spec, ''),
    ...option('combinefunc', spec.combine),
    ...option('serialfunc', spec.serialize),
    ...option('deserialfunc', spec.deserialize),
    ...(spec.moving.function === null ? [] : [...stepOptions(spec.moving, spec, 'm'), ...option('minvfunc', spec.moving.inverse)]),
    ...option('sortop', spec.sortOperator),
    ...(spec.aggregateKind === 'h' ? ['hypothetical'] : []),
    ...(spec.parallel === 'u' ? [] : [`parallel = ${spec.parallel === 's' ? 'safe' : 'restricted'}`]),
  ];
  const object = `aggregate ${qualified(spec)}(${spec.identityArguments || '*'})`;
  return {
    kind: 'aggregate',
    oid: spec.oid,
    schema: spec.schema,
    name: `${spec.name}(${spec.types || '*'})`,
    table: null,
    sql: [`create aggregate ${qualified(spec)}(${spec.arguments || '*'}) (${options.join(', ')})`, ...commentOn(object, spec.comment)],
    // GRANT knows aggregates as functions only, without star and ORDER BY.
    ...accessOf({ object, grantObject: `function ${qualified(spec)}(${spec.types})`, access: spec.access }),
  };
}

const MODIFY = { r: 'read_only', s: 'shareable', w: 'read_write' } as const;

function stepOptions(step: Step, { aggregateKind }: Spec, prefix: '' | 'm'): readonly string[] {
  const usualModify = aggregateKind === 'n' ? 'r' : 'w';
  const modify = step.final !== null && step.finalModify !== null && step.finalModify !== usualModify ? MODIFY[step.finalModify] : null;
  return [
    ...option(`${prefix}sfunc`, step.function),
    ...option(`${prefix}stype`, step.type),
    ...option(`${prefix}sspace`, step.space === 0 ? null : String(step.space)),
    ...option(`${prefix}initcond`, step.initial === null ? null : literal(step.initial).trim()),
    ...option(`${prefix}finalfunc`, step.final),
    ...(step.final !== null && step.finalExtra ? [`${prefix}finalfunc_extra`] : []),
    ...option(`${prefix}finalfunc_modify`, modify),
  ];
}

function option(name: string, value: string | null): readonly string[] {
  return value === null ? [] : [`${name} = ${value}`];
}
