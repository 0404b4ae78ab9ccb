import { renameField, renameList } from './expression.ts';
import { isNode, kindOf, listOf, type Node, only, stringNode, textOf, textsOf } from './node.ts';
import { outputsOf, outputsOfSelect } from './outputs.ts';
import { type Handlers, inSchema, type Pass, rest } from './pass.ts';
import { select } from './query.ts';
import { Refused } from './refused.ts';
import { inside, kept, NOTHING, renaming, type Scope, type Source } from './scope.ts';

/** Statements about one table or view, whose columns bare names mean. */
export const TABLES: Handlers = {
  CreateStmt: (pass, node) => {
    const scope = own(pass, node.relation);
    for (const each of listOf(node.tableElts)) tableElement(pass, each, scope);
    // Bounds are values; MINVALUE looks like a column.
    pass.visit(node.partbound, NOTHING);
    rest(pass, node, scope, ['tableElts', 'partbound']);
  },
  AlterTableStmt: (pass, node) => {
    const scope = own(pass, node.relation);
    for (const each of listOf(node.cmds)) alteration(pass, only(each, 'AlterTableCmd') ?? {}, scope, node.relation);
    rest(pass, node, scope, ['cmds']);
  },
  Constraint: constraint,
  IndexStmt: (pass, node) => {
    indexName(pass, node, 'idxname', node.relation);
    rest(pass, node, own(pass, node.relation));
  },
  CreateStatsStmt: (pass, node) => {
    const [relation] = listOf(node.relations);
    rest(pass, node, own(pass, only(relation, 'RangeVar')));
  },
  CreateTrigStmt: (pass, node) => {
    const scope = own(pass, node.relation);
    renameList(pass, node.columns, scope);
    rest(pass, node, oldAndNew(pass, node.relation), ['columns', 'args']);
  },
  CreatePolicyStmt: (pass, node) => rest(pass, node, own(pass, node.table)),
  AlterPolicyStmt: (pass, node) => rest(pass, node, own(pass, node.table)),
  RuleStmt: (pass, node) => rest(pass, node, oldAndNew(pass, node.relation)),
  ViewStmt: (pass, node, scope) => {
    view(pass, { query: node.query, relation: node.view, holder: node, field: 'aliases' });
    rest(pass, node, scope, ['query']);
  },
  CreateTableAsStmt: (pass, node, scope) => {
    if (isNode(node.into)) view(pass, { query: node.query, relation: node.into.rel, holder: node.into, field: 'colNames' });
    rest(pass, node, scope, ['query']);
  },
  CreateFunctionStmt: (pass, node) => {
    // In a body of SQL arguments may be qualified with the function's name.
    const names = listOf(node.parameters).map((each) => textOf(only(each, 'FunctionParameter'), 'name'));
    rest(pass, node, inside(NOTHING, [kept(textsOf(node.funcname).at(-1) ?? null, names)]));
  },
};

/** The table a statement is about, which cannot be given an alias: qualifiers of its columns change with it. */
function own(pass: Pass, relation: unknown): Scope {
  const source = rowOf(pass, relation, textOf(relation, 'relname') ?? '');
  return source === null ? NOTHING : inside(NOTHING, [source]);
}

function oldAndNew(pass: Pass, relation: unknown): Scope {
  const rows = ['old', 'new'].map((name) => rowOf(pass, relation, name));
  return inside(
    NOTHING,
    rows.flatMap((row) => (row === null ? [] : [{ ...row, as: row.name, schema: null }])),
  );
}

function rowOf(pass: Pass, relation: unknown, name: string): Source | null {
  const from = { schema: textOf(relation, 'schemaname'), name: textOf(relation, 'relname') };
  if (from.schema === null || from.name === null) return null;
  const table = { schema: from.schema, name: from.name };
  return renaming({ name, as: pass.names.relation(table).name, schema: table.schema, columns: pass.names.columns(table) });
}

function tableElement(pass: Pass, element: unknown, scope: Scope): void {
  const column = only(element, 'ColumnDef');
  if (column !== null) renameField(pass, column, 'colname', scope);
  pass.visit(element, scope);
}

function constraint(pass: Pass, node: Node, scope: Scope): void {
  for (const list of [node.keys, node.including, node.fk_attrs, node.fk_del_set_cols]) renameList(pass, list, scope);
  if (isNode(node.pktable)) renameList(pass, node.pk_attrs, own(pass, node.pktable));
  for (const each of listOf(node.exclusions)) {
    const [element, operator] = listOf(each);
    pass.visit(element, scope);
    inSchema(pass, listOf(operator));
  }
  rest(pass, node, scope, ['exclusions']);
}

/** ALTER TABLE actions whose name is a column's. */
const OF_COLUMN =
  /^AT_(ColumnDefault|CookedColumnDefault|(Drop|Set)NotNull|SetExpression|DropExpression|SetStatistics|(Set|Reset)Options|SetStorage|SetCompression|DropColumn|AlterColumn.*|(Add|Set|Drop)Identity)$/;

function alteration(pass: Pass, node: Node, scope: Scope, relation: unknown): void {
  const subtype = textOf(node, 'subtype') ?? '';
  if (OF_COLUMN.test(subtype)) renameField(pass, node, 'name', scope);
  if (subtype === 'AT_ClusterOn') indexName(pass, node, 'name', relation);
  if (subtype === 'AT_AddColumn') tableElement(pass, node.def, scope);
  else if (subtype === 'AT_AttachPartition') pass.visit(kindOf(node.def)?.node.name, scope);
  else pass.visit(node.def, scope);
}

/** Indexes are called without schema where their table is named. */
function indexName(pass: Pass, node: Node, field: string, relation: unknown): void {
  const [schema, name] = [textOf(relation, 'schemaname'), textOf(node, field)];
  if (schema !== null && name !== null) pass.edits.rename(node, field, pass.names.relation({ schema, name }).name);
}

interface View {
  readonly query: unknown;
  readonly relation: unknown;
  /** Where the tree keeps names given to the columns. */
  readonly holder: Node;
  readonly field: string;
}

/** Columns of the query keep their names; those of the view that get others are listed with it. */
function view(pass: Pass, { query, relation, holder, field }: View): void {
  const body = only(query, 'SelectStmt');
  if (body !== null) select(pass, body, NOTHING, true);
  const scope = own(pass, relation);
  if (listOf(holder[field]).length > 0) renameList(pass, holder[field], scope);
  const [source] = scope.sources;
  if (source?.renames !== true || !isNode(relation)) return;
  const given = listOf(holder[field]).length;
  const outputs = body === null ? outputsOf(query) : outputsOfSelect(body);
  const to = outputs.map((name) => (name === null ? null : (source.column(name) ?? name)));
  if (given > 0 || to.every((name, index) => name === outputs[index])) return;
  const names = to.filter((name) => name !== null);
  if (names.length < to.length) throw new Refused({ en: 'a column has no name', zh: '存在没有名称的列' });
  pass.edits.columns(relation, names, () => {
    holder[field] = names.map(stringNode);
  });
}
