import type { TableModel } from '../../plan/model.ts';
import { loadGrammar } from '../../postgres/grammar.ts';
import { type TableId, type TableName, tableId } from '../../schema/table.ts';
import type { DestinationCatalog, ExistingColumn, ExistingTable } from '../destination.ts';
import { isAside, withoutAsides } from './changes/aside.ts';
import { databasesOf, versionOf } from './facts.ts';
import { qualified } from './quote.ts';
import { sequenceIn } from './sequence.ts';
import type { SelectDbRow, SelectDbSession } from './session.ts';
import { databaseObject } from './structure.ts';

/** Names that one statement asks for. */
const NAMES = 500;

/** What is there before anything is planned: databases, which is all that stands in the way of nothing. */
export async function describeSelectDb(session: SelectDbSession): Promise<DestinationCatalog> {
  // Defaults are read by it when the statements are written.
  await loadGrammar();
  const [row] = await session.query('select @@version_comment');
  const names = await databasesOf(session);
  return {
    version: versionOf(Object.values(row ?? {})[0] ?? '') ?? 0,
    extensions: new Map(),
    roles: new Set(),
    ownerRoles: new Set(),
    objects: names.map(databaseObject),
  };
}

/** Which of the names are taken, by what, and whether it holds rows. */
export async function readSelectDbExisting(session: SelectDbSession, tables: readonly TableName[]): Promise<readonly ExistingTable[]> {
  const found: ExistingTable[] = [];
  for (const [schema, names] of bySchema(tables)) {
    for (let at = 0; at < names.length; at += NAMES) found.push(...(await readSome(session, schema, names.slice(at, at + NAMES))));
  }
  return found;
}

function bySchema(tables: readonly TableName[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { schema, name } of tables) groups.set(schema, [...(groups.get(schema) ?? []), name]);
  return groups;
}

async function readSome(session: SelectDbSession, schema: string, names: readonly string[]): Promise<readonly ExistingTable[]> {
  const asked = names.map(() => '?').join(', ');
  const taken = await session.query(
    `select TABLE_NAME, TABLE_TYPE from information_schema.\`tables\` where TABLE_SCHEMA = ? and TABLE_NAME in (${asked})`,
    [schema, ...names],
  );
  const columns = taken.length === 0 ? [] : await readColumns(session, schema, names);
  const found: ExistingTable[] = [];
  for (const row of taken) {
    const name = row.TABLE_NAME ?? '';
    const own = columns.filter(({ TABLE_NAME, COLUMN_NAME }) => TABLE_NAME === name && !isAside(COLUMN_NAME ?? ''));
    const isTable = row.TABLE_TYPE === 'BASE TABLE';
    found.push({
      schema,
      name,
      columns: own.map(columnOf),
      kind: isTable ? 'table' : 'other',
      empty: isTable ? await isEmpty(session, { schema, name }) : true,
      // What the account may do is told by its grants.
      writable: isTable,
      model: isTable ? await ordered(session, { schema, name }, modelOf(own)) : null,
    });
  }
  return found;
}

function readColumns(session: SelectDbSession, schema: string, names: readonly string[]): Promise<readonly SelectDbRow[]> {
  return session.query(
    `select TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, COLUMN_KEY, ORDINAL_POSITION from information_schema.\`columns\`
     where TABLE_SCHEMA = ? and TABLE_NAME in (${names.map(() => '?').join(', ')}) order by TABLE_NAME, ORDINAL_POSITION`,
    [schema, ...names],
  );
}

function columnOf(row: SelectDbRow): ExistingColumn {
  return {
    name: row.COLUMN_NAME ?? '',
    type: row.COLUMN_TYPE ?? '',
    binary: null,
    notNull: row.IS_NULLABLE === 'NO',
    hasDefault: row.COLUMN_DEFAULT !== null && row.COLUMN_DEFAULT !== undefined,
    generated: false,
    identity: 'no',
  };
}

/** Key columns say which model they are of. The aggregate one is none to write a copy into. */
function modelOf(columns: readonly SelectDbRow[]): TableModel | null {
  const keys = columns.filter(({ COLUMN_KEY }) => COLUMN_KEY === 'UNI' || COLUMN_KEY === 'DUP').map(({ COLUMN_NAME }) => COLUMN_NAME ?? '');
  if (columns.some(({ COLUMN_KEY }) => COLUMN_KEY === 'AGG')) return null;
  const engine = columns.some(({ COLUMN_KEY }) => COLUMN_KEY === 'UNI') ? 'unique' : 'duplicate';
  return { engine, keys, distribution: [], buckets: 'auto' };
}

async function ordered(session: SelectDbSession, table: TableName, model: TableModel | null): Promise<TableModel | null> {
  if (model?.engine !== 'unique') return model;
  const { column } = await sequenceIn(session, table);
  return column === null ? model : { ...model, orderedBy: column };
}

async function isEmpty(session: SelectDbSession, table: TableName): Promise<boolean> {
  return (await session.query(`select 1 from ${qualified(table)} limit 1`)).length === 0;
}

/** The DDL of tables that are there, as the server tells it. */
export async function readSelectDbDdl(session: SelectDbSession, tables: readonly TableName[]): Promise<ReadonlyMap<TableId, string>> {
  const found = new Map<TableId, string>();
  for (const table of tables) {
    const [row] = await session.query(`show create table ${qualified(table)}`);
    const ddl = row?.['Create Table'];
    if (ddl !== null && ddl !== undefined) found.set(tableId(table), withoutAsides(ddl));
  }
  return found;
}
