import { type DataType, isText, printType } from '../catalog/data-type.ts';
import { defaultOf } from '../catalog/default-rules.ts';
import { type Column, type Table, visibleColumns } from '../catalog/table.ts';
import { sees } from '../catalog/users.ts';
import { fail, notEmulated } from '../errors.ts';
import { type Cell, exact, NULL, text } from '../storage/cell.ts';
import { type Relation, VARCHAR } from './relation.ts';
import { type Session, variablesOf } from './session.ts';

/** Tables that exist for clients that look, and hold nothing here. */
const EMPTY: Readonly<Record<string, readonly string[]>> = {
  views: ['TABLE_CATALOG', 'TABLE_SCHEMA', 'TABLE_NAME', 'VIEW_DEFINITION'],
  statistics: ['TABLE_CATALOG', 'TABLE_SCHEMA', 'TABLE_NAME', 'NON_UNIQUE', 'INDEX_NAME', 'SEQ_IN_INDEX', 'COLUMN_NAME'],
  table_constraints: ['CONSTRAINT_CATALOG', 'CONSTRAINT_SCHEMA', 'CONSTRAINT_NAME', 'TABLE_SCHEMA', 'TABLE_NAME', 'CONSTRAINT_TYPE'],
  key_column_usage: [
    'CONSTRAINT_CATALOG',
    'CONSTRAINT_SCHEMA',
    'CONSTRAINT_NAME',
    'TABLE_SCHEMA',
    'TABLE_NAME',
    'COLUMN_NAME',
    'ORDINAL_POSITION',
  ],
  referential_constraints: ['CONSTRAINT_CATALOG', 'CONSTRAINT_SCHEMA', 'CONSTRAINT_NAME', 'TABLE_NAME', 'REFERENCED_TABLE_NAME'],
};

export const VIRTUAL_DATABASES: readonly string[] = ['information_schema', 'mysql'];

export function informationSchema(name: string, session: Session): Relation {
  const lower = name.toLowerCase();
  const empty = EMPTY[lower];
  if (empty !== undefined) return { columns: empty.map((column) => ({ name: column, type: VARCHAR })), rows: [] };
  switch (lower) {
    case 'schemata':
      return schemata(session);
    case 'tables':
      return tables(session);
    case 'columns':
      return columns(session);
    case 'session_variables':
    case 'global_variables':
      return relation(
        ['VARIABLE_NAME', 'VARIABLE_VALUE'],
        [...variablesOf(session)].map(([key, value]) => [text(key), text(value)]),
      );
    case 'table_properties':
      return properties(session);
    case 'user_privileges':
    case 'partitions':
    case 'processlist':
    case 'backend_tablets':
    case 'load_jobs':
    case 'engines':
      return notEmulated(`information_schema.${lower}`);
    default:
      return fail(`Table [${name}] does not exist in database [information_schema].`);
  }
}

function relation(names: readonly string[], rows: readonly (readonly Cell[])[], numeric: readonly string[] = []): Relation {
  return { columns: names.map((name) => ({ name, type: numeric.includes(name) ? { name: 'BIGINT' } : VARCHAR })), rows };
}

function seenTables({ cluster, user }: Session): readonly Table[] {
  return [...cluster.databases.values()].flatMap(({ name, tables: all }) =>
    [...all.values()].filter((table) => sees(user, name, table.name)),
  );
}

function schemata({ cluster, user }: Session): Relation {
  const names = [...VIRTUAL_DATABASES, ...[...cluster.databases.keys()].filter((name) => sees(user, name))];
  return relation(
    ['CATALOG_NAME', 'SCHEMA_NAME', 'DEFAULT_CHARACTER_SET_NAME', 'DEFAULT_COLLATION_NAME', 'SQL_PATH', 'DEFAULT_ENCRYPTION'],
    names.map((name) => [text('internal'), text(name), text('utf8'), text('utf8mb4_0900_bin'), NULL, NULL]),
  );
}

