import { text } from '../../text.ts';
import { hasSqlDetails, loadGrammar, parseSync } from '../grammar.ts';
import { inspect } from './inspect.ts';
import { isNode, type Node, nodeIn } from './node.ts';
import { fromBytes, fromCharacters } from './offset.ts';
import type { OwnTable, ParsedFilter } from './parsed.ts';
import { ONE_CONDITION, type Refusal, refuse } from './verdict.ts';

const PREFIX = 'SELECT 1 FROM t WHERE ';

/**
 * Reads a WHERE filter with PostgreSQL's own grammar: one boolean expression over the table's own columns, without subqueries,
 * aggregates, window functions and parameters. What the grammar cannot know (types, volatility) is the server's to say.
 */
export async function parseFilter(where: string, own: OwnTable = {}): Promise<ParsedFilter> {
  await loadGrammar();
  if (where.trim() === '') return emptyFilter();
  const { tree, refusal } = parse(PREFIX, where, '');
  if (tree === null) return refusal;
  const semicolon = semicolonIn(tree, where);
  if (semicolon !== null) return hasSemicolon(semicolon);
  const condition = conditionOf(tree);
  if (condition === null) return moreThanCondition();
  // On one line with the closing parenthesis, only a comment that runs to the end of the filter can hide it.
  if (parse(`${PREFIX}(`, where, ')').tree === null) return trailingComment(where);
  return inspect(condition, { ...own, where, offset: PREFIX.length });
}

type Parsed = { readonly tree: Node; readonly refusal: null } | { readonly tree: null; readonly refusal: Refusal };

function parse(prefix: string, where: string, suffix: string): Parsed {
  const sql = `${prefix}${where}${suffix}`;
  // The grammar ends reading at a NUL; the server refuses it.
  if (where.includes('\0')) return failed('syntax error at or near "\\0"', where.indexOf('\0'));
  try {
    const tree: unknown = parseSync(sql);
    return isNode(tree) ? { tree, refusal: null } : failed('syntax error', null);
  } catch (error) {
    if (!hasSqlDetails(error)) return failed(error instanceof Error ? error.message : String(error), null);
    const at = fromCharacters(sql, error.sqlDetails?.cursorPosition ?? 0) - prefix.length;
    return failed(error.message, Math.min(Math.max(at, 0), where.length));
  }
}

function failed(message: string, at: number | null): Parsed {
  return { tree: null, refusal: syntaxError(message, at) };
}

/** A statement's length is told only where a semicolon ends it. */
function semicolonIn(tree: Node, where: string): number | null {
  const [first] = Array.isArray(tree.stmts) ? tree.stmts : [];
  const end: unknown = isNode(first) ? first.stmt_len : undefined;
  return typeof end === 'number' && end > 0 ? fromBytes(where, end - PREFIX.length) : null;
}

/** The condition, or null when more than a condition follows WHERE: GROUP BY, ORDER BY, LIMIT, UNION, FOR UPDATE … */
function conditionOf(tree: Node): unknown {
  const [first] = Array.isArray(tree.stmts) ? tree.stmts : [];
  const select = nodeIn(nodeIn(first, 'stmt'), 'SelectStmt');
  if (select === null) return null;
  const { targetList: _, fromClause: __, whereClause, limitOption, op, ...more } = select;
  const plain = op === 'SETOP_NONE' && limitOption === 'LIMIT_OPTION_DEFAULT' && Object.keys(more).length === 0;
  return plain && whereClause !== undefined ? whereClause : null;
}

function emptyFilter(): Refusal {
  return refuse({
    code: 'filter.empty',
    message: text('The filter is empty', '过滤条件为空'),
    hint: text('Write a condition, or take the filter away to carry all rows.', '请填写条件；若需传输全部数据，请删除过滤条件。'),
    at: null,
  });
}

function hasSemicolon(at: number): Refusal {
  return refuse({
    code: 'filter.semicolon',
    message: text('The filter holds a semicolon', '过滤条件中含有分号'),
    hint: text(
      'Take the semicolon and all that follows it away: a filter is one condition.',
      '请删除分号及其后的内容：过滤条件只能是一个条件。',
    ),
    at,
  });
}

function moreThanCondition(): Refusal {
  return refuse({
    code: 'filter.clause',
    message: text(
      'The filter holds more than a condition (GROUP BY, ORDER BY, LIMIT, UNION or FOR UPDATE)',
      '过滤条件中含有条件以外的子句（GROUP BY、ORDER BY、LIMIT、UNION 或 FOR UPDATE）',
    ),
    hint: ONE_CONDITION,
    at: null,
  });
}

function trailingComment(where: string): Refusal {
  return refuse({
    code: 'filter.comment',
    message: text('The filter ends with a comment (--)', '过滤条件以注释（--）结尾'),
    hint: text('Take the comment away.', '请删除注释。'),
    at: where.lastIndexOf('--'),
  });
}

function syntaxError(message: string, at: number | null): Refusal {
  const near = /at or near "([\s\S]*)"$/.exec(message)?.[1];
  const unfinished = message === 'syntax error at end of input';
  const en = unfinished ? 'the condition is not finished' : message;
  const zh = unfinished ? '条件不完整' : near === undefined ? message : `“${near}”附近有语法错误`;
  return refuse({
    code: 'filter.syntax',
    message: text(`The filter cannot be read: ${en}`, `过滤条件无法解析：${zh}`),
    hint: ONE_CONDITION,
    at,
  });
}
