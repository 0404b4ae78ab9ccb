import { parseSync } from './grammar.ts';
import { kindOf, only, textOf, textsOf } from './rename/node.ts';

/** What an expression always is, as far as it is one value. */
export type Constant =
  | { readonly kind: 'null' }
  | { readonly kind: 'value'; readonly text: string }
  /** The moment, with its precision where one is given; `zone`: with its time zone. */
  | { readonly kind: 'now'; readonly precision: number | null; readonly zone: boolean }
  | { readonly kind: 'today' }
  /** The next number of a sequence. */
  | { readonly kind: 'number' };

const MOMENTS = new Set(['now', 'transaction_timestamp', 'statement_timestamp', 'clock_timestamp']);

/** Reads a column's default as the server prints it, by PostgreSQL's grammar; null for what is computed. Wants the grammar loaded. */
export function constantOf(expression: string): Constant | null {
  const select = only(firstStatement(parseSync(`SELECT (${expression}\n)`)), 'SelectStmt');
  const target = only(Array.isArray(select?.targetList) ? select.targetList[0] : null, 'ResTarget');
  return target === null ? null : readValue(target.val);
}

function firstStatement(tree: unknown): unknown {
  const found = tree as { readonly stmts?: readonly { readonly stmt?: unknown }[] };
  return found.stmts?.[0]?.stmt;
}

function readValue(part: unknown): Constant | null {
  const found = kindOf(part);
  if (found === null) return null;
  const { kind, node } = found;
  // The value is read as the column's type in any case, so that what the cast says in between matters only where it does not fit.
  if (kind === 'TypeCast') return readValue(node.arg);
  if (kind === 'A_Const') return literalOf(node);
  if (kind === 'SQLValueFunction') return momentOf(textOf(node, 'op') ?? '', typeof node.typmod === 'number' ? node.typmod : -1);
  if (kind === 'FuncCall') return callOf(textsOf(node.funcname).at(-1) ?? '');
  return null;
}

function literalOf(node: Readonly<Record<string, unknown>>): Constant | null {
  if (node.isnull === true) return { kind: 'null' };
  const inner = (field: string) => node[field] as Readonly<Record<string, unknown>> | undefined;
  if (inner('ival') !== undefined) return { kind: 'value', text: String(inner('ival')?.ival ?? 0) };
  if (inner('fval') !== undefined) return { kind: 'value', text: String(inner('fval')?.fval) };
  if (inner('sval') !== undefined) return { kind: 'value', text: String(inner('sval')?.sval ?? '') };
  if (inner('boolval') !== undefined) return { kind: 'value', text: inner('boolval')?.boolval === true ? 'true' : 'false' };
  const bits = inner('bsval')?.bsval;
  return typeof bits === 'string' && bits.startsWith('b') ? { kind: 'value', text: bits.slice(1) } : null;
}

function momentOf(op: string, typmod: number): Constant | null {
  const precision = typmod >= 0 ? typmod : null;
  if (op.startsWith('SVFOP_CURRENT_TIMESTAMP')) return { kind: 'now', precision, zone: true };
  if (op.startsWith('SVFOP_LOCALTIMESTAMP')) return { kind: 'now', precision, zone: false };
  return op === 'SVFOP_CURRENT_DATE' ? { kind: 'today' } : null;
}

function callOf(name: string): Constant | null {
  if (MOMENTS.has(name)) return { kind: 'now', precision: null, zone: true };
  return name === 'nextval' ? { kind: 'number' } : null;
}