function tables(session: Session): Relation {
  const names = `TABLE_CATALOG TABLE_SCHEMA TABLE_NAME TABLE_TYPE ENGINE VERSION ROW_FORMAT TABLE_ROWS AVG_ROW_LENGTH DATA_LENGTH
    CREATE_TIME UPDATE_TIME TABLE_COLLATION TABLE_COMMENT`.split(/\s+/);
  const rows = seenTables(session).map((table) => [
    text('internal'),
    text(table.database),
    text(table.name),
    text('BASE TABLE'),
    text('Doris'),
    NULL,
    NULL,
    // Statistics lag behind the rows, so that nobody takes them for a count.
    exact(0),
    exact(0),
    exact(0),
    text(table.created.toISOString().slice(0, 19).replace('T', ' ')),
    NULL,
    text('utf8mb4_0900_bin'),
    text(table.comment),
  ]);
  return relation(names, rows, ['VERSION', 'TABLE_ROWS', 'AVG_ROW_LENGTH', 'DATA_LENGTH']);
}

function columns(session: Session): Relation {
  const names = `TABLE_CATALOG TABLE_SCHEMA TABLE_NAME COLUMN_NAME ORDINAL_POSITION COLUMN_DEFAULT IS_NULLABLE DATA_TYPE
    CHARACTER_MAXIMUM_LENGTH CHARACTER_OCTET_LENGTH NUMERIC_PRECISION NUMERIC_SCALE DATETIME_PRECISION CHARACTER_SET_NAME
    COLLATION_NAME COLUMN_TYPE COLUMN_KEY EXTRA PRIVILEGES COLUMN_COMMENT COLUMN_SIZE DECIMAL_DIGITS`.split(/\s+/);
  const numeric = `ORDINAL_POSITION CHARACTER_MAXIMUM_LENGTH CHARACTER_OCTET_LENGTH NUMERIC_PRECISION NUMERIC_SCALE DATETIME_PRECISION
    COLUMN_SIZE DECIMAL_DIGITS`.split(/\s+/);
  const rows = seenTables(session).flatMap((table) => visibleColumns(table).map((column, index) => columnRow(table, column, index + 1)));
  return relation(names, rows, numeric);
}

function columnRow(table: Table, column: Column, position: number): readonly Cell[] {
  const { type, nullable, defaultValue, key } = column;
  const optional = (value: number | undefined): Cell => (value === undefined ? NULL : exact(value));
  const written = defaultValue?.kind === 'timestamp' ? 'CURRENT_TIMESTAMP' : defaultOf(type, defaultValue);
  const length = isText(type) && type.name !== 'STRING' ? exact(type.length ?? 0) : NULL;
  return [
    text('internal'),
    text(table.database),
    text(table.name),
    text(column.name),
    exact(position),
    written === null ? NULL : text(written),
    text(nullable ? 'YES' : 'NO'),
    text(dataType(type)),
    length,
    length,
    type.name === 'DECIMAL' ? optional(type.precision) : NULL,
    type.name === 'DECIMAL' ? optional(type.scale) : NULL,
    type.name === 'DATETIME' ? optional(type.precision) : NULL,
    NULL,
    NULL,
    text(columnType(type)),
    text(key ? (table.keysType === 'UNIQUE' ? 'UNI' : 'DUP') : ''),
    text(''),
    text(''),
    text(column.comment),
    optional(type.length ?? type.precision),
    optional(type.scale),
  ];
}

/** The name a MySQL client knows. */
function dataType({ name }: DataType): string {
  if (name === 'BOOLEAN') return 'tinyint';
  if (name === 'LARGEINT') return 'bigint unsigned';
  return name === 'STRING' ? 'varchar' : name.toLowerCase();
}

const WIDTHS: Readonly<Record<string, string>> = {
  BOOLEAN: 'tinyint(1)',
  TINYINT: 'tinyint(4)',
  SMALLINT: 'smallint(6)',
  INT: 'int(11)',
  BIGINT: 'bigint(20)',
  LARGEINT: 'largeint',
  STRING: 'string',
};

const columnType = (type: DataType): string =>
  type.name === 'DECIMAL' ? `decimalv3(${type.precision}, ${type.scale})` : (WIDTHS[type.name] ?? printType(type));

function properties(session: Session): Relation {
  const rows = seenTables(session).flatMap((table) =>
    [...table.properties].map(([name, value]) => [text('internal'), text(table.database), text(table.name), text(name), text(value)]),
  );
  return relation(['TABLE_CATALOG', 'TABLE_SCHEMA', 'TABLE_NAME', 'PROPERTY_NAME', 'PROPERTY_VALUE'], rows);
}
