import { demand, demandOnTable } from '../catalog/users.ts';
import { DorisError, fail } from '../errors.ts';
import type { Select } from '../sql/select.ts';
import { type Assignment, parse, type Statement } from '../sql/statement.ts';
import { isZone } from '../storage/moment.ts';
import { changeTable } from './alter.ts';
import { createTable, dropDatabase, dropTable, truncate } from './definition.ts';
import { evaluate } from './evaluate.ts';
import { informationSchema, VIRTUAL_DATABASES } from './information-schema.ts';
import { deleteFrom, insert } from './insert.ts';
import { query, type Result, rowScope } from './relation.ts';
import { databaseOf, isOn, type Session, variable } from './session.ts';
import { show } from './show.ts';
import { tableRelation } from './table-rows.ts';

/** Rows, or the count of rows a statement touched and what it says about them. */
type Answer = Result | { readonly affected: number; readonly info: string };

const done: Answer = { affected: 0, info: '' };

export function execute(session: Session, text: string): Answer {
  const statement = parse(text, { decimal256: isOn(session, 'enable_decimal256') });
  // Whose password has expired can do nothing but set another one.
  if (statement.kind !== 'set password') session.cluster.demandPassword(session.user);
  return run(statement, session);
}

function run(statement: Statement, session: Session): Answer {
  switch (statement.kind) {
    case 'nothing':
      return done;
    case 'select':
      return select(statement, session);
    case 'show':
      return show(statement, session);
    case 'use':
      return use(session, statement.database, statement.cluster);
    case 'set':
      for (const assignment of statement.assignments) assign(session, assignment);
      return done;
    case 'set password':
      return setPassword(session, statement);
    case 'create user':
    case 'drop user':
    case 'grant':
    case 'revoke':
      return administer(session, statement);
    default:
      session.cluster.demandWritable();
      return write(statement, session);
  }
}

type Writing = Exclude<
  Statement,
  { kind: 'nothing' | 'select' | 'show' | 'use' | 'set' | 'set password' | 'create user' | 'drop user' | 'grant' | 'revoke' }
>;

function write(statement: Writing, session: Session): Answer {
  const { cluster, user } = session;
  switch (statement.kind) {
    case 'create database':
      demand(user, 'Create', statement.name);
      if (!(statement.ifNotExists && cluster.databases.has(statement.name))) {
        cluster.createDatabase(statement.name, cluster.names(variable(session, 'enable_unicode_name_support') ?? undefined));
      }
      return done;
    case 'drop database':
      dropDatabase(session, statement.name, statement.ifExists, statement.force);
      return done;
    case 'create table':
      createTable(session, statement);
      return done;
    case 'drop table':
      dropTable(session, statement.name, statement.ifExists, statement.force);
      return done;
    case 'truncate':
      truncate(session, statement.name);
      return done;
    case 'alter table':
      changeTable(session, statement);
      return done;
    case 'cancel alter': {
      const database = databaseOf(session, statement.name.database);
      demandOnTable(user, 'Alter', database, statement.name.table);
      cluster.schemaChanges.cancel(
        cluster.database(database).tables.get(statement.name.table) ?? fail(`Unknown table '${statement.name.table}'`),
      );
      return done;
    }
    case 'insert':
      return insert(session, statement);
    case 'delete':
      return deleteFrom(session, statement);
  }
}

function select(statement: Select, session: Session): Result {
  if (statement.from === null) return query(statement, { columns: [], rows: [[]] }, session);
  const database = databaseOf(session, statement.from.database);
  const { table: name } = statement.from;
  if (database === 'information_schema') return query(statement, informationSchema(name, session), session);
  const table = session.cluster.database(database).tables.get(name) ?? fail(`Table [${name}] does not exist in database [${database}].`);
  if (!mayRead(session, database, name))
    fail(
      `Permission denied: user ['${session.user.name}'@'%'] does not have privilege for [priv predicate: Admin_priv OR Select_priv] command on [internal].[${database}].[${name}]`,
    );
  return query(statement, tableRelation(table, session), session);
}

function mayRead({ user }: Session, database: string, table: string): boolean {
  try {
    demandOnTable(user, 'Select', database, table);
    return true;
  } catch {
    return false;
  }
}

export function use(session: Session, database: string, cluster: string | null): Answer {
  if (!VIRTUAL_DATABASES.includes(database)) session.cluster.database(database);
  if (cluster !== null) {
    if (!session.cluster.settings.cloud) fail('Unsupported operation: only cloud mode has compute groups');
    if (!session.cluster.computeGroups.includes(cluster)) fail(`Cluster ${cluster} not exist`);
    session.computeGroup = cluster;
  }
  session.database = database;
  return done;
}

function assign(session: Session, { scope, name, value }: Assignment): void {
  if (variable(session, name) === null) throw new DorisError(1193, 'HY000', `Unknown system variable '${name}'`);
  if (scope === 'global') demand(session.user, 'Admin', null);
  const cell = evaluate(value, rowScope({ columns: [] }, [], session));
  if (name === 'time_zone' && !(cell.kind !== 'null' && isZone(cell.text))) {
    throw new DorisError(1298, 'HY000', `Unknown or incorrect time zone: '${cell.kind === 'null' ? 'NULL' : cell.text}'`);
  }
  const text = cell.kind === 'null' ? '' : /^(on|off|true|false)$/i.test(cell.text) ? String(/^(on|true)$/i.test(cell.text)) : cell.text;
  (scope === 'global' ? session.cluster.globals : session.variables).set(name, text);
}

function setPassword(session: Session, { user: asked, password }: Extract<Statement, { kind: 'set password' }>): Answer {
  const { cluster, user } = session;
  if (asked !== null && asked.name !== user.name) demand(user, 'Grant', null);
  const changed = asked === null ? user : (cluster.users.find(asked.name) ?? fail(`user '${asked.name}'@'${asked.host}' does not exist`));
  changed.password = password;
  changed.expired = false;
  return done;
}

function administer(
  { cluster, user }: Session,
  statement: Extract<Statement, { kind: 'create user' | 'drop user' | 'grant' | 'revoke' }>,
): Answer {
  demand(user, 'Grant', null);
  const { users } = cluster;
  const known = users.find(statement.user.name) !== null;
  if (statement.kind === 'create user') {
    if (!(known && statement.ifNotExists)) users.create(statement.user, statement.password);
  } else if (statement.kind === 'drop user') {
    if (known || !statement.ifExists) users.drop(statement.user);
  } else {
    users.change(statement.kind, statement.privileges, statement.target, statement.user);
  }
  return done;
}
