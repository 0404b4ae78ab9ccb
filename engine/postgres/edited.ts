import { EngineError } from '../errors.ts';
import type { TableName } from '../schema/table.ts';
import { type Text, text } from '../text.ts';
import { hasSqlDetails, loadGrammar, parseSync } from './grammar.ts';
import { isNode, kindOf, type Node, textOf, textsOf } from './rename/node.ts';

/** What a person has written to be run in place of a command. */
export interface Edited {
  readonly statements: readonly string[];
  /** Tables that are written to, or made otherwise, by their qualified names; not those that are only read. */
  readonly touched: readonly TableName[];
}

/**
 * Reads statements with PostgreSQL's grammar.
 * @throws EngineError `ddl.edit-refused`
 */
export async function readEdited(sql: string): Promise<Edited> {
  await loadGrammar();
  const found = parse(sql);
  if (found.length === 0) throw refused(text('There is no statement in it', '没有任何语句'));
  const bytes = Buffer.from(sql);
  const touched: TableName[] = [];
  const statements = found.map((raw) => {
    const known = kindOf(raw.stmt);
    const why = known === null ? null : outside(known.kind, known.node);
    if (why !== null) throw refused(why);
    visit(raw.stmt, touched);
    const from = typeof raw.stmt_location === 'number' ? raw.stmt_location : 0;
    const length = typeof raw.stmt_len === 'number' ? raw.stmt_len : bytes.length - from;
    return bytes
      .subarray(from, from + length)
      .toString()
      .trim();
  });
  return { statements, touched };
}

function parse(sql: string): readonly Node[] {
  // The grammar ends reading at a NUL.
  if (sql.includes('\0')) throw refused(text('It holds a NUL character', '包含 NUL 字符'));
  if (sql.trim() === '') return [];
  try {
    const tree: unknown = parseSync(sql);
    return isNode(tree) && Array.isArray(tree.stmts) ? tree.stmts.filter(isNode) : [];
  } catch (error) {
    if (!hasSqlDetails(error)) throw error;
    throw refused(text(`It cannot be read: ${error.message}`, `无法解析：${error.message}`));
  }
}

/** They would end the transaction of the rows around it, or outlast it in the session that changes are applied on. */
const OUTSIDE = new Set(
  ['TransactionStmt', 'VacuumStmt', 'CreatedbStmt', 'DropdbStmt', 'AlterSystemStmt', 'DiscardStmt', 'LoadStmt', 'ListenStmt'].concat([
    'UnlistenStmt',
    'PrepareStmt',
    'ExecuteStmt',
    'DeallocateStmt',
    'DeclareCursorStmt',
    'CreateTableSpaceStmt',
    'DropTableSpaceStmt',
    'CheckPointStmt',
    'ClusterStmt',
    'CopyStmt',
  ]),
);

function outside(kind: string, node: Node): Text | null {
  if (OUTSIDE.has(kind) || (kind === 'VariableSetStmt' && node.is_local !== true))
    return text('A statement in it cannot be run inside a transaction, or outlasts it', '其中的语句不能在事务中执行，或会影响后续会话');
  return node.concurrent === true ? text('CONCURRENTLY cannot be run inside a transaction', '事务中不能使用 CONCURRENTLY') : null;
}

/** What is only read: queries, and the table that a foreign key refers to. */
const READ = new Set(['SelectStmt', 'pktable', 'fromClause', 'usingClause', 'query', 'whereClause']);

function visit(part: unknown, touched: TableName[]): void {
  if (Array.isArray(part)) for (const each of part) visit(each, touched);
  if (!isNode(part)) return;
  const schema = textOf(part, 'schemaname');
  const name = textOf(part, 'relname');
  if (schema !== null && name !== null) touched.push({ schema, name });
  for (const [field, value] of Object.entries(part)) {
    if (READ.has(field)) continue;
    if (field === 'DropStmt' && isNode(value)) touched.push(...dropped(value));
    visit(value, touched);
  }
}

/** Names of what is dropped are lists of words. */
function dropped({ objects }: Node): readonly TableName[] {
  return (Array.isArray(objects) ? objects : []).flatMap((each) => {
    const [schema, name, ...more] = textsOf(each);
    return schema && name && more.length === 0 ? [{ schema, name }] : [];
  });
}

function refused(why: Text): EngineError {
  return new EngineError({
    code: 'ddl.edit-refused',
    message: { en: `These statements cannot be run: ${why.en}`, zh: `无法执行这些语句：${why.zh}` },
    hint: {
      en: 'Correct them; several are separated by semicolons, and names are written with their schemas.',
      zh: '请修改后重试；多条语句以分号分隔，名称需带模式名。',
    },
    retry: 'never',
    side: 'destination',
  });
}
