import { isNode, listOf, type Node, only, stringsOf, textOf, textsOf } from './node.ts';
import { type Handlers, type Pass, relation, rest } from './pass.ts';
import { Refused } from './refused.ts';
import { bareColumn, type Scope, type Source, sourceOf } from './scope.ts';

/** Names inside expressions: columns, types, functions, and what constants name. */
export const EXPRESSIONS: Handlers = {
  RangeVar: renameRelation,
  TypeName: (pass, node, scope) => {
    relation(pass, node.names, 'column');
    pass.visit(node.typmods, scope);
  },
  ColumnRef: (pass, node, scope) => {
    columnReference(pass, node, scope);
  },
  A_Indirection: (pass, node, scope) => {
    const [field] = stringsOf(node.indirection);
    const source = field ? rowOf(pass, node.arg, scope) : null;
    if (field && source !== null) pass.edits.rename(field, 'sval', source.column(String(field.sval)) ?? String(field.sval));
    rest(pass, node, scope);
  },
  TypeCast: (pass, node, scope) => {
    rest(pass, node, scope);
    namedByConstant(pass, node);
  },
  IndexElem: element,
  PartitionElem: element,
  StatsElem: element,
  // A setting is an identifier or a constant for each schema.
  VariableSetStmt: (pass, node) => {
    if (node.name !== 'search_path') return;
    for (const each of listOf(node.args)) {
      const value = only(each, 'A_Const')?.sval;
      if (isNode(value)) pass.edits.rename(value, 'sval', pass.names.schema(String(value.sval)));
    }
  },
};

/** A relation where no alias can stand, or none is needed. */
export function renameRelation(pass: Pass, node: Node): void {
  const [schema, name] = [textOf(node, 'schemaname'), textOf(node, 'relname')];
  if (schema === null || name === null) return;
  const to = pass.names.relation({ schema, name });
  pass.edits.rename(node, 'schemaname', to.schema);
  pass.edits.rename(node, 'relname', to.name);
}

/** A column of the nearest table that is named without a qualifier, in a field of its own. */
export function renameField(pass: Pass, node: Node, field: string, scope: Scope): void {
  const name = textOf(node, field);
  if (name !== null) pass.edits.rename(node, field, bareColumn(scope, name) ?? name);
}

/** A list of such columns: keys, UPDATE OF, INCLUDE. */
export function renameList(pass: Pass, names: unknown, scope: Scope): void {
  for (const node of stringsOf(names)) if (node) renameField(pass, node, 'sval', scope);
}

function element(pass: Pass, node: Node, scope: Scope): void {
  renameField(pass, node, 'name', scope);
  rest(pass, node, scope);
}

/** Maps a reference; resolves with its last name when that changes, for a query keeps it as the name of its column. */
export function columnReference(pass: Pass, node: Node, scope: Scope): Node | null {
  const parts = stringsOf(node.fields);
  const [first, second] = parts;
  if (!first) return null;
  const name = String(first.sval);
  if (parts.length === 1) {
    const to = bareColumn(scope, name) ?? rowName(scope, name);
    return to === null ? null : renamed(pass, first, to);
  }
  if (parts.length > 2 && second) return longReference(pass, parts, scope);
  const source = sourceOf(scope, name);
  if (source === null) return null;
  renamed(pass, first, source.as ?? name);
  return second ? renamed(pass, second, source.column(String(second.sval)) ?? String(second.sval)) : null;
}

/** `schema.table.column`: such a table has no alias, and gets none where it is meant this way. */
function longReference(pass: Pass, parts: readonly (Node | null)[], scope: Scope): Node | null {
  const [schema, table, column] = parts;
  if (!schema || !table) return null;
  const from = { schema: String(schema.sval), name: String(table.sval) };
  const source = sourceOf(scope, from.name, from.schema);
  if (source === null) {
    const to = pass.names.relation(from);
    if (to.schema !== from.schema || to.name !== from.name) throw longName(from.name);
    return null;
  }
  relation(pass, [{ String: schema }, { String: table }]);
  return column ? renamed(pass, column, source.column(String(column.sval)) ?? String(column.sval)) : null;
}

