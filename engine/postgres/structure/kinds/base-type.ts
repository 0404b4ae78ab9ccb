import type { Refusal } from '../../../schema/object.ts';
import { text } from '../../../text.ts';
import { qualified } from '../../quote.ts';
import { commentOn, commentSql } from '../comment.ts';
import { notOfExtension, readSpecs, userSchema } from '../fragments.ts';
import { type Access, accessOf, accessSql } from '../grants.ts';
import type { KindReader } from '../kind.ts';

interface Spec {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly shell: boolean;
  readonly comment: string | null;
  readonly access: Access;
}

/** Array types come with their elements. */
const SQL = `select json_build_object('oid', t.oid::text, 'schema', n.nspname, 'name', t.typname, 'shell', not t.typisdefined,
    'comment', ${commentSql('pg_type', 't.oid')}, 'access', ${accessSql('T', 't.typacl', 't.typowner')}) as spec
  from pg_type t join pg_namespace n on n.oid = t.typnamespace
  where (t.typtype = 'b' or not t.typisdefined) and not exists (select from pg_type e where e.typarray = t.oid)
    and ${userSchema()} and ${notOfExtension('pg_type', 't.oid')} order by n.nspname, t.typname`;

const WRITTEN_IN_C: Refusal = {
  cause: text(
    'It is a base type: its input and output functions are written in C and live in a library of the source server.',
    '该类型是基础类型：其输入、输出函数由 C 语言编写，位于源库服务器的动态库中。',
  ),
  fix: text(
    'Install the library on the destination server and create the type there by hand, or leave out what uses it.',
    '请在目标库服务器上安装该动态库并手动创建此类型，或不迁移使用它的对象。',
  ),
};

/** Types in C, which are refused, and names of types that never got a body, which are kept as they are. */
export const baseType: KindReader = {
  catalog: 'pg_type',
  async read(server) {
    return (await readSpecs<Spec>(server, SQL)).map(({ oid, schema, name, shell, comment, access }) => {
      const object = `type ${qualified({ schema, name })}`;
      const identity = { kind: 'type', oid, schema, name, table: null } as const;
      if (!shell) return { ...identity, sql: [], refused: WRITTEN_IN_C };
      return { ...identity, sql: [`create ${object}`, ...commentOn(object, comment)], ...accessOf({ object, access }) };
    });
  },
};
