import { type Text, text } from '../../../text.ts';
import { FIRST_USER_OID, notOfExtension, readSpecs, userSchema } from '../fragments.ts';
import type { KindReader } from '../kind.ts';

/** One sort of object that users can make and that no kind carries. */
interface Sort {
  readonly catalog: string;
  /** Goes into the name: a server and a language may be called the same. */
  readonly word: string;
  readonly what: Text;
  readonly fix: Text;
  /** Rows of oid, schema and name; those of extensions are left out. */
  readonly from: string;
}

interface Spec {
  readonly oid: string;
  readonly schema: string | null;
  readonly name: string;
}

const BY_HAND = text(
  'Create it in the destination by hand where it is needed, or leave out what uses it.',
  '如有需要，请在目标库中手动创建，或不迁移使用它的对象。',
);
const FOREIGN = text(
  'It points to another server, which the destination may reach in another way: create it there by hand.',
  '它指向另一台服务器，目标库的访问方式可能不同：请在目标库中手动创建。',
);
const IN_C = text(
  'It rests on functions written in C: install their library on the destination server and create it there by hand.',
  '它依赖 C 语言编写的函数：请在目标库服务器上安装相应动态库并手动创建。',
);

const inSchema = (catalog: string, column: string) => `from pg_${catalog} o join pg_namespace n on n.oid = o.${column}
  where ${userSchema()} and ${notOfExtension(`pg_${catalog}`, 'o.oid')}`;
const inDatabase = (catalog: string) =>
  `from pg_${catalog} o where o.oid >= ${FIRST_USER_OID} and ${notOfExtension(`pg_${catalog}`, 'o.oid')}`;

const SORTS: readonly Sort[] = [
  {
    catalog: 'pg_class',
    word: 'foreign table',
    what: text('A foreign table', '外部表'),
    fix: FOREIGN,
    from: `select o.oid, n.nspname as schema, o.relname as name ${inSchema('class', 'relnamespace')} and o.relkind = 'f'`,
  },
  {
    catalog: 'pg_foreign_data_wrapper',
    word: 'foreign-data wrapper',
    what: text('A foreign-data wrapper', '外部数据包装器'),
    fix: IN_C,
    from: `select o.oid, null::text as schema, o.fdwname as name ${inDatabase('foreign_data_wrapper')}`,
  },
  {
    catalog: 'pg_foreign_server',
    word: 'foreign server',
    what: text('A foreign server', '外部服务器'),
    fix: FOREIGN,
    from: `select o.oid, null::text as schema, o.srvname as name ${inDatabase('foreign_server')}`,
  },
  {
    // The view: only superusers may read the table, which holds passwords.
    catalog: 'pg_user_mapping',
    word: 'user mapping',
    what: text('A user mapping', '用户映射'),
    fix: FOREIGN,
    from: `select o.umid as oid, null::text as schema, o.usename || ' on ' || o.srvname as name from pg_user_mappings o
      where ${notOfExtension('pg_user_mapping', 'o.umid')}`,
  },
  {
    catalog: 'pg_language',
    word: 'language',
    what: text('A procedural language that belongs to no extension', '不属于任何扩展的过程语言'),
    fix: text('Install the language in the destination with CREATE EXTENSION.', '请在目标库中使用 CREATE EXTENSION 安装该语言。'),
    from: `select o.oid, null::text as schema, o.lanname as name ${inDatabase('language')}`,
  },
  {
    catalog: 'pg_transform',
    word: 'transform',
    what: text('A transform between a type and a language', '类型与语言之间的转换（transform）'),
    fix: IN_C,
    from: `select o.oid, null::text as schema, format_type(o.trftype, null) || ' for ' ||
      (select l.lanname from pg_language l where l.oid = o.trflang) as name ${inDatabase('transform')}`,
  },
  {
    catalog: 'pg_conversion',
    word: 'conversion',
    what: text('A conversion between encodings', '编码转换'),
    fix: BY_HAND,
    from: `select o.oid, n.nspname as schema, o.conname as name ${inSchema('conversion', 'connamespace')}`,
  },
  {
    catalog: 'pg_am',
    word: 'access method',
    what: text('An access method that belongs to no extension', '不属于任何扩展的访问方法'),
    fix: IN_C,
    from: `select o.oid, null::text as schema, o.amname as name ${inDatabase('am')}`,
  },
  {
    catalog: 'pg_ts_parser',
    word: 'text search parser',
    what: text('A text search parser', '全文检索解析器'),
    fix: IN_C,
    from: `select o.oid, n.nspname as schema, o.prsname as name ${inSchema('ts_parser', 'prsnamespace')}`,
  },
  {
    catalog: 'pg_ts_template',
    word: 'text search template',
    what: text('A text search template', '全文检索模板'),
    fix: IN_C,
    from: `select o.oid, n.nspname as schema, o.tmplname as name ${inSchema('ts_template', 'tmplnamespace')}`,
  },
  {
    // A label has no oid: the address of what it is on stands for it.
    catalog: 'pg_seclabel',
    word: 'security label',
    what: text('A security label', '安全标签'),
    fix: text(
      'Set it in the destination with SECURITY LABEL, if the same label provider is loaded there.',
      '若目标库加载了相同的标签提供程序，请使用 SECURITY LABEL 在目标库中设置。',
    ),
    from: `select o.classoid || '/' || o.objoid || '/' || o.objsubid as oid, null::text as schema,
      o.provider || ' on ' || i.type || ' ' || i.identity as name
      from pg_seclabel o cross join lateral pg_identify_object(o.classoid, o.objoid, o.objsubid) i where i.type <> 'large object'`,
  },
];

/** What users can make and no kind carries: listed, so that a person hears of it before the start. */
export const unmodelled: readonly KindReader[] = SORTS.map(({ catalog, word, what, fix, from }) => ({
  catalog,
  async read(server) {
    const sql = `select json_build_object('oid', found.oid::text, 'schema', found.schema, 'name', found.name) as spec
      from (${from}) found order by found.schema, found.name`;
    return (await readSpecs<Spec>(server, sql)).map(({ oid, schema, name }) => ({
      kind: 'unmodelled',
      oid,
      schema,
      name: `${name} (${word})`,
      table: null,
      sql: [],
      refused: { cause: text(`${what.en} is not carried.`, `不支持迁移${what.zh}。`), fix },
    }));
  },
}));
