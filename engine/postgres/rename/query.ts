import { columnReference, renameField } from './expression.ts';
import { type Around, fromItem, relationItem } from './from.ts';
import { isNode, kindOf, listOf, type Node, only, textOf, textsOf } from './node.ts';
import { listed, namingOf, outputsOf, outputsOfSelect, returned } from './outputs.ts';
import { type Handlers, type Pass, rest } from './pass.ts';
import { Refused } from './refused.ts';
import { bareColumn, inside, NOTHING, type Outputs, type Scope, type Source, sourceOf } from './scope.ts';

/** Queries and what changes rows, each with the scopes of its parts. */
export const QUERIES: Handlers = {
  SelectStmt: (pass, node, scope) => {
    select(pass, node, scope, false);
  },
  InsertStmt: insert,
  UpdateStmt: update,
  DeleteStmt: (pass, node, scope) => change(pass, node, scope, 'usingClause'),
  MergeStmt: merge,
  // XMLFOREST and XMLATTRIBUTES name their parts like a query its columns.
  ResTarget: (pass, node, scope) => target(pass, node, scope, false),
};

/** `shown`: whether anything refers to the columns by name, as with a view and a subquery in FROM. */
export function select(pass: Pass, node: Node, outer: Scope, shown: boolean): Outputs {
  const base = withQueries(pass, node, outer);
  const outputs = outputsOfSelect(node);
  if (isNode(node.larg)) {
    select(pass, node.larg, base, shown);
    if (isNode(node.rarg)) select(pass, node.rarg, base, false);
    // What is combined is sorted by the columns it shows.
    sorts(pass, node.sortClause, { outputs, scope: base, combined: true });
    pass.visit([node.limitOffset, node.limitCount], base);
    return outputs;
  }
  const scope = fromClause(pass, node.fromClause, base);
  for (const each of listOf(node.targetList)) target(pass, only(each, 'ResTarget') ?? {}, scope, shown);
  for (const clause of [node.sortClause, node.distinctClause]) sorts(pass, clause, { outputs, scope, combined: false });
  rest(pass, node, scope, ['withClause', 'fromClause', 'targetList', 'sortClause', 'distinctClause', 'lockingClause']);
  return outputs;
}

/** Items see those before them only when LATERAL. */
function fromClause(pass: Pass, clause: unknown, base: Scope, targets: readonly Source[] = []): Scope {
  const sources: Source[] = [...targets];
  const scope = inside(base, sources);
  const around: Around = {
    base,
    lateral: scope,
    subquery: (query, where) => select(pass, only(query, 'SelectStmt') ?? {}, where, true),
  };
  for (const item of listOf(clause)) sources.push(...fromItem(pass, item, around));
  return scope;
}

/** Queries of WITH are seen by those after them, and when recursive by all. */
function withQueries(pass: Pass, node: Node, outer: Scope): Scope {
  if (!isNode(node.withClause)) return outer;
  const queries = new Map<string, Outputs>();
  const scope: Scope = { sources: [], queries, outer };
  const all = listOf(node.withClause.ctes).map((each) => only(each, 'CommonTableExpr') ?? {});
  const add = (each: Node) => queries.set(String(each.ctename), listed(outputsOf(each.ctequery), each.aliascolnames));
  if (node.withClause.recursive === true) all.forEach(add);
  for (const each of all) {
    const query = kindOf(each.ctequery);
    if (query?.kind === 'SelectStmt') select(pass, query.node, scope, true);
    else pass.visit(each.ctequery, scope);
    add(each);
  }
  return scope;
}

/** A column of a query, which keeps its name. */
function target(pass: Pass, node: Node, scope: Scope, shown: boolean): void {
  const naming = textOf(node, 'name') === null ? namingOf(node.val) : null;
  const reference = only(node.val, 'ColumnRef');
  if (reference === null) pass.visit(node.val, scope);
  else if (columnReference(pass, reference, scope) === naming && naming !== null) pass.edits.label(node, naming, String(naming.sval));
  if (shown && reference === null && naming !== null && pass.edits.touches(naming))
    throw new Refused({ en: `a column takes its name from "${String(naming.sval)}"`, zh: `列名取自"${String(naming.sval)}"` });
  if (shown && reference !== null) refuseStar(reference, scope);
  rest(pass, node, scope, ['val']);
}

