import { printType } from '../catalog/data-type.ts';
import { defaultOf } from '../catalog/default-rules.ts';
import { type Column, type Table, visibleColumns } from '../catalog/table.ts';
import { demandOnTable, sees } from '../catalog/users.ts';
import { fail, notEmulated, unknownDatabase, unknownTable } from '../errors.ts';
import type { Show } from '../sql/show.ts';
import { createStatement } from './create-statement.ts';
import { matches } from './evaluate.ts';
import { informationSchema, VIRTUAL_DATABASES } from './information-schema.ts';
import { narrow, type Relation, type Result, resultOf, textRelation } from './relation.ts';
import { databaseOf, isOn, type Session, variablesOf } from './session.ts';
import { alterJobs } from './show-alter.ts';
import { backends, clusters, frontends, grants, proc } from './show-cluster.ts';
import { loads, loadWarnings, transaction } from './show-load.ts';

export function show(statement: Show, session: Session): Result {
  if (statement.what === 'alter table column') return resultOf(alterJobs(statement, session));
  if (statement.what === 'transaction') return resultOf(transaction(statement, session));
  const all = relationOf(statement, session);
  const { like } = statement;
  const liked = like === null ? all : { ...all, rows: all.rows.filter(([first]) => first?.kind === 'text' && matches(first.text, like)) };
  return resultOf(narrow(liked, statement.where, statement.orderBy, statement.limit, session));
}

function relationOf(statement: Show, session: Session): Relation {
  switch (statement.what) {
    case 'databases':
      return databases(session);
    case 'tables':
      return tables(session, databaseOf(session, statement.subject));
    case 'full tables': {
      const plain = tables(session, databaseOf(session, statement.subject));
      const names = plain.rows.map(([name]) => (name?.kind === 'text' ? name.text : null));
      return textRelation(
        [plain.columns[0]?.name ?? '', 'Table_type'],
        names.map((name) => [name, 'BASE TABLE']),
      );
    }
    case 'table status':
      return tableStatus(session, databaseOf(session, statement.subject));
    case 'create table': {
      const table = tableOf(statement, session);
      demandOnTable(session.user, 'Select', table.database, table.name);
      return textRelation(['Table', 'Create Table'], [[table.name, createStatement(table)]]);
    }
    case 'create database': {
      const name = session.cluster.database(statement.subject ?? '').name;
      return textRelation(['Database', 'Create Database'], [[name, `CREATE DATABASE \`${name}\``]]);
    }
    case 'columns':
      return columns(statement, session);
    case 'full columns':
      return fullColumns(tableOf(statement, session));
    case 'variables':
      return textRelation(
        ['Variable_name', 'Value'],
        [...variablesOf(session)].map(([name, value]) => [name, value]),
      );
    case 'grants':
    case 'all grants':
      return grants(statement, session);
    case 'frontends':
      return frontends(session);
    case 'backends':
      return backends(session);
    case 'clusters':
      return clusters(session);
    case 'proc':
      return proc(statement.subject ?? '', session);
    case 'load':
      return loads(databaseOf(session, statement.subject), session);
    case 'load warnings':
      return loadWarnings(statement.subject ?? '', session);
    case 'warnings':
      return textRelation(['Level', 'Code', 'Message'], []);
    case 'collation':
      return textRelation(
        ['Collation', 'Charset', 'Id', 'Default', 'Compiled', 'Sortlen'],
        [['utf8mb4_0900_bin', 'utf8mb4', '309', 'Yes', 'Yes', '1']],
      );
    default:
      return notEmulated(`SHOW ${statement.what}`);
  }
}

function databases({ cluster, user }: Session): Relation {
  const seen = [...cluster.databases.keys()].filter((name) => sees(user, name));
  return textRelation(
    ['Database'],
    [...VIRTUAL_DATABASES, ...seen].toSorted().map((name) => [name]),
  );
}

function tables(session: Session, database: string): Relation {
  const header = `Tables_in_${database}`;
  if (VIRTUAL_DATABASES.includes(database)) return textRelation([header], []);
  if (!sees(session.user, database)) throw unknownDatabase(database);
  const names = [...session.cluster.database(database).tables.keys()].filter((name) => sees(session.user, database, name));
  return textRelation(
    [header],
    names.toSorted().map((name) => [name]),
  );
}

function tableStatus(session: Session, database: string): Relation {
  const all = [...session.cluster.database(database).tables.values()].filter((table) => sees(session.user, database, table.name));
  return textRelation(
    ['Name', 'Engine', 'Version', 'Row_format', 'Rows', 'Create_time', 'Collation', 'Comment'],
    all.map((table) => [
      table.name,
      'Doris',
      null,
      null,
      0,
      table.created.toISOString().slice(0, 19).replace('T', ' '),
      'utf-8',
      table.comment,
    ]),
  );
}

function tableOf(statement: Pick<Show, 'table'>, session: Session): Table {
  const name = databaseOf(session, statement.table?.database ?? null);
  const table = session.cluster.database(name).tables.get(statement.table?.table ?? '');
  if (table === undefined || !sees(session.user, name, table.name)) throw unknownTable(statement.table?.table ?? '');
  return table;
}

const FIELDS = ['Field', 'Type', 'Null', 'Key', 'Default', 'Extra'];

function columns(statement: Show, session: Session): Relation {
  const database = databaseOf(session, statement.table?.database ?? null);
  if (VIRTUAL_DATABASES.includes(database)) {
    const virtual = informationSchema(statement.table?.table ?? fail('no table'), session);
    return textRelation(
      FIELDS,
      virtual.columns.map(({ name, type }) => [name, printType(type), 'Yes', 'false', null, '']),
    );
  }
  const table = tableOf(statement, session);
  const seen = isOn(session, 'show_hidden_columns') ? table.columns : visibleColumns(table);
  return textRelation(
    FIELDS,
    seen.map((column) => [
      column.name,
      printType(column.type),
      column.nullable ? 'Yes' : 'No',
      String(column.key),
      shownDefault(column),
      extra(table, column),
    ]),
  );
}

function fullColumns(table: Table): Relation {
  return textRelation(
    ['Field', 'Type', 'Collation', 'Null', 'Key', 'Default', 'Extra', 'Privileges', 'Comment'],
    visibleColumns(table).map((column) => [
      column.name,
      printType(column.type),
      '',
      column.nullable ? 'YES' : 'NO',
      column.key ? 'YES' : 'NO',
      shownDefault(column),
      extra(table, column),
      '',
      column.comment,
    ]),
  );
}

function shownDefault({ type, defaultValue }: Column): string | null {
  return defaultValue?.kind === 'timestamp' ? 'CURRENT_TIMESTAMP' : defaultOf(type, defaultValue);
}

const extra = ({ keysType }: Table, { key }: Column): string => (key ? '' : keysType === 'UNIQUE' ? 'REPLACE' : 'NONE');