function longName(name: string): Refused {
  return new Refused({ en: `columns of "${name}" are written with its schema`, zh: `"${name}"的列带有模式限定` });
}

/** A table's name alone means its row, unless a column has that name. */
function rowName(scope: Scope, name: string): string | null {
  return sourceOf(scope, name)?.as ?? null;
}

function renamed(pass: Pass, node: Node, to: string): Node | null {
  const changes = node.sval !== to;
  pass.edits.rename(node, 'sval', to);
  return changes ? node : null;
}

/** Whose columns the fields of a row are, where the statement itself tells: `(t.*).a`, `(t).a`, `(x::s.t).a`. */
function rowOf(pass: Pass, arg: unknown, scope: Scope): Pick<Source, 'column'> | null {
  const reference = only(arg, 'ColumnRef');
  if (reference !== null) {
    const fields = listOf(reference.fields);
    const [name] = textsOf(fields);
    const whole = fields.length === 1 || (fields.length === 2 && only(fields[1], 'A_Star') !== null);
    if (!whole || !name || (fields.length === 1 && bareColumn(scope, name) !== null)) return null;
    return sourceOf(scope, name);
  }
  const type = only(arg, 'TypeCast')?.typeName;
  const [schema, name] = isNode(type) ? textsOf(type.names) : [];
  if (!schema || !name) return null;
  return { column: (column) => pass.names.column({ schema, name }, column) };
}

/** What a constant of such a type names, as a statement in which it stands as a name. */
const NAMED: Readonly<Record<string, readonly [before: string, after: string]>> = {
  regclass: ['COMMENT ON TABLE ', ' IS NULL'],
  regtype: ['SELECT NULL::', ''],
  regproc: ['COMMENT ON COLLATION ', ' IS NULL'],
  regprocedure: ['COMMENT ON FUNCTION ', ' IS NULL'],
  regoper: ['SELECT NULL OPERATOR(', ') NULL'],
  regoperator: ['COMMENT ON OPERATOR ', ' IS NULL'],
  regcollation: ['COMMENT ON COLLATION ', ' IS NULL'],
  regconfig: ['COMMENT ON COLLATION ', ' IS NULL'],
  regdictionary: ['COMMENT ON COLLATION ', ' IS NULL'],
  regnamespace: ['COMMENT ON SCHEMA ', ' IS NULL'],
};

/** `nextval('sales.orders_id_seq'::regclass)`. */
function namedByConstant(pass: Pass, cast: Node): void {
  const names = isNode(cast.typeName) ? textsOf(cast.typeName.names) : [];
  const type = names.length === 2 && names[0] === 'pg_catalog' ? names[1] : names.length === 1 ? names[0] : null;
  const frame = type ? NAMED[type] : undefined;
  const value = constantOf(cast.arg);
  const text = textOf(value, 'sval');
  if (frame === undefined || value === null || text === null) return;
  const [before, after] = frame;
  let to: string;
  try {
    to = pass.inner(`${before}${text}${after}`);
  } catch {
    // An oid, or what nothing can be named: the server will say so.
    return;
  }
  pass.edits.rename(value, 'sval', to.slice(before.length, to.length - after.length));
}

/** The constant itself, also as text: `('s.q'::text)::regclass`. */
function constantOf(arg: unknown): Node | null {
  const value = only(arg, 'A_Const')?.sval;
  if (isNode(value)) return value;
  const cast = only(arg, 'TypeCast');
  const names = isNode(cast?.typeName) ? textsOf(cast.typeName.names) : [];
  return cast !== null && names.at(-1) === 'text' ? constantOf(cast.arg) : null;
}
