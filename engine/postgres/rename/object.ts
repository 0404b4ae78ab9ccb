import { renameRelation } from './expression.ts';
import { isNode, kindOf, listOf, type Node, only, stringsOf, textOf } from './node.ts';
import { type Handlers, inSchema, type Pass, relation, rest, schema, schemas } from './pass.ts';
import { Refused } from './refused.ts';
import type { Scope } from './scope.ts';

/** Statements that name an object by its kind, and definitions that are lists of settings. */
export const OBJECTS: Handlers = {
  CommentStmt: described,
  SecLabelStmt: described,
  AlterOwnerStmt: described,
  AlterObjectSchemaStmt: described,
  AlterObjectDependsStmt: described,
  RenameStmt: described,
  DropStmt: (pass, node, scope) => {
    for (const each of listOf(node.objects)) objectName(pass, textOf(node, 'removeType') ?? '', each, scope);
  },
  GrantStmt: grant,
  AlterDefaultPrivilegesStmt: (pass, node) => {
    for (const each of listOf(node.options)) {
      const option = only(each, 'DefElem');
      if (option?.defname === 'schemas') schemas(pass, option.arg);
    }
  },
  CreateExtensionStmt: (pass, node) => {
    for (const each of listOf(node.options)) {
      const option = only(each, 'DefElem');
      if (option?.defname === 'schema') schema(pass, option.arg);
    }
  },
  CreateSchemaStmt: (pass, node, scope) => {
    const name = textOf(node, 'schemaname');
    if (name !== null) pass.edits.rename(node, 'schemaname', pass.names.schema(name));
    rest(pass, node, scope);
  },
  DefineStmt: (pass, node, scope) => {
    if (node.kind === 'OBJECT_TYPE') relation(pass, node.defnames);
    for (const each of listOf(node.definition)) setting(pass, each, scope);
    rest(pass, node, scope, node.kind === 'OBJECT_TYPE' ? ['definition', 'defnames'] : ['definition']);
  },
  CreateRangeStmt: (pass, node, scope) => {
    for (const each of listOf(node.params)) setting(pass, each, scope);
    rest(pass, node, scope, ['params']);
  },
  AlterOperatorStmt: (pass, node, scope) => {
    for (const each of listOf(node.options)) setting(pass, each, scope);
    rest(pass, node, scope, ['options']);
  },
  AlterTypeStmt: (pass, node, scope) => {
    for (const each of listOf(node.options)) setting(pass, each, scope);
    rest(pass, node, scope, ['options']);
  },
  AlterTSConfigurationStmt: (pass, node, scope) => {
    for (const each of listOf(node.dicts)) inSchema(pass, listOf(each));
    rest(pass, node, scope, ['dicts']);
  },
  DefElem: (pass, node, scope) => {
    if (node.defname === 'owned_by') relation(pass, listOf(node.arg), 'column');
    else if (node.defname === 'sequence_name') relation(pass, listOf(node.arg));
    else pass.visit(node.arg, scope);
  },
};

function described(pass: Pass, node: Node, scope: Scope): void {
  const type = textOf(node, 'objtype') ?? textOf(node, 'objectType') ?? textOf(node, 'renameType') ?? '';
  if (isNode(node.relation)) renameRelation(pass, node.relation);
  objectName(pass, type, node.object, scope);
  const to = textOf(node, 'newschema');
  if (to !== null) pass.edits.rename(node, 'newschema', pass.names.schema(to));
}

const RELATION = /^OBJECT_(TABLE|VIEW|MATVIEW|SEQUENCE|INDEX|FOREIGN_TABLE|TYPE|DOMAIN)$/;
const PART_OF_RELATION = /^OBJECT_(TABCONSTRAINT|TRIGGER|RULE|POLICY)$/;
const IN_SCHEMA = /^OBJECT_(COLLATION|CONVERSION|TSDICTIONARY|TSCONFIGURATION|TSPARSER|TSTEMPLATE|STATISTIC_EXT)$/;

/** An object as COMMENT ON and the like name it: by its kind a list of names, a type, or a routine with its arguments. */
function objectName(pass: Pass, type: string, object: unknown, scope: Scope): void {
  const names = listOf(object);
  if (type === 'OBJECT_SCHEMA') schema(pass, object);
  else if (names.length === 0) pass.visit(object, scope);
  else if (RELATION.test(type)) relation(pass, names);
  else if (PART_OF_RELATION.test(type)) relation(pass, names.slice(0, 2));
  else if (type === 'OBJECT_COLUMN') relation(pass, names, 'column');
  else if (IN_SCHEMA.test(type)) inSchema(pass, names);
  // These are named with their access method first.
  else if (/^OBJECT_OP(CLASS|FAMILY)$/.test(type)) inSchema(pass, names.slice(1));
  else pass.visit(names, scope);
}

function grant(pass: Pass, node: Node, scope: Scope): void {
  const all = node.targtype === 'ACL_TARGET_ALL_IN_SCHEMA';
  const objects = listOf(node.objects);
  for (const each of objects) {
    if (all) schema(pass, each);
    else if (only(each, 'RangeVar') === null) objectName(pass, textOf(node, 'objtype') ?? '', each, scope);
    else pass.visit(each, scope);
  }
  const tables = objects.map((each) => only(each, 'RangeVar')).filter((table) => table !== null);
  for (const each of listOf(node.privileges)) {
    for (const column of stringsOf(only(each, 'AccessPriv')?.cols)) if (column) grantedColumn(pass, column, tables);
  }
}

/** One list of columns stands for all tables of a GRANT. */
function grantedColumn(pass: Pass, column: Node, tables: readonly Node[]): void {
  const name = String(column.sval);
  const to = new Set(tables.map((table) => pass.names.column({ schema: String(table.schemaname), name: String(table.relname) }, name)));
  const [one, ...others] = to;
  if (others.length > 0) throw new Refused({ en: `"${name}" gets different names`, zh: `"${name}"映射为不同的名称` });
  if (one !== undefined) pass.edits.rename(column, 'sval', one);
}

/** Settings of an aggregate, operator or type that are types; all others name functions, operators and the like. */
const TYPE_SETTINGS = new Set('stype mstype leftarg rightarg subtype like element basetype multirange_type_name'.split(' '));

function setting(pass: Pass, element: unknown, scope: Scope): void {
  const node = only(element, 'DefElem');
  const value = kindOf(node?.arg);
  if (node === null || value === null) return;
  const isType = TYPE_SETTINGS.has(String(node.defname));
  if (value.kind === 'TypeName' && !isType) inSchema(pass, value.node.names);
  else if (value.kind === 'List') (isType ? relation : inSchema)(pass, listOf(node.arg));
  else pass.visit(node.arg, scope);
}
