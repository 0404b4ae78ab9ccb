import type { ScanToken } from 'libpg-query';
import { parseSync, scanSync } from '../grammar.ts';
import { literal, quote } from '../quote.ts';
import { ambiguous, type Edits } from './edits.ts';
import { alike, type Node } from './node.ts';
import { Refused } from './refused.ts';

/** A word of the statement that may be a name. `start` and `end` are bytes. */
interface Word {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly inQuotes: boolean;
}

/** Which word each name of the tree was read from. */
type Places = Map<Node, Map<string, Word>>;

/** A name with this in it is ours: no database holds names from Unicode's private use. */
const MARK = '\uE0D7';
const TEXT_CONSTANT = 261;
const NAME = 258;
const COMMENTS = new Set([275, 276]);

/** What comes into a text from a byte on; what is only added ends where it starts. */
interface Change {
  readonly end: number;
  readonly sql: string;
}

/**
 * Writes the edits of a tree into the text it was read from: the words that are names become other words, everything else stays
 * byte for byte. What comes out is read again and must be the tree that was meant.
 */
export function written(sql: string, tree: object, edits: Edits): string {
  const tokens = scanSync(sql).tokens.filter(({ tokenType }) => !COMMENTS.has(tokenType));
  const places = locate(sql, tree, tokens, namesIn(edits));
  const changes = new Map<number, Change>();
  const change = (start: number, made: Change, name: string) => {
    const before = changes.get(start);
    if (before !== undefined && before.sql !== made.sql) throw ambiguous(name);
    changes.set(start, made);
  };
  for (const { node, field, from, to } of edits.renames) {
    const { start, end, inQuotes } = placeOf(places, node, field);
    change(start, { end, sql: inQuotes ? literal(to).trim() : quote(to) }, from);
  }
  for (const addition of edits.additions) {
    const word = placeOf(places, addition.node, addition.field);
    const end = addition.outside ? afterParentheses(tokens, word.end) : word.end;
    change(end - BEHIND, { end, sql: addition.sql }, word.name);
  }
  for (const { columns, sql: condition } of edits.conditions) {
    const words = columns.map((column) => placeOf(places, column, 'sval'));
    // The words before and behind the list: `USING (` and `)`.
    const first = tokens[tokens.findIndex(({ start }) => start === words[0]?.start) - 2];
    const last = tokens[tokens.findIndex(({ end }) => end === words.at(-1)?.end) + 1];
    if (first !== undefined && last !== undefined) change(first.start, { end: last.end, sql: condition }, condition);
  }
  for (const { node, field, to } of edits.renames) node[field] = to;
  for (const { apply } of [...edits.additions, ...edits.conditions]) apply();
  const result = spliced(sql, changes);
  if (!alike(tree, parsed(result), () => false)) throw new Refused({ en: 'they would mean something else', zh: '含义会改变' });
  return result;
}

/** What is added stands behind what is replaced before it, and before what starts at the same byte. */
const BEHIND = 0.5;

function spliced(sql: string, changes: ReadonlyMap<number, Change>): string {
  const text = Buffer.from(sql);
  let at = 0;
  const parts: Buffer[] = [];
  for (const [start, change] of [...changes].sort(([left], [right]) => left - right)) {
    parts.push(text.subarray(at, Math.ceil(start)), Buffer.from(change.sql));
    at = change.end;
  }
  return Buffer.concat([...parts, text.subarray(at)]).toString();
}

/** Names whose places are needed. */
function namesIn(edits: Edits): ReadonlySet<string> {
  const columns = edits.conditions.flatMap((condition) => condition.columns);
  return new Set([
    ...edits.renames.map(({ from }) => from),
    ...edits.additions.map(({ node, field }) => String(node[field])),
    ...columns.map(({ sval }) => String(sval)),
  ]);
}

