import type { NameMap } from '../../plan/names.ts';
import type { Edits } from './edits.ts';
import { isNode, kindOf, listOf, type Node, stringsOf } from './node.ts';
import type { Scope } from './scope.ts';

/** One walk over a statement: what is called what, and the edits found so far. */
export interface Pass {
  readonly names: NameMap;
  readonly edits: Edits;
  /** Finds names in a part of the tree, each by what its kind says of it. */
  visit(part: unknown, scope: Scope): void;
  /** Maps a statement that stands inside this one, in a constant. */
  inner(sql: string): string;
}

/** What is done at a node of a kind: its names, and visits of what it holds. */
export type Handler = (pass: Pass, node: Node, scope: Scope) => void;
export type Handlers = Readonly<Record<string, Handler>>;

/** Fields that name something by schema and name, and of which the schema alone is mapped. */
const IN_SCHEMA = new Set(
  (
    'funcname operName useOp collname collation opclass opclassname opfamilyname defnames objname cfgname dictname order_family ' +
    'conversion_name func_name plhandler plinline plvalidator handler_name method name'
  ).split(' '),
);
/** Fields that name a type: it may be the row of a table. */
const TYPES = new Set(['typeName', 'domainname']);

/** A walk with what is known of each kind; other nodes are looked through. */
export function createPass(init: Pick<Pass, 'names' | 'edits' | 'inner'>, handlers: Handlers): Pass {
  const pass: Pass = { ...init, visit };
  function visit(part: unknown, scope: Scope): void {
    if (Array.isArray(part)) for (const each of part) visit(each, scope);
    if (!isNode(part)) return;
    const { kind, node } = kindOf(part) ?? { kind: shapeOf(part), node: part };
    const handler = handlers[kind];
    if (handler === undefined) rest(pass, node, scope);
    else handler(pass, node, scope);
  }
  return pass;
}

/** Where only one kind can stand, its name is left out; these two are told by their fields. */
function shapeOf(node: Node): string {
  if (typeof node.relname === 'string') return 'RangeVar';
  return Array.isArray(node.names) && 'typemod' in node ? 'TypeName' : '';
}

/** Looks through a node's fields, but for those named. */
export function rest(pass: Pass, node: Node, scope: Scope, but: readonly string[] = []): void {
  for (const [field, value] of Object.entries(node)) {
    if (but.includes(field)) continue;
    if (Array.isArray(value) && IN_SCHEMA.has(field)) inSchema(pass, value);
    else if (Array.isArray(value) && TYPES.has(field)) relation(pass, value);
    else pass.visit(value, scope);
  }
}

/** `schema.name` of which only the schema changes: functions, operators, collations. */
export function inSchema(pass: Pass, names: unknown): void {
  const [schema, name, ...others] = stringsOf(names);
  if (schema && name && others.length === 0) pass.edits.rename(schema, 'sval', pass.names.schema(String(schema.sval)));
}

/** `schema.name` of a relation, or of a type that may be one's row; with a third name, a column of it. */
export function relation(pass: Pass, names: unknown, third: 'column' | 'other' = 'other'): void {
  const [schema, name, column] = stringsOf(names);
  if (!schema || !name) return;
  const from = { schema: String(schema.sval), name: String(name.sval) };
  const to = pass.names.relation(from);
  pass.edits.rename(schema, 'sval', to.schema);
  pass.edits.rename(name, 'sval', to.name);
  if (third === 'column' && column) pass.edits.rename(column, 'sval', pass.names.column(from, String(column.sval)));
}

/** A list of schemas. */
export function schemas(pass: Pass, names: unknown): void {
  for (const node of listOf(names)) schema(pass, node);
}

export function schema(pass: Pass, name: unknown): void {
  const [node] = stringsOf([name]);
  if (node) pass.edits.rename(node, 'sval', pass.names.schema(String(node.sval)));
}
