import { addColumn, changesColumns, commentColumn, type Draft, dropColumn, modifyColumn, renameColumn } from '../catalog/alter-rules.ts';
import { checkTableName, type NameSettings } from '../catalog/names.ts';
import type { Table } from '../catalog/table.ts';
import { demandOnTable } from '../catalog/users.ts';
import type { Database } from '../cluster.ts';
import { fail, notEmulated, unknownTable } from '../errors.ts';
import type { AlterClause, AlterTable } from '../sql/alter-table.ts';
import { databaseOf, type Session, variable } from './session.ts';

/** Rules E. All clauses hold, or none does. */
export function changeTable(session: Session, { name, clauses }: AlterTable): void {
  const { cluster, user } = session;
  const database = cluster.database(databaseOf(session, name.database));
  demandOnTable(user, 'Alter', database.name, name.table);
  const table = database.tables.get(name.table);
  if (table === undefined) throw unknownTable(name.table);
  if (table.state !== 'NORMAL') fail(`Table[${table.name}]'s state(${table.state}) is not NORMAL. Do not allow doing ALTER ops`);
  if (clauses.length > 1 && !clauses.every(changesColumns))
    fail('Alter operation conflicts with others: only ADD, DROP and MODIFY COLUMN can share a statement');
  const names = cluster.names(variable(session, 'enable_unicode_name_support') ?? undefined);
  const draft: Draft = { columns: table.columns, nextSlot: table.nextSlot, light: true };
  for (const clause of clauses) apply(database, table, draft, clause, names);
  if (draft.columns === table.columns) return;
  table.nextSlot = draft.nextSlot;
  if (draft.light) cluster.schemaChanges.light(table, draft.columns);
  else cluster.schemaChanges.slow(table, draft.columns, database.transactions);
}

function apply(database: Database, table: Table, draft: Draft, clause: AlterClause, names: NameSettings) {
  switch (clause.kind) {
    case 'add':
      for (const column of clause.columns) addColumn(table, draft, column, clause.position, names);
      return;
    case 'drop':
      return dropColumn(table, draft, clause.column);
    case 'modify':
      return modifyColumn(table, draft, clause.column, clause.position, names);
    case 'rename column':
      return renameColumn(table, draft, clause.from, clause.to);
    case 'column comment':
      return commentColumn(draft, clause.column, clause.text);
    case 'comment':
      table.comment = clause.text;
      return;
    case 'rename table':
      return rename(database, table, clause.to, names);
    case 'set':
      return setProperties(table, clause.properties);
  }
}

function rename(database: Database, table: Table, to: string, names: NameSettings): void {
  checkTableName(to, names);
  if (database.tables.has(to)) fail(`Table name[${to}] is already used`);
  database.tables.delete(table.name);
  table.name = to;
  database.tables.set(to, table);
}

/** Properties that mean nothing to the rows, and can change while they are there. */
const CHANGEABLE =
  /^(default\.)?replication_(num|allocation)$|^(disable_auto_compaction|compaction_policy|group_commit_interval_ms|group_commit_data_bytes|storage_policy|in_memory|binlog\.enable)$/;

function setProperties(table: Table, properties: ReadonlyMap<string, string>): void {
  for (const name of properties.keys()) {
    if (name === 'light_schema_change' || name === 'function_column.sequence_type') notEmulated(`ALTER TABLE SET ("${name}")`);
    if (!CHANGEABLE.test(name)) fail(`Unknown table property: [${name}]`);
  }
  for (const [name, value] of properties) table.properties.set(name, value);
}
