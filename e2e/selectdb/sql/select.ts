import { notEmulated } from '../errors.ts';
import { type TableName, tableName } from './create-table.ts';
import { type Expression, expression } from './expression.ts';
import type { Reader } from './reader.ts';

interface Selected {
  /** null: every column. */
  readonly value: Expression | null;
  readonly alias: string;
}

export interface Order {
  readonly by: Expression;
  readonly descending: boolean;
}

export interface Select {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly columns: readonly Selected[];
  readonly from: TableName | null;
  readonly where: Expression | null;
  readonly groupBy: readonly Expression[];
  readonly having: Expression | null;
  readonly orderBy: readonly Order[];
  readonly limit: Limit;
}

export interface Limit {
  readonly count: number;
  readonly offset: number;
}

/** After SELECT: one table, no join, no subquery. */
export function select(reader: Reader): Select {
  const distinct = reader.accept('DISTINCT');
  const columns = reader.list(() => selected(reader));
  const from = reader.accept('FROM') ? source(reader) : null;
  const where = reader.accept('WHERE') ? expression(reader) : null;
  const groupBy = reader.accept('GROUP', 'BY') ? reader.list(() => expression(reader)) : [];
  const having = reader.accept('HAVING') ? expression(reader) : null;
  const orderBy = orderClause(reader);
  const limit = limitClause(reader);
  for (const word of ['UNION', 'EXCEPT', 'INTERSECT', 'JOIN', 'LEFT', 'INNER', 'CROSS', 'INTO']) if (reader.sees(word)) notEmulated(word);
  return { kind: 'select', distinct, columns, from, where, groupBy, having, orderBy, limit };
}

function selected(reader: Reader): Selected {
  if (reader.acceptSymbol('*')) return { value: null, alias: '*' };
  const from = reader.token.at;
  const value = expression(reader);
  const written = reader.text.slice(from, reader.token.at).trim();
  const alias = reader.accept('AS') || (reader.token.kind === 'word' && !FOLLOWS.test(reader.token.text)) || reader.token.kind === 'quoted';
  if (alias) return { value, alias: reader.token.kind === 'string' ? reader.next().text : reader.identifier() };
  return { value, alias: value.op === 'column' ? value.name : written };
}

const FOLLOWS = /^(FROM|WHERE|GROUP|HAVING|ORDER|LIMIT|UNION|EXCEPT|INTERSECT|INTO)$/i;

function source(reader: Reader): TableName {
  if (reader.seesSymbol('(')) notEmulated('a subquery');
  const name = tableName(reader);
  const follows = /^(WHERE|GROUP|HAVING|ORDER|LIMIT|UNION|EXCEPT|INTERSECT|INTO|JOIN|LEFT|RIGHT|INNER|CROSS|TABLET|PARTITION)$/i;
  if (reader.accept('AS') || (reader.token.kind === 'word' && !follows.test(reader.token.text))) reader.identifier();
  if (reader.seesSymbol(',') || reader.sees('PARTITION') || reader.sees('TABLET')) notEmulated('FROM with more than a table');
  return name;
}

export function orderClause(reader: Reader): readonly Order[] {
  if (!reader.accept('ORDER', 'BY')) return [];
  return reader.list(() => {
    const by = expression(reader);
    const descending = reader.accept('DESC');
    if (!descending) reader.accept('ASC');
    return { by, descending };
  });
}

export function limitClause(reader: Reader): Limit {
  if (!reader.accept('LIMIT')) return { count: Number.POSITIVE_INFINITY, offset: 0 };
  const first = reader.integer();
  if (reader.acceptSymbol(',')) return { count: reader.integer(), offset: first };
  return { count: first, offset: reader.accept('OFFSET') ? reader.integer() : 0 };
}
