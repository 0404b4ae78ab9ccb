import type { Expression } from '../sql/expression.ts';
import { type Cell, calculate, compare, exact, NULL } from '../storage/cell.ts';

const AGGREGATES: ReadonlySet<string> = new Set(['COUNT', 'MIN', 'MAX', 'SUM', 'AVG']);

export const isAggregate = (name: string): boolean => AGGREGATES.has(name);

export function hasAggregate(expression: Expression): boolean {
  switch (expression.op) {
    case 'call':
      return isAggregate(expression.name) || expression.arguments.some(hasAggregate);
    case 'binary':
      return hasAggregate(expression.left) || hasAggregate(expression.right);
    case 'not':
    case 'is null':
      return hasAggregate(expression.operand);
    case 'in':
      return hasAggregate(expression.operand) || expression.list.some(hasAggregate);
    case 'like':
      return hasAggregate(expression.operand) || hasAggregate(expression.pattern);
    default:
      return false;
  }
}

/** Over what the argument is for every row of the group. NULLs do not count. */
export function aggregate({ name, distinct }: Extract<Expression, { op: 'call' }>, group: readonly Cell[]): Cell {
  const values = group.flatMap((cell) => (cell.kind === 'null' ? [] : [cell]));
  const seen = new Set<string>();
  const counted = distinct ? values.filter(({ text }) => !seen.has(text) && seen.add(text)) : values;
  if (name === 'COUNT') return exact(counted.length);
  const [first, ...rest] = counted;
  if (first === undefined) return NULL;
  if (name === 'MIN') return rest.reduce<Cell>((least, cell) => ((compare(cell, least) ?? 0) < 0 ? cell : least), first);
  if (name === 'MAX') return rest.reduce<Cell>((most, cell) => ((compare(cell, most) ?? 0) > 0 ? cell : most), first);
  const total = rest.reduce<Cell>((sum, cell) => calculate('+', sum, cell), first);
  return name === 'SUM' ? total : calculate('/', total, exact(counted.length));
}
