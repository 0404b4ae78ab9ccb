import { loadModule, parseSync } from 'libpg-query';
import type { TablePlan } from '../plan/plan.ts';
import { type TableId, type TableName, tableId } from '../schema/table.ts';
import { qualified } from './quote.ts';
import { written } from './write.ts';

/** Maps names inside SQL of the source to the plan's names, with PostgreSQL's own grammar; never by text replacement. */
export interface Renamer {
  /** A whole statement about the table. */
  statement(table: TableId, sql: string): string;
  /** An expression over the table's columns. */
  expression(table: TableId, sql: string): string;
  /** `RANGE (created_at)` and the like. */
  partitionKey(table: TableId, sql: string): string;
  type(sql: string): string;
  /** Source columns an expression reads. */
  columnsOf(expression: string): ReadonlySet<string>;
  /** Source columns an index statement covers or reads. */
  columnsOfIndex(statement: string): ReadonlySet<string>;
}

/** The grammar is WebAssembly: call once, before the first renamer. */
export async function loadGrammar(): Promise<void> {
  await loadModule();
}

type Node = { [key: string]: unknown };

/** Maps names inside SQL by the plan's tables and schemas. */
export function createRenamer(tables: readonly TablePlan[], schemas: ReadonlyMap<string, string>): Renamer {
  const names = new Names(tables, schemas);
  const rewrite = (table: TableId | null, sql: string): string => (names.touched ? rewritten(names, table, sql) : sql);
  return {
    statement: rewrite,
    expression: (table, sql) => between(rewrite(table, `SELECT (${sql})`), 'SELECT '),
    partitionKey: (table, sql) =>
      names.touched ? between(rewrite(table, `CREATE TABLE t (x int) PARTITION BY ${sql}`), 'PARTITION BY ') : sql,
    type: (sql) => (names.touched ? castType(rewrite(null, `SELECT NULL::${sql}`)) : sql),
    columnsOf,
    columnsOfIndex: (statement) => columnsIn(parseSync(statement)),
  };
}

/** Columns an expression reads, by PostgreSQL's grammar. */
export function columnsOf(expression: string): ReadonlySet<string> {
  return columnsIn(parseSync(`SELECT (${expression}\n)`));
}

/** What is called what. */
class Names {
  readonly touched: boolean;
  readonly #tables: ReadonlyMap<TableId, TablePlan>;
  readonly #schemas: ReadonlyMap<string, string>;

  constructor(tables: readonly TablePlan[], schemas: ReadonlyMap<string, string>) {
    this.#tables = new Map(tables.map((table) => [table.id, table]));
    this.#schemas = schemas;
    const renamed = (table: TablePlan) =>
      tableId(table.source) !== tableId(table.destination) || table.columns.some((column) => column.source !== column.destination);
    this.touched = tables.some(renamed) || [...schemas].some(([from, to]) => from !== to);
  }

  relation(name: TableName): TableName {
    return this.#tables.get(tableId(name))?.destination ?? { schema: this.schema(name.schema), name: name.name };
  }

  schema(name: string): string {
    return this.#schemas.get(name) ?? name;
  }

  column(table: TableId | null, name: string): string {
    const plan = table === null ? undefined : this.#tables.get(table);
    return plan?.columns.find((column) => column.source === name)?.destination ?? name;
  }
}

function rewritten(names: Names, table: TableId | null, sql: string): string {
  const tree = parseSync(sql) as Node;
  const before = JSON.stringify(tree);
  rename(tree, names, table);
  if (JSON.stringify(tree) === before) return sql;
  return written(tree, sql);
}

