import type { DataType } from '../catalog/data-type.ts';
import { fail } from '../errors.ts';
import type { Expression } from '../sql/expression.ts';
import type { Limit, Order, Select } from '../sql/select.ts';
import { type Cell, compare, isTrue, text } from '../storage/cell.ts';
import { hasAggregate } from './aggregate.ts';
import { evaluate, type Scope } from './evaluate.ts';
import { type Session, variable } from './session.ts';

interface RelationColumn {
  readonly name: string;
  readonly type: DataType;
}

/** Rows that can be queried: a table's, or a virtual one's. */
export interface Relation {
  readonly columns: readonly RelationColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Result {
  readonly columns: readonly RelationColumn[];
  readonly rows: readonly (readonly (string | null)[])[];
}

export const VARCHAR: DataType = { name: 'VARCHAR', length: 65533 };

/** Rows of texts, as SHOW makes them. */
export function textRelation(names: readonly string[], rows: readonly (readonly (string | number | null)[])[]): Relation {
  return {
    columns: names.map((name) => ({ name, type: VARCHAR })),
    rows: rows.map((row) => row.map((value): Cell => (value === null ? { kind: 'null' } : text(String(value))))),
  };
}

const value = (cell: Cell): string | null => (cell.kind === 'null' ? null : cell.text);

export const resultOf = ({ columns, rows }: Relation): Result => ({ columns, rows: rows.map((row) => row.map(value)) });

/** The part of SHOW that comes after what is shown. */
export function narrow(relation: Relation, where: Expression | null, orderBy: readonly Order[], limit: Limit, session: Session): Relation {
  const scoped = relation.rows.map((row) => ({ row, scope: rowScope(relation, row, session) }));
  const kept = where === null ? scoped : scoped.filter(({ scope }) => isTrue(evaluate(where, scope)));
  const rows = sort(kept, orderBy, (by, { scope }) => evaluate(by, scope)).map(({ row }) => row);
  return { ...relation, rows: rows.slice(limit.offset, limit.offset + limit.count) };
}

export function query(statement: Select, relation: Relation, session: Session): Result {
  const { where, groupBy, having } = statement;
  const scopes = relation.rows.map((row) => rowScope(relation, row, session));
  const kept = where === null ? scopes : scopes.filter((scope) => isTrue(evaluate(where, scope)));
  const grouped = groupBy.length > 0 || statement.columns.some(({ value: one }) => one !== null && hasAggregate(one));
  const units = grouped ? group(kept, groupBy, session) : kept;
  const chosen = having === null ? units : units.filter((scope) => isTrue(evaluate(having, scope)));
  const columns = statement.columns.flatMap(({ value: one, alias }) =>
    one === null
      ? relation.columns.map(({ name }) => ({ expression: { op: 'column', name } as Expression, name }))
      : [{ expression: one, name: alias }],
  );
  const rows = chosen.map((scope) => ({ scope, cells: columns.map(({ expression }) => evaluate(expression, scope)) }));
  const ordered = sort(distinct(rows, statement.distinct), statement.orderBy, (by, { scope, cells }) => {
    const position =
      by.op === 'literal' && by.cell.kind === 'exact'
        ? Number(by.cell.text) - 1
        : columns.findIndex(({ name }) => by.op === 'column' && name === by.name);
    return cells[position] ?? evaluate(by, scope);
  });
  const shown = ordered.slice(statement.limit.offset, statement.limit.offset + statement.limit.count).map(({ cells }) => cells);
  return {
    columns: columns.map(({ expression, name }, index) => ({
      name,
      type: typeOf(
        expression,
        relation,
        shown.map((row) => row[index]),
      ),
    })),
    rows: shown.map((row) => row.map(value)),
  };
}

function group(scopes: readonly Scope[], by: readonly Expression[], session: Session): readonly Scope[] {
  const groups = new Map<string, Scope[]>();
  for (const scope of scopes) {
    const key = JSON.stringify(by.map((one) => value(evaluate(one, scope))));
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [scope]);
    else members.push(scope);
  }
  if (by.length === 0 && groups.size === 0) groups.set('', []);
  const nothing = rowScope({ columns: [] }, [], session);
  return [...groups.values()].map((members) => ({ ...(members[0] ?? nothing), group: members }));
}

function distinct<T extends { readonly cells: readonly Cell[] }>(rows: readonly T[], asked: boolean): readonly T[] {
  if (!asked) return rows;
  return [...new Map(rows.map((row) => [JSON.stringify(row.cells.map(value)), row])).values()];
}

/** NULLs come first, as MySQL has it. */
function sort<T>(rows: readonly T[], orders: readonly Order[], cellOf: (by: Expression, row: T) => Cell): readonly T[] {
  if (orders.length === 0) return rows;
  const keyed = rows.map((row) => ({ row, cells: orders.map(({ by }) => cellOf(by, row)) }));
  keyed.sort((one, other) => {
    for (const [index, { descending }] of orders.entries()) {
      const [left, right] = [one.cells[index], other.cells[index]];
      if (left === undefined || right === undefined) continue;
      const nulls = Number(right.kind === 'null') - Number(left.kind === 'null');
      const difference = compare(left, right) ?? nulls;
      if (difference !== 0) return descending ? -difference : difference;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
}

export function rowScope({ columns }: Pick<Relation, 'columns'>, row: readonly Cell[], session: Session): Scope {
  return {
    column: (name) =>
      row[columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase())] ??
      fail(`Unknown column '${name}' in 'table list'`),
    variable: (name) => text(variable(session, name) ?? fail(`Unknown system variable '${name}'`)),
    environment: (name) => environment(name, session),
    group: null,
  };
}

function environment(name: string, session: Session): Cell | null {
  const now = new Date().toISOString();
  switch (name) {
    case 'VERSION':
      return text('5.7.99');
    case 'DATABASE':
    case 'SCHEMA':
      return session.database === null ? { kind: 'null' } : text(session.database);
    case 'USER':
    case 'CURRENT_USER':
      return text(`'${session.user.name}'@'%'`);
    case 'CONNECTION_ID':
      return { kind: 'exact', text: String(session.id) };
    case 'NOW':
    case 'CURRENT_TIMESTAMP':
    case 'UTC_TIMESTAMP':
      return text(now.slice(0, 19).replace('T', ' '));
    case 'CURRENT_DATE':
    case 'CURDATE':
      return text(now.slice(0, 10));
    case 'UNIX_TIMESTAMP':
      return { kind: 'exact', text: String(Math.floor(Date.now() / 1000)) };
    default:
      return null;
  }
}

/** Of a column as it is declared, of anything else by what came out. */
function typeOf(expression: Expression, { columns }: Relation, cells: readonly (Cell | undefined)[]): DataType {
  if (expression.op === 'column') return columns.find(({ name }) => name.toLowerCase() === expression.name.toLowerCase())?.type ?? VARCHAR;
  if (expression.op === 'call' && expression.name === 'COUNT') return { name: 'BIGINT' };
  const found = cells.find((cell): boolean => cell !== undefined && cell.kind !== 'null');
  if (found === undefined || found.kind === 'null' || found.kind === 'text') return VARCHAR;
  if (found.kind === 'float') return { name: 'DOUBLE' };
  return /^-?\d{1,18}$/.test(found.text)
    ? { name: 'BIGINT' }
    : { name: 'DECIMAL', precision: 38, scale: found.text.split('.')[1]?.length ?? 0 };
}
