import type { TypeSettings } from '../catalog/data-type.ts';
import { fail, notEmulated } from '../errors.ts';
import { type AlterTable, alterTable } from './alter-table.ts';
import { type CreateTable, createTable, type TableName, tableName } from './create-table.ts';
import { type Expression, expression } from './expression.ts';
import { type Grant, grant } from './grant.ts';
import { Reader } from './reader.ts';
import { type Select, select } from './select.ts';
import { type Show, show, userIdentity } from './show.ts';

export interface Assignment {
  readonly scope: 'session' | 'global';
  readonly name: string;
  readonly value: Expression;
}

export type Statement =
  | CreateTable
  | AlterTable
  | Select
  | Show
  | Grant
  | { readonly kind: 'create database'; readonly name: string; readonly ifNotExists: boolean }
  | { readonly kind: 'drop database'; readonly name: string; readonly ifExists: boolean; readonly force: boolean }
  | { readonly kind: 'drop table'; readonly name: TableName; readonly ifExists: boolean; readonly force: boolean }
  | { readonly kind: 'truncate'; readonly name: TableName }
  | { readonly kind: 'cancel alter'; readonly name: TableName }
  | {
      readonly kind: 'insert';
      readonly name: TableName;
      readonly label: string | null;
      readonly columns: readonly string[] | null;
      readonly rows: readonly (readonly (Expression | null)[])[];
    }
  | { readonly kind: 'delete'; readonly name: TableName; readonly where: Expression }
  | { readonly kind: 'use'; readonly database: string; readonly cluster: string | null }
  | { readonly kind: 'set'; readonly assignments: readonly Assignment[] }
  | { readonly kind: 'set password'; readonly user: { readonly name: string; readonly host: string } | null; readonly password: string }
  | { readonly kind: 'nothing' };

export function parse(text: string, settings: TypeSettings): Statement {
  const reader = new Reader(text);
  if (reader.token.kind === 'end') return { kind: 'nothing' };
  const statement = read(reader, settings);
  reader.end();
  return statement;
}

function read(reader: Reader, settings: TypeSettings): Statement {
  if (reader.accept('SELECT')) return select(reader);
  if (reader.accept('SHOW')) return show(reader);
  if (reader.accept('DESC') || reader.accept('DESCRIBE')) return describe(reader);
  if (reader.accept('CREATE', 'DATABASE') || reader.accept('CREATE', 'SCHEMA')) return createDatabase(reader);
  if (reader.accept('CREATE', 'TABLE')) return createTable(reader, settings);
  if (reader.accept('DROP', 'DATABASE') || reader.accept('DROP', 'SCHEMA')) {
    const ifExists = reader.accept('IF', 'EXISTS');
    return { kind: 'drop database', name: reader.identifier(), ifExists, force: reader.accept('FORCE') };
  }
  if (reader.accept('DROP', 'TABLE')) {
    const ifExists = reader.accept('IF', 'EXISTS');
    return { kind: 'drop table', name: tableName(reader), ifExists, force: reader.accept('FORCE') };
  }
  if (reader.accept('TRUNCATE', 'TABLE')) {
    const name = tableName(reader);
    reader.accept('FORCE');
    return { kind: 'truncate', name };
  }
  if (reader.accept('ALTER', 'TABLE')) return alterTable(reader, settings);
  if (reader.accept('CANCEL', 'ALTER', 'TABLE', 'COLUMN', 'FROM')) return { kind: 'cancel alter', name: tableName(reader) };
  if (reader.accept('INSERT', 'INTO')) return insert(reader);
  if (reader.accept('DELETE', 'FROM')) {
    const name = tableName(reader);
    reader.expect('WHERE');
    return { kind: 'delete', name, where: expression(reader) };
  }
  if (reader.accept('USE'))
    return { kind: 'use', database: reader.identifier(), cluster: reader.acceptSymbol('@') ? reader.identifier() : null };
  if (reader.accept('SET')) return set(reader);
  return grant(reader) ?? unknown(reader);
}

function unknown(reader: Reader): never {
  const word = reader.token.text.toUpperCase();
  if (
    [
      'UPDATE',
      'EXPLAIN',
      'WITH',
      'ADMIN',
      'RECOVER',
      'REFRESH',
      'KILL',
      'EXPORT',
      'BEGIN',
      'COMMIT',
      'ROLLBACK',
      'CREATE',
      'ALTER',
      'DROP',
      'INSERT',
      'SYNC',
      'LOAD',
      'PREPARE',
      'EXECUTE',
      'LOCK',
      'UNLOCK',
      'START',
      'ANALYZE',
      'CANCEL',
    ].includes(word)
  ) {
    notEmulated(`${word} ${reader.ahead(1).text}`.trim());
  }
  reader.wrong('a statement');
}

function createDatabase(reader: Reader): Statement {
  const ifNotExists = reader.accept('IF', 'NOT', 'EXISTS');
  return { kind: 'create database', ifNotExists, name: reader.identifier() };
}

function describe(reader: Reader): Statement {
  reader.accept('TABLE');
  const name = tableName(reader);
  if (reader.sees('ALL')) notEmulated('DESC ... ALL');
  const empty = { subject: null, user: null, like: null, where: null, orderBy: [], limit: { count: Number.POSITIVE_INFINITY, offset: 0 } };
  return { kind: 'show', what: 'columns', table: name, ...empty };
}

function insert(reader: Reader): Statement {
  const name = tableName(reader);
  const label = reader.accept('WITH', 'LABEL') ? reader.identifier() : null;
  const columns = reader.seesSymbol('(') ? reader.inParentheses(() => reader.identifier()) : null;
  if (reader.sees('SELECT')) notEmulated('INSERT ... SELECT');
  reader.expect('VALUES');
  const rows = reader.list(() => reader.inParentheses(() => (reader.accept('DEFAULT') ? null : expression(reader))));
  return { kind: 'insert', name, label, columns, rows };
}

function set(reader: Reader): Statement {
  if (reader.accept('PASSWORD')) {
    const user = reader.accept('FOR') ? userIdentity(reader) : null;
    reader.expectSymbol('=');
    reader.expect('PASSWORD');
    const [password = ''] = reader.inParentheses(() => reader.string().text);
    return { kind: 'set password', user, password };
  }
  if (reader.accept('NAMES')) {
    const charset = reader.next().text;
    if (!/^utf8(mb4)?$/i.test(charset)) fail(`Unknown character set: '${charset}'`);
    if (reader.accept('COLLATE')) reader.next();
    return { kind: 'set', assignments: [] };
  }
  return { kind: 'set', assignments: reader.list(() => assignment(reader)) };
}

function assignment(reader: Reader): Assignment {
  reader.acceptSymbol('@@');
  let scope: Assignment['scope'] = 'session';
  if (/^(global|session|local)$/i.test(reader.token.text)) {
    scope = /^global$/i.test(reader.next().text) ? 'global' : 'session';
    reader.acceptSymbol('.');
  }
  const name = reader.identifier().toLowerCase();
  reader.expectSymbol('=');
  // ON and OFF, and names of modes, stand without quotes.
  if (reader.token.kind === 'word' && !/^(true|false|null)$/i.test(reader.token.text) && reader.ahead(1).text !== '(') {
    return { scope, name, value: { op: 'literal', cell: { kind: 'text', text: reader.next().text } } };
  }
  return { scope, name, value: expression(reader) };
}
