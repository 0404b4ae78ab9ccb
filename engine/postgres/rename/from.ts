import { quote } from '../quote.ts';
import { renameRelation } from './expression.ts';
import { isNode, kindOf, listOf, type Node, only, stringsOf, textOf, textsOf } from './node.ts';
import { listed } from './outputs.ts';
import type { Pass } from './pass.ts';
import { Refused } from './refused.ts';
import { inside, joined, kept, type Outputs, queryOf, renaming, type Scope, type Source } from './scope.ts';
import { parsed } from './write.ts';

/** Where an item of FROM stands: what is seen by anything in it, and by what is LATERAL. */
export interface Around {
  readonly base: Scope;
  readonly lateral: Scope;
  /** Walks a subquery and resolves with the names of its columns. */
  readonly subquery: (query: unknown, scope: Scope) => Outputs;
}

/** Maps an item of FROM; resolves with what its columns can be qualified with. */
export function fromItem(pass: Pass, item: unknown, around: Around): readonly Source[] {
  const { kind, node } = kindOf(item) ?? { kind: 'RangeVar', node: isNode(item) ? item : {} };
  switch (kind) {
    case 'RangeVar':
      return [relationItem(pass, node, around.base)];
    case 'RangeSubselect':
      return [named(node, around.subquery(node.subquery, node.lateral === true ? around.lateral : around.base))];
    case 'JoinExpr':
      return join(pass, node, around);
    case 'RangeTableSample': {
      pass.visit({ method: node.method, args: node.args, repeatable: node.repeatable }, around.lateral);
      return fromItem(pass, node.relation, around);
    }
    default:
      // Functions, XMLTABLE and JSON_TABLE see what stands before them.
      pass.visit(Object.values(node), around.lateral);
      return [named(node, columnsMade(node))];
  }
}

/** A relation whose columns are referred to: when its name changes, the old one stays as its alias. */
export function relationItem(pass: Pass, node: Node, scope: Scope): Source {
  const [schema, relname] = [textOf(node, 'schemaname'), textOf(node, 'relname') ?? ''];
  const given = aliasOf(node);
  const columns = listed([], given?.colnames);
  if (schema === null) return kept(given?.name ?? relname, listed(queryOf(scope, relname) ?? [], given?.colnames));
  const from = { schema, name: relname };
  const to = pass.names.relation(from);
  renameRelation(pass, node);
  if (given === null && to.name !== relname) pass.edits.alias(node, relname);
  const source = { columns: pass.names.columns(from), listed: columns };
  if (given !== null) return renaming({ ...source, name: given.name });
  return renaming({ ...source, name: relname, schema: to.name === relname ? schema : null });
}

function join(pass: Pass, node: Node, around: Around): readonly Source[] {
  const left = fromItem(pass, node.larg, around);
  const right = fromItem(pass, node.rarg, { ...around, lateral: inside(around.lateral, left) });
  const both = [...left, ...right];
  if (node.isNatural === true && both.some((side) => side.renames))
    throw new Refused({ en: 'NATURAL JOIN over renamed columns', zh: 'NATURAL JOIN涉及已映射名称的列' });
  if (node.usingClause !== undefined) using(pass, node, left, right);
  pass.visit(node.quals, inside(around.lateral, both));
  const called = textOf(node.join_using_alias, 'aliasname');
  const shared = called === null ? [] : [sharedColumns(called, textsOf(node.usingClause), both)];
  const alias = aliasOf(node);
  return alias === null ? [...both, ...shared] : [joined(alias.name, both, textsOf(alias.colnames)), ...shared];
}

/** Columns of USING have one name for both sides; where they would get two, the join says what USING means. */
function using(pass: Pass, node: Node, left: readonly Source[], right: readonly Source[]): void {
  const columns = stringsOf(node.usingClause).filter((column) => column !== null);
  const names = columns.map((column) => {
    const name = String(column.sval);
    return [name, joined(null, left, []).column(name) ?? name, joined(null, right, []).column(name) ?? name] as const;
  });
  const differs = names.find(([, to, other]) => to !== other);
  if (differs === undefined) {
    for (const [index, column] of columns.entries()) pass.edits.rename(column, 'sval', names[index]?.[1] ?? '');
    return;
  }
  const [one, another] = [left[0]?.as, right[0]?.as];
  // With more relations on a side it is not told whose column is meant, and of an outer join's right side it may be either.
  const plain = (node.jointype === 'JOIN_INNER' || node.jointype === 'JOIN_LEFT') && !isNode(node.alias) && !isNode(node.join_using_alias);
  if (!one || !another || left.length + right.length > 2 || !plain) throw twoNames(differs[0]);
  const terms = names.map(([, to, other]) => `(${quote(one)}.${quote(to)} = ${quote(another)}.${quote(other)})`);
  const sql = `ON (${terms.join(' AND ')})`;
  const [select] = (parsed(`SELECT ${sql.slice('ON '.length)}`) as Parsed).stmts;
  pass.edits.condition(node, columns, sql, select?.stmt.SelectStmt.targetList[0]?.ResTarget.val);
}

/** As much of a parsed SELECT as is needed to take its one expression. */
interface Parsed {
  readonly stmts: readonly { readonly stmt: { readonly SelectStmt: { readonly targetList: readonly { readonly ResTarget: Node }[] } } }[];
}

function twoNames(name: string): Refused {
  return new Refused({ en: `JOIN … USING ("${name}") would need two names`, zh: `JOIN … USING ("${name}")两侧的列名不同` });
}

function sharedColumns(name: string | null, columns: Outputs, sides: readonly Source[]): Source {
  const all = joined(name, sides, []);
  return { ...all, column: (column) => (columns.includes(column) ? all.column(column) : null) };
}

function named(node: Node, own: Outputs): Source {
  const alias = aliasOf(node);
  return kept(alias?.name ?? functionOf(node), listed(own, alias?.colnames));
}

interface Alias {
  readonly name: string;
  readonly colnames: unknown;
}

function aliasOf(node: Node): Alias | null {
  const name = textOf(node.alias, 'aliasname');
  return name === null ? null : { name, colnames: (node.alias as Node).colnames };
}

/** A function without an alias is called by its name. */
function functionOf(node: Node): string | null {
  const [call] = listOf(listOf(node.functions)[0]);
  return textsOf(only(call, 'FuncCall')?.funcname).at(-1) ?? null;
}

/** Columns that a function's column definitions, XMLTABLE or JSON_TABLE name. */
function columnsMade(node: Node): Outputs {
  const own = [...listOf(node.coldeflist), ...listOf(node.columns)].map((each) => kindOf(each)?.node);
  return own.flatMap((each) =>
    each === undefined ? [] : [textOf(each, 'colname') ?? textOf(each, 'name'), ...columnsMade({ columns: each.columns })],
  );
}
