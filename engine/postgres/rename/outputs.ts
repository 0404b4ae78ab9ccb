import { kindOf, listOf, type Node, only, stringsOf, textOf, textsOf } from './node.ts';
import type { Outputs } from './scope.ts';

/** Names of the columns a query or a RETURNING shows, in the source's names. */
export function outputsOf(statement: unknown): Outputs {
  const query = kindOf(statement)?.node;
  if (query === undefined) return [];
  if (only(statement, 'SelectStmt') === null) return names(returned(query));
  return outputsOfSelect(query);
}

/** The same of a SELECT; a set operation is named by its first query. */
export function outputsOfSelect(select: Node): Outputs {
  if (select.larg !== undefined) return outputsOfSelect(select.larg as Node);
  const [row] = listOf(select.valuesLists);
  if (row !== undefined) return listOf(row).map((_, index) => `column${index + 1}`);
  return names(select.targetList);
}

/** What RETURNING lists. */
export function returned(statement: Node): unknown {
  return (statement.returningClause as Node | undefined)?.exprs;
}

/** Names given with an alias come first, for as many columns as they are. */
export function listed(own: Outputs, alias: unknown): Outputs {
  const given = textsOf(alias);
  return [...given, ...own.slice(given.length)];
}

/**
 * The String node that names a column of a query which has no name of its own, as the server finds it; null when it is none. What
 * names it may stand deep inside: a cast is called like what is cast.
 */
export function namingOf(value: unknown): Node | null {
  const { kind, node } = kindOf(value) ?? { kind: '', node: {} };
  if (kind === 'ColumnRef') return stringsOf(node.fields).at(-1) ?? null;
  if (kind === 'TypeCast' || kind === 'CollateClause') return namingOf(node.arg);
  if (kind === 'A_Indirection') return stringsOf(node.indirection).findLast((field) => field !== null) ?? namingOf(node.arg);
  return kind === 'CaseExpr' ? namingOf(node.defresult) : null;
}

function names(targets: unknown): Outputs {
  return listOf(targets).map((each) => {
    const target = only(each, 'ResTarget');
    return textOf(target, 'name') ?? textOf(namingOf(target?.val), 'sval') ?? functionName(target?.val);
  });
}

function functionName(value: unknown): string | null {
  return textsOf(only(value, 'FuncCall')?.funcname).at(-1) ?? null;
}