/** A star would show the new names. The server writes all columns out, so this is text of another hand. */
function refuseStar(reference: Node, scope: Scope): void {
  const fields = listOf(reference.fields);
  if (only(fields.at(-1), 'A_Star') === null) return;
  const [name] = textsOf(fields);
  const meant = name ? [sourceOf(scope, name)] : scope.sources;
  if (meant.some((source) => source?.renames === true)) throw new Refused({ en: '* over renamed columns', zh: '*涉及已映射名称的列' });
}

/** ORDER BY and DISTINCT ON: a bare name is first a column that is shown, whose name stays. */
function sorts(pass: Pass, clause: unknown, seen: { readonly outputs: Outputs; readonly scope: Scope; readonly combined: boolean }): void {
  for (const each of listOf(clause)) {
    const sort = only(each, 'SortBy');
    const names = textsOf(only(sort === null ? each : sort.node, 'ColumnRef')?.fields);
    const [name] = names;
    const bare = names.length === 1 && name;
    if (bare && (seen.combined || seen.outputs.includes(name))) {
      if (sort !== null) rest(pass, sort, seen.scope, ['node']);
      continue;
    }
    const to = bare ? bareColumn(seen.scope, name) : null;
    if (to !== null && to !== name && seen.outputs.includes(to))
      throw new Refused({ en: `ORDER BY "${to}" would mean another column`, zh: `ORDER BY "${to}"会指向另一列` });
    pass.visit(each, seen.scope);
  }
}

function insert(pass: Pass, node: Node, outer: Scope): void {
  const base = withQueries(pass, node, outer);
  const into = relationItem(pass, node.relation as Node, base);
  assigned(pass, node.cols, into, base);
  const query = only(node.selectStmt, 'SelectStmt');
  if (query !== null) select(pass, query, base, false);
  const conflict = node.onConflictClause;
  if (isNode(conflict)) {
    const scope = inside(base, [into, { ...into, name: 'excluded', as: 'excluded', schema: null }]);
    pass.visit(conflict.infer, inside(base, [into]));
    assigned(pass, conflict.targetList, into, scope);
    pass.visit(conflict.whereClause, scope);
  }
  returning(pass, node, into, inside(base, [into]));
}

function update(pass: Pass, node: Node, outer: Scope): void {
  change(pass, node, outer, 'fromClause');
}

/** UPDATE and DELETE: the rows that change, and what else is looked at. */
function change(pass: Pass, node: Node, outer: Scope, others: string): void {
  const base = withQueries(pass, node, outer);
  const into = relationItem(pass, node.relation as Node, base);
  const scope = fromClause(pass, node[others], base, [into]);
  assigned(pass, node.targetList, into, scope);
  pass.visit(node.whereClause, scope);
  returning(pass, node, into, scope);
}

function merge(pass: Pass, node: Node, outer: Scope): void {
  const base = withQueries(pass, node, outer);
  const into = relationItem(pass, node.relation as Node, base);
  const scope = fromClause(pass, [node.sourceRelation], base, [into]);
  pass.visit(node.joinCondition, scope);
  for (const each of listOf(node.mergeWhenClauses)) {
    const when = only(each, 'MergeWhenClause') ?? {};
    assigned(pass, when.targetList, into, scope);
    rest(pass, when, scope, ['targetList']);
  }
  returning(pass, node, into, scope);
}

/** Columns that are given values; subscripts and values are looked at in the scope. */
function assigned(pass: Pass, targets: unknown, into: Source, scope: Scope): void {
  for (const each of listOf(targets)) {
    const node = only(each, 'ResTarget') ?? {};
    renameField(pass, node, 'name', inside(NOTHING, [into]));
    pass.visit([node.val, node.indirection], scope);
  }
}

/** RETURNING sees the row before and after; in a rule NEW and OLD are the rule's. */
function returning(pass: Pass, node: Node, into: Source, scope: Scope): void {
  const clause = node.returningClause;
  if (!isNode(clause)) return;
  const row = (name: string): Source => ({ ...into, name, as: name, schema: null });
  const own = ['old', 'new'].filter((name) => sourceOf(scope, name) === null).map(row);
  const called = listOf(clause.options).flatMap((each) => {
    const name = textOf(only(each, 'ReturningOption'), 'value');
    return name === null ? [] : [row(name)];
  });
  const seen: Scope = { ...scope, sources: [...scope.sources, ...own, ...called] };
  for (const each of listOf(returned(node))) target(pass, only(each, 'ResTarget') ?? {}, seen, true);
}
