import { notEmulated } from '../errors.ts';
import { type TableName, tableName } from './create-table.ts';
import { type Expression, expression } from './expression.ts';
import type { Reader } from './reader.ts';
import { type Limit, limitClause, type Order, orderClause } from './select.ts';

export interface Show {
  readonly kind: 'show';
  readonly what:
    | 'databases'
    | 'tables'
    | 'full tables'
    | 'table status'
    | 'create table'
    | 'create database'
    | 'columns'
    | 'full columns'
    | 'alter table column'
    | 'grants'
    | 'all grants'
    | 'frontends'
    | 'backends'
    | 'variables'
    | 'load'
    | 'transaction'
    | 'load warnings'
    | 'proc'
    | 'clusters'
    | 'warnings'
    | 'collation';
  /** A database, a path or an address, as the statement has it. */
  readonly subject: string | null;
  readonly table: TableName | null;
  readonly user: { readonly name: string; readonly host: string } | null;
  readonly like: string | null;
  readonly where: Expression | null;
  readonly orderBy: readonly Order[];
  readonly limit: Limit;
}

/** After SHOW. */
export function show(reader: Reader): Show {
  const full = reader.accept('FULL');
  if (full && !['COLUMNS', 'FIELDS', 'TABLES'].some((word) => reader.sees(word))) reader.wrong("{'COLUMNS', 'TABLES'}");
  if (reader.accept('DATABASES') || reader.accept('SCHEMAS')) return rest(reader, 'databases');
  if (reader.accept('TABLES')) return rest(reader, full ? 'full tables' : 'tables', { subject: from(reader) });
  if (reader.accept('TABLE', 'STATUS')) return rest(reader, 'table status', { subject: from(reader) });
  if (reader.accept('CREATE', 'TABLE')) return rest(reader, 'create table', { table: tableName(reader) });
  if (reader.accept('CREATE', 'DATABASE')) return rest(reader, 'create database', { subject: reader.identifier() });
  if (reader.accept('COLUMNS') || reader.accept('FIELDS')) return columns(reader, full);
  if (reader.accept('ALTER', 'TABLE', 'COLUMN')) return rest(reader, 'alter table column', { subject: from(reader) });
  if (reader.accept('ALL', 'GRANTS')) return rest(reader, 'all grants');
  if (reader.accept('GRANTS')) return rest(reader, 'grants', { user: reader.accept('FOR') ? userIdentity(reader) : null });
  if (reader.accept('FRONTENDS')) return rest(reader, 'frontends');
  if (reader.accept('BACKENDS')) return rest(reader, 'backends');
  if (reader.accept('CLUSTERS') || reader.accept('COMPUTE', 'GROUPS')) return rest(reader, 'clusters');
  if (reader.accept('PROC')) return rest(reader, 'proc', { subject: reader.string().text });
  if (reader.accept('TRANSACTION')) return rest(reader, 'transaction', { subject: from(reader) });
  if (reader.accept('LOAD', 'WARNINGS', 'ON')) return rest(reader, 'load warnings', { subject: reader.string().text });
  if (reader.accept('LOAD')) return rest(reader, 'load', { subject: from(reader) });
  if (reader.accept('WARNINGS')) return rest(reader, 'warnings');
  if (reader.accept('COLLATION')) return rest(reader, 'collation');
  const scoped = reader.accept('GLOBAL') || reader.accept('SESSION');
  if (reader.accept('VARIABLES')) return rest(reader, 'variables');
  if (scoped) reader.wrong('VARIABLES');
  notEmulated(`SHOW ${reader.token.text}`);
}

function columns(reader: Reader, full: boolean): Show {
  if (!reader.accept('FROM')) reader.expect('IN');
  const name = tableName(reader);
  const database = from(reader) ?? name.database;
  return rest(reader, full ? 'full columns' : 'columns', { table: { database, table: name.table } });
}

function from(reader: Reader): string | null {
  if (!reader.accept('FROM') && !reader.accept('IN')) return null;
  const name = tableName(reader);
  return name.table;
}

function rest(reader: Reader, what: Show['what'], known: Partial<Pick<Show, 'subject' | 'table' | 'user'>> = {}): Show {
  const like = reader.accept('LIKE') ? reader.string().text : null;
  const where = reader.accept('WHERE') ? expression(reader) : null;
  const found = { subject: null, table: null, user: null, ...known };
  return { kind: 'show', what, ...found, like, where, orderBy: orderClause(reader), limit: limitClause(reader) };
}

/** `'name'@'host'`, where the host may be left out. */
export function userIdentity(reader: Reader): { readonly name: string; readonly host: string } {
  const word = (): string => (reader.token.kind === 'string' ? reader.next().text : reader.identifier());
  const name = word();
  return { name, host: reader.acceptSymbol('@') ? word() : '%' };
}
