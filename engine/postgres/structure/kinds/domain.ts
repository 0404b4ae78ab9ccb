import { literal, qualified, quote } from '../../quote.ts';
import { commentOn, commentSql } from '../comment.ts';
import { collationIfNot, FIRST_USER_OID, notOfExtension, readSpecs, userSchema } from '../fragments.ts';
import { type Access, accessOf, accessSql } from '../grants.ts';
import type { Address, Described, KindReader } from '../kind.ts';

interface Spec {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly base: string;
  readonly collation: string | null;
  readonly notNull: boolean;
  readonly defaultExpression: string | null;
  /** A default that was never an expression. */
  readonly defaultText: string | null;
  readonly constraints: readonly Constraint[];
  readonly comment: string | null;
  readonly access: Access;
}

interface Constraint {
  readonly name: string;
  readonly definition: string;
  readonly notNull: boolean;
  readonly valid: boolean;
  /** What users made and its expression calls or names, by address in pg_depend. */
  readonly uses: readonly { readonly address: Address; readonly alsoDomain: boolean }[];
  readonly comment: string | null;
}

/** What the base type already asks for is no reason to wait, and extensions are there before any domain. */
const USES = `(select coalesce(json_agg(json_build_object('address', d.refclassid::regclass || ':' || d.refobjid, 'alsoDomain',
      exists (select from pg_depend own where own.classid = 'pg_type'::regclass and own.objid = t.oid
        and own.refclassid = d.refclassid and own.refobjid = d.refobjid))), '[]')
    from pg_depend d
    where d.classid = 'pg_constraint'::regclass and d.objid = con.oid and d.deptype = 'n' and d.refobjid >= ${FIRST_USER_OID}
      and d.refclassid in ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_type'::regclass, 'pg_class'::regclass)
      and not (d.refclassid = 'pg_type'::regclass and d.refobjid in (t.oid, t.typbasetype))
      and not (d.refclassid = 'pg_class'::regclass and d.refobjid = base.typrelid)
      and not exists (select from pg_depend ext where ext.classid = d.refclassid and ext.objid = d.refobjid and ext.deptype = 'e'))`;

const CONSTRAINTS = `(select coalesce(json_agg(json_build_object('name', con.conname, 'definition', pg_get_constraintdef(con.oid),
      'notNull', con.contype = 'n', 'valid', con.convalidated, 'uses', ${USES},
      'comment', ${commentSql('pg_constraint', 'con.oid')}) order by con.conname), '[]')
    from pg_constraint con where con.contypid = t.oid and con.contype in ('c', 'n'))`;

const SQL = `select json_build_object('oid', t.oid::text, 'schema', n.nspname, 'name', t.typname,
    'base', format_type(t.typbasetype, t.typtypmod), 'collation', ${collationIfNot('t.typcollation', 'base.typcollation')},
    'notNull', t.typnotnull, 'defaultExpression', pg_get_expr(t.typdefaultbin, 0), 'defaultText', t.typdefault,
    'constraints', ${CONSTRAINTS}, 'comment', ${commentSql('pg_type', 't.oid')},
    'access', ${accessSql('T', 't.typacl', 't.typowner')}) as spec
  from pg_type t join pg_type base on base.oid = t.typbasetype join pg_namespace n on n.oid = t.typnamespace
  where t.typtype = 'd' and ${userSchema()} and ${notOfExtension('pg_type', 't.oid')} order by n.nspname, t.typname`;

export const domain: KindReader = {
  catalog: 'pg_type',
  async read(server) {
    return (await readSpecs<Spec>(server, SQL)).map(describe);
  },
};

function describe(spec: Spec): Described {
  const object = `domain ${qualified(spec)}`;
  // A function, or a type it takes, may be made of the domain again: checks that need one come when it is there.
  const late = spec.constraints.filter(({ uses }) => uses.length > 0);
  const uses = late.flatMap((constraint) => constraint.uses);
  const inline = spec.constraints.filter((constraint) => constraint.valid && !late.includes(constraint));
  const notValid = spec.constraints.filter((constraint) => !constraint.valid && !late.includes(constraint));
  return {
    kind: 'domain',
    oid: spec.oid,
    schema: spec.schema,
    name: spec.name,
    table: null,
    sql: [
      `create ${object} as ${[spec.base, ...options(spec), ...inline.map(clause)].join(' ')}`,
      ...notValid.map((constraint) => `alter ${object} add ${clause(constraint)}`),
      ...commentOn(object, spec.comment),
      ...[...inline, ...notValid].flatMap((constraint) => constraintComment(object, constraint)),
    ],
    later: late.flatMap((constraint) => [`alter ${object} add ${clause(constraint)}`, ...constraintComment(object, constraint)]),
    laterRequires: [...new Set(uses.map(({ address }) => address))],
    // Its default may call the same function.
    requires: uses.filter(({ alsoDomain }) => alsoDomain).map(({ address }) => address),
    ...accessOf({ object, access: spec.access }),
  };
}

function options({ collation, notNull, defaultExpression, defaultText, constraints }: Spec): readonly string[] {
  const value = defaultExpression ?? (defaultText === null ? null : literal(defaultText).trim());
  // Until 17 it is a mark of the domain; from then on a constraint with a name.
  const nameless = notNull && !constraints.some((constraint) => constraint.notNull);
  return [
    ...(collation === null ? [] : [`collate ${collation}`]),
    ...(value === null ? [] : [`default ${value}`]),
    ...(nameless ? ['not null'] : []),
  ];
}

function clause({ name, definition, notNull }: Constraint): string {
  return `constraint ${quote(name)} ${notNull ? 'not null' : definition}`;
}

function constraintComment(object: string, { name, comment }: Constraint): readonly string[] {
  return commentOn(`constraint ${quote(name)} on ${object}`, comment);
}
