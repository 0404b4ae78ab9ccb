import { fail } from '../errors.ts';

/** A word may be a keyword or a name; a quoted one is always a name. */
type TokenKind = 'word' | 'quoted' | 'string' | 'number' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** Names without their quotes, strings with their escapes resolved. */
  readonly text: string;
  /** Strings: what stands between the quotes, untouched. Column defaults and comments are taken from here. */
  readonly raw: string;
  readonly at: number;
  readonly end: number;
}

const SPACE = /(?:\s+|--[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const WORD = /[\p{L}_$][\p{L}\p{N}_$]*|\d+[\p{L}_$][\p{L}\p{N}_$]*/uy;
const NUMBER = /(?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?/y;
const SYMBOL = /<=>|<=|>=|<>|!=|\|\||&&|@@|[-+*/%=<>(),.;:@!?[\]{}~^&|]/y;
const QUOTED = /`((?:[^`]|``)*)`/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', 0: '\0', Z: '\x1a' };

/** The text of one statement as tokens, the last of them of kind `end`. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  for (;;) {
    at += take(SPACE)?.[0].length ?? 0;
    if (at >= text.length) break;
    const token = next(text, take, at) ?? fail(`\ntoken recognition error at: '${text.slice(at, at + 10)}'${where(text, at)}\n`);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', text: '<EOF>', raw: '', at, end: at });
  return tokens;
}

function next(text: string, take: (pattern: RegExp) => RegExpExecArray | null, at: number): Token | null {
  const made = (kind: TokenKind, match: RegExpExecArray, name = match[0]): Token => ({
    kind,
    text: name,
    raw: match[0],
    at,
    end: at + match[0].length,
  });
  const quoted = take(QUOTED);
  if (quoted !== null) return made('quoted', quoted, (quoted[1] ?? '').replaceAll('``', '`'));
  const quote = text[at];
  if (quote === "'" || quote === '"') {
    const end = endOfString(text, at, quote);
    if (end === null) return null;
    const raw = text.slice(at + 1, end - 1);
    return { kind: 'string', text: resolve(raw, quote), raw, at, end };
  }
  // Digits first: 1e5 is a number, 1abc a name.
  const number = take(NUMBER);
  const word = take(WORD);
  if (number !== null && (word === null || number[0].length >= word[0].length)) return made('number', number);
  if (word !== null) return made('word', word);
  const symbol = take(SYMBOL);
  return symbol === null ? null : made('symbol', symbol);
}

/** No pattern: a literal of many megabytes would exhaust the stack of the matcher. A doubled quote is part of the string. */
function endOfString(text: string, from: number, quote: string): number | null {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote && text[at + 1] === quote) at += 1;
    else if (text[at] === quote) return at + 1;
  }
  return null;
}

function resolve(raw: string, quote: string): string {
  return resolveBackslashes(raw.replaceAll(quote + quote, quote));
}

/** MySQL's escapes. `\_` and `\%` keep the backslash: they mean something to LIKE. */
export function resolveBackslashes(raw: string): string {
  return raw.replace(/\\([\s\S])/g, (whole, letter: string) => (letter === '_' || letter === '%' ? whole : (ESCAPES[letter] ?? letter)));
}

/** As the server ends its syntax errors. */
export function where(text: string, at: number): string {
  const before = text.slice(0, at).split('\n');
  return `(line ${before.length}, pos ${before.at(-1)?.length ?? 0})`;
}
