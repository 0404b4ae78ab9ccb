import { createHash } from 'node:crypto';
import { fail, notEmulated } from '../errors.ts';
import type { Expression } from '../sql/expression.ts';
import { type Cell, calculate, compare, exact, isTrue, NULL, text, truth } from '../storage/cell.ts';
import { aggregate, isAggregate } from './aggregate.ts';

/** What an expression can look at. `group`: the rows that an aggregate runs over. */
export interface Scope {
  readonly column: (name: string) => Cell;
  readonly variable: (name: string) => Cell;
  readonly environment: (name: string) => Cell | null;
  readonly group: readonly Scope[] | null;
}

export function evaluate(expression: Expression, scope: Scope): Cell {
  switch (expression.op) {
    case 'literal':
      return expression.cell;
    case 'column':
      return scope.column(expression.name);
    case 'variable':
      return scope.variable(expression.name);
    case 'not': {
      const operand = evaluate(expression.operand, scope);
      return operand.kind === 'null' ? NULL : truth(!isTrue(operand));
    }
    case 'is null':
      return truth((evaluate(expression.operand, scope).kind === 'null') !== expression.negated);
    case 'in':
      return within(expression, scope);
    case 'like':
      return like(expression, scope);
    case 'binary':
      return binary(expression, scope);
    case 'call':
      return call(expression, scope);
  }
}

function within({ operand, list, negated }: Extract<Expression, { op: 'in' }>, scope: Scope): Cell {
  const left = evaluate(operand, scope);
  const compared = list.map((item) => compare(left, evaluate(item, scope)));
  if (compared.includes(0)) return truth(!negated);
  return compared.includes(null) ? NULL : truth(negated);
}

function like({ operand, pattern, negated }: Extract<Expression, { op: 'like' }>, scope: Scope): Cell {
  const [left, right] = [evaluate(operand, scope), evaluate(pattern, scope)];
  if (left.kind === 'null' || right.kind === 'null') return NULL;
  return truth(matches(left.text, right.text) !== negated);
}

/** `%`, `_` and a backslash that takes their meaning away. */
export function matches(value: string, pattern: string): boolean {
  const source = pattern.replace(/\\([%_\\])|[%_]|[.*+?^${}()|[\]\\]/g, (found, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped === '\\' ? '\\\\' : escaped;
    return found === '%' ? '[\\s\\S]*' : found === '_' ? '[\\s\\S]' : `\\${found}`;
  });
  return new RegExp(`^${source}$`, 'u').test(value);
}

function binary({ sign, left, right }: Extract<Expression, { op: 'binary' }>, scope: Scope): Cell {
  const one = evaluate(left, scope);
  if (sign === 'AND' || sign === 'OR') return logic(sign, one, evaluate(right, scope));
  const other = evaluate(right, scope);
  if ('+-*/%'.includes(sign)) return calculate(sign, one, other);
  const order = compare(one, other);
  if (sign === '<=>') return truth(order === null ? one.kind === other.kind : order === 0);
  if (order === null) return NULL;
  switch (sign) {
    case '=':
      return truth(order === 0);
    case '<>':
      return truth(order !== 0);
    case '<':
      return truth(order < 0);
    case '<=':
      return truth(order <= 0);
    case '>':
      return truth(order > 0);
    default:
      return truth(order >= 0);
  }
}

function logic(sign: 'AND' | 'OR', one: Cell, other: Cell): Cell {
  const decides = sign === 'OR';
  for (const cell of [one, other]) if (cell.kind !== 'null' && isTrue(cell) === decides) return truth(decides);
  return one.kind === 'null' || other.kind === 'null' ? NULL : truth(!decides);
}

function call(expression: Extract<Expression, { op: 'call' }>, scope: Scope): Cell {
  if (isAggregate(expression.name)) {
    if (scope.group === null) fail(`${expression.name.toLowerCase()} can't be used here: aggregate functions are not allowed`);
    const group = expression.star
      ? scope.group.map(() => truth(true))
      : scope.group.map((row) => evaluate(expression.arguments[0] ?? expression, row));
    return aggregate(expression, group);
  }
  const known = scope.environment(expression.name);
  if (known !== null) return known;
  const cells = expression.arguments.map((argument) => evaluate(argument, scope));
  if (expression.name === 'COALESCE' || expression.name === 'IFNULL') return cells.find(({ kind }) => kind !== 'null') ?? NULL;
  if (expression.name === 'IF') return (isTrue(cells[0] ?? NULL) ? cells[1] : cells[2]) ?? NULL;
  const texts = cells.flatMap((cell) => (cell.kind === 'null' ? [] : [cell.text]));
  return texts.length < cells.length ? NULL : scalar(expression.name, texts);
}

function scalar(name: string, texts: readonly string[]): Cell {
  const [first = '', second = '', third] = texts;
  switch (name) {
    case 'LENGTH':
      return exact(Buffer.byteLength(first));
    case 'CHAR_LENGTH':
    case 'CHARACTER_LENGTH':
      return exact([...first].length);
    case 'UPPER':
      return text(first.toUpperCase());
    case 'LOWER':
      return text(first.toLowerCase());
    case 'TRIM':
      return text(first.trim());
    case 'CONCAT':
      return text(texts.join(''));
    case 'MD5':
      return text(createHash('md5').update(first).digest('hex'));
    case 'HEX':
      return text(Buffer.from(first).toString('hex').toUpperCase());
    case 'ABS':
      return { kind: 'exact', text: first.replace('-', '') };
    case 'MOD':
      return calculate('%', { kind: 'exact', text: first }, { kind: 'exact', text: second });
    case 'LEFT':
      return text([...first].slice(0, Number(second)).join(''));
    case 'SUBSTRING':
    case 'SUBSTR':
      return text([...first].slice(Number(second) - 1, third === undefined ? undefined : Number(second) - 1 + Number(third)).join(''));
    default:
      return notEmulated(`the function ${name.toLowerCase()}`);
  }
}