/** Renames in place, once a node: a node's own parts are mapped before its children are visited. */
function rename(node: unknown, names: Names, table: TableId | null): void {
  if (Array.isArray(node)) {
    for (const each of node) rename(each, names, table);
    return;
  }
  if (!isNode(node)) return;
  if (isNode(node.Constraint)) renameConstraint(node.Constraint, names, table);
  if (isNode(node.ColumnRef)) renameColumnRef(node.ColumnRef, names, table);
  if (isNode(node.IndexElem)) renameText(node.IndexElem, 'name', (name) => names.column(table, name));
  if (isNode(node.PartitionElem)) renameText(node.PartitionElem, 'name', (name) => names.column(table, name));
  if (isNode(node.TypeCast)) renameRegclass(node.TypeCast, names);
  if (isNode(node.FuncCall)) renameQualifier(node.FuncCall.funcname, names);
  if (typeof node.relname === 'string' && typeof node.schemaname === 'string') renameRelation(node, names);
  if ('typemod' in node && Array.isArray(node.names)) renameQualifier(node.names, names);
  for (const child of Object.values(node)) rename(child, names, table);
}

function renameConstraint(constraint: Node, names: Names, table: TableId | null): void {
  for (const list of [constraint.keys, constraint.fk_attrs, constraint.including]) renameStrings(list, (name) => names.column(table, name));
  if (!isNode(constraint.pktable)) return;
  const { schemaname, relname } = constraint.pktable;
  if (typeof schemaname !== 'string' || typeof relname !== 'string') return;
  const parent = tableId({ schema: schemaname, name: relname });
  renameStrings(constraint.pk_attrs, (name) => names.column(parent, name));
}

function renameColumnRef(reference: Node, names: Names, table: TableId | null): void {
  const fields = Array.isArray(reference.fields) ? reference.fields : [];
  renameStrings(fields.slice(-1), (name) => names.column(table, name));
}

function renameRelation(node: Node, names: Names): void {
  const to = names.relation({ schema: String(node.schemaname), name: String(node.relname) });
  node.schemaname = to.schema;
  node.relname = to.name;
}

/** The schema in front of a type or function. */
function renameQualifier(list: unknown, names: Names): void {
  if (Array.isArray(list) && list.length === 2) renameStrings(list.slice(0, 1), (name) => names.schema(name));
}

/** `nextval('sales.orders_id_seq'::regclass)`: the name stands in a string that the grammar reads as a qualified name. */
function renameRegclass(cast: Node, names: Names): void {
  const { arg, typeName } = cast;
  if (!JSON.stringify(typeName).includes('"regclass"') || !isNode(arg) || !isNode(arg.A_Const)) return;
  const value = arg.A_Const.sval;
  if (!isNode(value) || typeof value.sval !== 'string') return;
  const parts = stringsIn(parseSync(`SELECT ${value.sval}`));
  const [schema, name] = parts;
  if (schema !== undefined && name !== undefined && parts.length === 2) value.sval = qualified(names.relation({ schema, name }));
}

function renameStrings(list: unknown, to: (name: string) => string): void {
  if (!Array.isArray(list)) return;
  for (const each of list) if (isNode(each) && isNode(each.String)) renameText(each.String, 'sval', to);
}

function renameText(node: Node, field: string, to: (name: string) => string): void {
  const value = node[field];
  if (typeof value === 'string') node[field] = to(value);
}

function columnsIn(tree: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    if (!isNode(node) || Array.isArray(node)) return;
    if (isNode(node.ColumnRef))
      stringsIn(node.ColumnRef)
        .slice(-1)
        .forEach((name) => {
          found.add(name);
        });
    if (isNode(node.IndexElem) && typeof node.IndexElem.name === 'string') found.add(node.IndexElem.name);
    Object.values(node).forEach(visit);
  };
  visit(tree);
  return found;
}

function stringsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(stringsIn);
  if (!isNode(node)) return [];
  if (isNode(node.String) && typeof node.String.sval === 'string') return [node.String.sval];
  return Object.values(node).flatMap(stringsIn);
}

/** The deparser writes `NULL::t` as `CAST(NULL AS t)`; what was not renamed comes back as it was. */
function castType(sql: string): string {
  return sql.includes('CAST(NULL AS ') ? between(sql, 'CAST(NULL AS ').replace(/\)$/, '') : between(sql, 'NULL::');
}

function between(sql: string, after: string): string {
  return sql.slice(sql.indexOf(after) + after.length);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}
