import type { Need, Refusal } from '../../../schema/object.ts';
import { text } from '../../../text.ts';
import { qualified, quote } from '../../quote.ts';
import { commentOn, commentSql } from '../comment.ts';
import {
  argumentTypes,
  type MarkedExtension,
  markedExtensions,
  notHelperRoutine,
  notOfExtension,
  notPartOfAnother,
  readSpecs,
  userSchema,
} from '../fragments.ts';
import { type Access, accessOf, accessSql } from '../grants.ts';
import type { Described, KindReader } from '../kind.ts';

interface Spec {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly procedure: boolean;
  readonly types: string;
  /** With modes and names: what tells procedures with OUT arguments apart. */
  readonly arguments: string;
  readonly definition: string;
  readonly language: string;
  /** Of functions written in C. */
  readonly library: string | null;
  readonly body: string | null;
  readonly atomic: boolean;
  readonly support: boolean;
  readonly outArguments: boolean;
  readonly compatibleTypes: boolean;
  readonly extensions: readonly MarkedExtension[];
  readonly comment: string | null;
  readonly access: Access;
}

function sql(version: number): string {
  const notAggregate = version >= 110000 ? "p.prokind <> 'a'" : 'not p.proisagg';
  const atomic = version >= 140000 ? 'p.prosqlbody is not null' : 'false';
  // The only built-in support functions of before 12 were the server's own.
  const support = version >= 120000 ? 'p.prosupport <> 0' : 'false';
  return `select json_build_object('oid', p.oid::text, 'schema', n.nspname, 'name', p.proname,
      'procedure', ${version >= 110000 ? "p.prokind = 'p'" : 'false'}, 'types', ${argumentTypes()},
      'arguments', pg_get_function_identity_arguments(p.oid), 'definition', pg_get_functiondef(p.oid),
      'language', l.lanname, 'library', p.probin, 'body', p.prosrc, 'atomic', ${atomic}, 'support', ${support},
      'outArguments', coalesce('o' = any (p.proargmodes), false),
      'compatibleTypes', exists (select from pg_type any_type where any_type.typname ~ '^anycompatible'
        and any_type.oid = any (p.prorettype || coalesce(p.proallargtypes, p.proargtypes::oid[]))),
      'extensions', ${markedExtensions('pg_proc', 'p.oid')},
      'comment', ${commentSql('pg_proc', 'p.oid')}, 'access', ${accessSql('f', 'p.proacl', 'p.proowner')}) as spec
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
    where ${notAggregate} and ${userSchema()} and ${notOfExtension('pg_proc', 'p.oid')} and ${notPartOfAnother('pg_proc', 'p.oid')}
      and ${notHelperRoutine('p')}
    order by n.nspname, p.proname, p.oid`;
}

/** Functions, window functions and procedures. */
export const routine: KindReader = {
  catalog: 'pg_proc',
  async read(server) {
    return (await readSpecs<Spec>(server, sql(server.version))).map(describe);
  },
};

function describe(spec: Spec): Described {
  const kind = spec.procedure ? 'procedure' : 'function';
  const object = `${kind} ${qualified(spec)}(${spec.arguments})`;
  const identity = { kind, oid: spec.oid, schema: spec.schema, name: `${spec.name}(${spec.types})`, table: null } as const;
  const refused = refusal(spec);
  if (refused !== null) return { ...identity, sql: [], refused };
  return {
    ...identity,
    sql: [
      // As the server prints it, it would take the place of another: of two schemas that become one, one body would be lost unseen.
      spec.definition.trimEnd().replace(/^CREATE OR REPLACE /, 'CREATE '),
      ...spec.extensions.map(({ name }) => `alter ${object} depends on extension ${quote(name)}`),
      ...commentOn(object, spec.comment),
    ],
    requires: spec.extensions.map(({ oid }) => `pg_extension:${oid}` as const),
    needs: needs(spec),
    // The body of an internal function is the name of a built-in one.
    opaque: spec.atomic || spec.language === 'internal' ? null : spec.body,
    ...accessOf({ object, access: spec.access }),
  };
}

function refusal({ language, library }: Spec): Refusal | null {
  if (language !== 'c') return null;
  return {
    cause: text(
      `It is written in C, in the library ${library ?? ''} of the source server, and belongs to no extension.`,
      `该函数由 C 语言编写，位于源库服务器的动态库 ${library ?? ''} 中，且不属于任何扩展。`,
    ),
    fix: text(
      'Install the library on the destination server and create the function there by hand, or leave out what uses it.',
      '请在目标库服务器上安装该动态库并手动创建此函数，或不迁移使用它的对象。',
    ),
  };
}

function needs({ procedure, support, compatibleTypes, atomic, outArguments }: Spec): readonly Need[] {
  const all: readonly (Need | false)[] = [
    procedure && { version: 110000, what: text('a procedure', '存储过程') },
    support && { version: 120000, what: text('a function with a support function', '带支持函数的函数') },
    compatibleTypes && { version: 130000, what: text('an argument of type anycompatible', 'anycompatible 类型的参数') },
    atomic && { version: 140000, what: text('a body in standard SQL (BEGIN ATOMIC)', '标准 SQL 函数体（BEGIN ATOMIC）') },
    procedure && outArguments && { version: 140000, what: text('a procedure with OUT arguments', '带 OUT 参数的存储过程') },
  ];
  return all.filter((one) => one !== false);
}