function placeOf(places: Places, node: Node, field: string): Word {
  const word = places.get(node)?.get(field);
  if (word === undefined) throw new Refused({ en: `${String(node[field])} is not written as a name`, zh: `未找到${String(node[field])}` });
  return word;
}

/**
 * Finds the words that names of the tree were read from. Few nodes know their place, so the grammar is asked: with each word
 * replaced by a number, the tree holds the numbers at the names. Words of the grammar itself that look like a name (`type`) make
 * the text unreadable or another statement; halving finds them.
 */
function locate(sql: string, tree: object, tokens: readonly ScanToken[], names: ReadonlySet<string>): Places {
  const places: Places = new Map();
  const mark = (words: readonly Word[]): void => {
    if (words.length === 0) return;
    const found = marked(sql, tree, words);
    if (found !== null) {
      for (const [node, field, word] of found) places.set(node, (places.get(node) ?? new Map<string, Word>()).set(field, word));
    } else if (words.length > 1) {
      const half = words.length >> 1;
      mark(words.slice(0, half));
      mark(words.slice(half));
    }
  };
  mark(wordsOf(tokens).filter(({ name }) => names.has(name)));
  return places;
}

function marked(sql: string, tree: object, words: readonly Word[]): readonly [Node, string, Word][] | null {
  const changes = words.map(({ start, end, inQuotes }, index): [number, Change] => {
    const name = `${MARK}${index}`;
    return [start, { end, sql: inQuotes ? `'${name}'` : quote(name) }];
  });
  const found: [Node, string, Word][] = [];
  const accept = (node: Node, field: string, to: string): boolean => {
    const word = to.startsWith(MARK) ? words[Number(to.slice(MARK.length))] : undefined;
    if (word === undefined || node[field] !== word.name) return false;
    found.push([node, field, word]);
    return true;
  };
  try {
    return alike(tree, parseSync(spliced(sql, new Map(changes))), accept) ? found : null;
  } catch {
    return null;
  }
}

function wordsOf(tokens: readonly ScanToken[]): readonly Word[] {
  return tokens.flatMap(({ start, end, text, tokenType, keywordKind }): Word[] => {
    if (tokenType === TEXT_CONSTANT) {
      const name = constant(text);
      return name === null ? [] : [{ start, end, name, inQuotes: true }];
    }
    return tokenType === NAME || keywordKind > 0 ? [{ start, end, name: identifier(text), inQuotes: false }] : [];
  });
}

/** The name an identifier stands for: without quotes PostgreSQL folds ASCII letters. */
export function identifier(text: string): string {
  if (text.startsWith('"')) return text.slice(1, -1).replaceAll('""', '"');
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** A constant as the server prints them: in quotes, with E when there is a backslash. */
function constant(text: string): string | null {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  return /^e'/i.test(text) ? text.slice(2, -1).replaceAll("''", "'").replaceAll('\\\\', '\\') : null;
}

/** What a column of a query may stand behind. */
const BEFORE_COLUMN = new Set(['SELECT', 'DISTINCT', 'ALL', 'RETURNING', ',', '(', ')']);

/** The byte behind the parentheses a column of a query is written in: `SELECT ((t.a)) …`. */
function afterParentheses(tokens: readonly ScanToken[], end: number): number {
  let last = tokens.findIndex((token) => token.end === end);
  let first = last;
  while (tokens[first - 1]?.text === '.') first -= 2;
  const own = () => tokens[first - 1]?.text === '(' && BEFORE_COLUMN.has(tokens[first - 2]?.text.toUpperCase() ?? '');
  while (tokens[last + 1]?.text === ')' && own()) {
    first -= 1;
    last += 1;
  }
  return tokens[last]?.end ?? end;
}

/** @throws Refused when it is no SQL the grammar knows. */
export function parsed(sql: string): object {
  try {
    return parseSync(sql);
  } catch (error) {
    throw new Refused({ en: 'it cannot be read', zh: '无法解析' }, error);
  }
}
