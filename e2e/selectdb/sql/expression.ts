import { fail, notEmulated } from '../errors.ts';
import type { Cell } from '../storage/cell.ts';
import type { Reader } from './reader.ts';

export type Expression =
  | { readonly op: 'literal'; readonly cell: Cell }
  | { readonly op: 'column'; readonly name: string }
  | { readonly op: 'variable'; readonly name: string }
  | {
      readonly op: 'call';
      readonly name: string;
      readonly arguments: readonly Expression[];
      readonly star: boolean;
      readonly distinct: boolean;
    }
  | { readonly op: 'binary'; readonly sign: string; readonly left: Expression; readonly right: Expression }
  | { readonly op: 'not'; readonly operand: Expression }
  | { readonly op: 'is null'; readonly operand: Expression; readonly negated: boolean }
  | { readonly op: 'in'; readonly operand: Expression; readonly list: readonly Expression[]; readonly negated: boolean }
  | { readonly op: 'like'; readonly operand: Expression; readonly pattern: Expression; readonly negated: boolean };

const COMPARISONS = ['<=>', '<=', '>=', '<>', '!=', '=', '<', '>'];

export function expression(reader: Reader): Expression {
  let left = conjunction(reader);
  while (reader.accept('OR') || reader.acceptSymbol('||')) left = { op: 'binary', sign: 'OR', left, right: conjunction(reader) };
  return left;
}

function conjunction(reader: Reader): Expression {
  let left = negation(reader);
  while (reader.accept('AND') || reader.acceptSymbol('&&')) left = { op: 'binary', sign: 'AND', left, right: negation(reader) };
  return left;
}

function negation(reader: Reader): Expression {
  return reader.accept('NOT') || reader.acceptSymbol('!') ? { op: 'not', operand: negation(reader) } : predicate(reader);
}

function predicate(reader: Reader): Expression {
  const left = sum(reader);
  if (reader.accept('IS')) {
    const negated = reader.accept('NOT');
    reader.expect('NULL');
    return { op: 'is null', operand: left, negated };
  }
  const negated = reader.accept('NOT');
  if (reader.accept('IN')) return { op: 'in', operand: left, list: reader.inParentheses(() => member(reader)), negated };
  if (reader.accept('LIKE')) return { op: 'like', operand: left, pattern: sum(reader), negated };
  if (reader.accept('BETWEEN')) return between(reader, left, negated);
  if (negated) reader.wrong("{'IN', 'LIKE', 'BETWEEN'}");
  const sign = COMPARISONS.find((symbol) => reader.acceptSymbol(symbol));
  return sign === undefined ? left : { op: 'binary', sign: sign === '!=' ? '<>' : sign, left, right: sum(reader) };
}

function between(reader: Reader, operand: Expression, negated: boolean): Expression {
  const low = sum(reader);
  reader.expect('AND');
  const right: Expression = { op: 'binary', sign: '<=', left: operand, right: sum(reader) };
  const both: Expression = { op: 'binary', sign: 'AND', left: { op: 'binary', sign: '>=', left: operand, right: low }, right };
  return negated ? { op: 'not', operand: both } : both;
}

function member(reader: Reader): Expression {
  if (reader.sees('SELECT')) notEmulated('a subquery');
  return sum(reader);
}

function sum(reader: Reader): Expression {
  let left = product(reader);
  for (;;) {
    const sign = ['+', '-'].find((symbol) => reader.acceptSymbol(symbol));
    if (sign === undefined) return left;
    left = { op: 'binary', sign, left, right: product(reader) };
  }
}

function product(reader: Reader): Expression {
  let left = operand(reader);
  for (;;) {
    const sign = ['*', '/', '%'].find((symbol) => reader.acceptSymbol(symbol));
    if (sign === undefined) return left;
    left = { op: 'binary', sign, left, right: operand(reader) };
  }
}

function operand(reader: Reader): Expression {
  if (reader.acceptSymbol('(')) {
    if (reader.sees('SELECT')) notEmulated('a subquery');
    const inner = expression(reader);
    reader.expectSymbol(')');
    return inner;
  }
  if (reader.acceptSymbol('-')) return { op: 'binary', sign: '-', left: exact('0'), right: operand(reader) };
  if (reader.acceptSymbol('@@')) return variable(reader);
  const { kind, text } = reader.token;
  if (kind === 'string') return { op: 'literal', cell: { kind: 'text', text: reader.next().text } };
  if (kind === 'number') {
    reader.next();
    return /e/i.test(text) ? { op: 'literal', cell: { kind: 'float', text } } : exact(text);
  }
  if (reader.accept('NULL')) return { op: 'literal', cell: { kind: 'null' } };
  if (reader.accept('TRUE')) return exact('1');
  if (reader.accept('FALSE')) return exact('0');
  return named(reader);
}

const exact = (text: string): Expression => ({ op: 'literal', cell: { kind: 'exact', text } });

/** A call, or a column by its name or by alias and name. */
function named(reader: Reader): Expression {
  const { kind, text } = reader.token;
  if (kind === 'word' && reader.ahead(1).text === '(' && reader.ahead(1).kind === 'symbol') return call(reader);
  if (kind === 'word' && /^current_(timestamp|date|user)$/i.test(text)) {
    reader.next();
    return { op: 'call', name: text.toUpperCase(), arguments: [], star: false, distinct: false };
  }
  let name = reader.identifier();
  while (reader.acceptSymbol('.')) name = reader.identifier();
  return { op: 'column', name };
}

function call(reader: Reader): Expression {
  const name = reader.next().text.toUpperCase();
  reader.expectSymbol('(');
  if (name === 'CAST') notEmulated('CAST in a query');
  if (reader.acceptSymbol('*')) {
    reader.expectSymbol(')');
    return { op: 'call', name, arguments: [], star: true, distinct: false };
  }
  const distinct = reader.accept('DISTINCT');
  if (reader.acceptSymbol(')')) return { op: 'call', name, arguments: [], star: false, distinct };
  const list = reader.list(() => expression(reader));
  reader.expectSymbol(')');
  return { op: 'call', name, arguments: list, star: false, distinct };
}

/** `@@name`, `@@session.name`, `@@global.name` */
function variable(reader: Reader): Expression {
  let name = reader.next().text;
  if (/^(session|global)$/i.test(name) && reader.acceptSymbol('.')) name = reader.next().text;
  if (name === '<EOF>') fail("\nmismatched input '<EOF>' expecting identifier\n");
  return { op: 'variable', name: name.toLowerCase() };
}
