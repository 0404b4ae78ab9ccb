import { buildTable, checkCreate, checkDefinition } from '../catalog/create-table.ts';
import type { Table } from '../catalog/table.ts';
import { demand, demandOnTable, may } from '../catalog/users.ts';
import { DorisError, fail, tableExists, unknownTable } from '../errors.ts';
import type { CreateTable, TableName } from '../sql/create-table.ts';
import { Rows } from '../storage/rows.ts';
import { databaseOf, type Session, variable } from './session.ts';

const SYSTEM: readonly string[] = ['information_schema', 'mysql', '__internal_schema'];

/** Rules B, from the first to the one about the table that is there already. */
export function createTable(session: Session, statement: CreateTable): void {
  const { cluster, user } = session;
  const names = cluster.names(variable(session, 'enable_unicode_name_support') ?? undefined);
  const settings = { ...names, cloud: cluster.settings.cloud, aliveBackends: cluster.aliveBackends };
  checkCreate(statement, settings);
  const name = databaseOf(session, statement.name.database);
  if (SYSTEM.includes(name)) fail(`Can't create table in system database ${name}`);
  const database = cluster.database(name);
  if (!may(user, 'Create', name, statement.name.table)) demand(user, 'Create', name);
  const definition = checkDefinition(statement, settings);
  const { table } = statement.name;
  if (database.tables.has(table)) {
    // What is there is not compared with what was asked for.
    if (statement.ifNotExists) return;
    throw tableExists(table);
  }
  database.tables.set(table, buildTable(definition, cluster.nextId(), name, settings));
}

export function dropDatabase({ cluster, user }: Session, name: string, ifExists: boolean, force: boolean): void {
  demand(user, 'Drop', name);
  const database = cluster.databases.get(name);
  if (database === undefined) {
    if (ifExists) return;
    throw new DorisError(1008, 'HY000', `Can't drop database '${name}'; database doesn't exist`);
  }
  if (!force) for (const table of database.tables.values()) demandQuiet(database.transactions.all(), table);
  cluster.databases.delete(name);
}

export function dropTable(session: Session, { database: given, table: name }: TableName, ifExists: boolean, force: boolean): void {
  const database = session.cluster.database(databaseOf(session, given));
  if (!may(session.user, 'Drop', database.name, name)) demand(session.user, 'Drop', database.name);
  const table = database.tables.get(name);
  if (table === undefined) {
    if (ifExists) return;
    throw unknownTable(name);
  }
  if (!force) demandQuiet(database.transactions.all(), table);
  database.tables.delete(name);
}

/** Rule G2: what is on its way to be seen must not go into the recycle bin. */
function demandQuiet(transactions: readonly { readonly table: Table; readonly state: string }[], table: Table): void {
  if (transactions.some((one) => one.table === table && one.state === 'COMMITTED')) {
    fail(
      `There are still some transactions in the COMMITTED state waiting to be completed. The table [${table.name}] cannot be dropped. If you want to forcibly drop(cannot be recovered), please use "DROP TABLE <tablename> FORCE".`,
    );
  }
  if (table.state !== 'NORMAL') {
    fail(
      `The table [${table.name}]'s state is ${table.state}, cannot be dropped. please cancel the operation on olap table firstly. If you want to forcibly drop(cannot be recovered), please use "DROP table FORCE".`,
    );
  }
}

/** Rule G1: needs the right to load, not the one to drop. */
export function truncate(session: Session, { database: given, table: name }: TableName): void {
  const database = session.cluster.database(databaseOf(session, given));
  demandOnTable(session.user, 'Load', database.name, name);
  const table = database.tables.get(name);
  if (table === undefined) throw unknownTable(name);
  if (table.state !== 'NORMAL') fail(`Table[${name}]'s state(${table.state}) is not NORMAL. Do not allow doing TRUNCATE ops`);
  table.rows = new Rows();
}
