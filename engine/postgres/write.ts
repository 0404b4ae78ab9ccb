import { parseSync } from 'libpg-query';
import { deparseSync } from 'pgsql-deparser';
import { EngineError } from '../errors.ts';

type Node = { [key: string]: unknown };

/** A name with this in it is put between quotes whatever the deparser thinks of it; it does not know all reserved words. */
const QUOTED = '\uE0D7\uE0D5';
const NAME_FIELDS = new Set(['relname', 'schemaname', 'conname', 'idxname']);
const NAME_LISTS = new Set(['fields', 'names', 'funcname', 'keys', 'fk_attrs', 'pk_attrs', 'including', 'collname', 'opclass']);

/**
 * Writes a changed parse tree as SQL and reads it back: what the deparser cannot write, or writes as something else, is refused
 * rather than run.
 * @throws EngineError `plan.definition-not-renamed` with the source's SQL
 */
export function written(tree: object, sql: string): string {
  const wanted = bare(tree);
  let text: string;
  try {
    const marked = JSON.parse(JSON.stringify(tree)) as Node;
    mark(marked);
    const tail = takeTail(marked);
    const head = deparsed(marked);
    const named = tail.name === null ? head : head.replace(' ADD EXCLUDE ', () => ` ADD CONSTRAINT "${tail.name}" EXCLUDE `);
    text = `${named}${tail.sql}`.replaceAll(QUOTED, '');
    if (bare(parseSync(text)) === wanted) return text;
  } catch (error) {
    throw notRenamed(sql, error);
  }
  throw notRenamed(sql, new Error(`Written as ${text}`));
}

function deparsed(node: Node): string {
  return deparseSync(node as unknown as Parameters<typeof deparseSync>[0], { pretty: false }).replace(/;\s*$/, '');
}

/** Takes from a statement what the deparser puts in the wrong place or leaves out, as SQL for its end. */
function takeTail(tree: Node): { readonly sql: string; readonly name: string | null } {
  const statement = at(tree, 'stmts', 0, 'stmt');
  const index = at(statement, 'IndexStmt');
  if (index !== null) {
    const sql = [
      take(index, 'nulls_not_distinct', () => ' NULLS NOT DISTINCT'),
      take(index, 'options', (options) => ` WITH (${(options as Node[]).map(option).join(', ')})`),
      take(index, 'whereClause', (where) => ` WHERE (${deparsed(where as Node)})`),
    ];
    return { sql: sql.join(''), name: null };
  }
  const constraint = at(statement, 'AlterTableStmt', 'cmds', 0, 'AlterTableCmd', 'def', 'Constraint');
  if (constraint === null || !['CONSTR_PRIMARY', 'CONSTR_UNIQUE', 'CONSTR_EXCLUSION'].includes(String(constraint.contype)))
    return { sql: '', name: null };
  const sql = [
    take(constraint, 'including', (names) => ` INCLUDE (${(names as Node[]).map((name) => `"${nameOf(name)}"`).join(', ')})`),
    take(constraint, 'where_clause', (where) => ` WHERE (${deparsed(where as Node)})`),
    take(constraint, 'deferrable', () => ' DEFERRABLE'),
    take(constraint, 'initdeferred', () => ' INITIALLY DEFERRED'),
  ];
  return { sql: sql.join(''), name: constraint.contype === 'CONSTR_EXCLUSION' ? String(constraint.conname) : null };
}

function take(node: Node, field: string, sql: (value: unknown) => string): string {
  const value = node[field];
  delete node[field];
  return value === undefined ? '' : sql(value);
}

/** Storage parameters are numbers, strings and words; a word alone is read as the name of a type. */
function option(node: Node): string {
  const definition = at(node, 'DefElem');
  const word = at(definition, 'arg', 'TypeName', 'names', 0);
  const value = word ?? at(definition, 'arg');
  const text = Object.values(Object.values(value ?? {}).find(isNode) ?? { ival: 0 })[0];
  return `${String(definition?.defname)}='${String(text).replaceAll("'", "''")}'`;
}

function at(node: unknown, ...path: readonly (string | number)[]): Node | null {
  const found = path.reduce<unknown>((inner, step) => (isNode(inner) ? inner[step] : undefined), node);
  return isNode(found) ? found : null;
}

/** Doubles quotes inside names, which the deparser leaves as they are, and has all names quoted. Constants are not names. */
function mark(node: Node, parent = ''): void {
  for (const [field, value] of Object.entries(node)) {
    if (typeof value === 'string') {
      const name = NAME_FIELDS.has(field) || (field === 'name' && parent.endsWith('Elem'));
      node[field] = value.replaceAll('"', '""') + (name ? QUOTED : '');
    } else if (Array.isArray(value) && NAME_LISTS.has(field)) markList(value);
    else if (isNode(value) && field !== 'A_Const') mark(value, Array.isArray(value) ? parent : field);
  }
}

/** The server's own names in pg_catalog have spellings of their own (`integer`, EXTRACT), so they stay as they are. */
function markList(list: readonly unknown[]): void {
  const own = nameOf(list[0]) === 'pg_catalog';
  for (const each of list) {
    const name = nameOf(each);
    if (name === null) mark(isNode(each) ? each : {});
    else if (isNode(each)) each.String = { sval: name.replaceAll('"', '""') + (own ? '' : QUOTED) };
  }
}

function nameOf(node: unknown): string | null {
  const text = isNode(node) && isNode(node.String) ? node.String.sval : null;
  return typeof text === 'string' ? text : null;
}

/** The tree without the places in the text it was read from; a storage parameter is the same with and without quotes. */
function bare(tree: object): string {
  const places = /^(stmt_len|.*location)$/;
  return JSON.stringify(tree, (key, value: unknown) => {
    if (places.test(key)) return undefined;
    return key === 'DefElem' && isNode(value) ? { ...value, arg: option({ DefElem: value }) } : value;
  });
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

function notRenamed(sql: string, cause: unknown): EngineError {
  return new EngineError({
    code: 'plan.definition-not-renamed',
    message: { en: `Names inside this definition cannot be mapped: ${sql}`, zh: `无法映射此定义中的名称：${sql}` },
    hint: {
      en: 'Migrate this table without renaming its schema, name or columns, or leave the table out.',
      zh: '请不要为该表的模式、表名或列设置映射名称，或不迁移该表。',
    },
    retry: 'never',
    side: 'source',
    cause,
  });
}
