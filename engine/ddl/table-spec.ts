import { BARE_COLUMN, BARE_TABLE } from '../schema/bare.ts';
import type { ColumnSpec, TableSpec } from '../schema/table.ts';
import type { ColumnStructure, TableStructure } from './structure.ts';

/** A table that a command left, in the words in which tables are planned; what commands do not tell is as it is unless it is said. */
export function specOf(table: TableStructure): TableSpec {
  const { schema, name, replicaIdentity, identityColumns, partitionKey, partitionOf, inherits, logged } = table;
  const primary = table.constraints.some(({ kind }) => kind === 'primary');
  return {
    ...BARE_TABLE,
    schema,
    name,
    kind: table.kind === 'partitioned' ? 'partitioned' : 'table',
    columns: table.columns.map(columnSpec),
    keys: table.keys.map((columns, index) => ({ name: '', columns, primary: primary && index === 0, notNull: true })),
    replicaIdentity,
    identityColumns,
    partitionKey,
    partitionOf,
    inherits,
    unlogged: !logged,
  };
}

/** What a domain or an enum is made of is not told (`binary` stays null): such values are carried as text. */
function columnSpec(column: ColumnStructure): ColumnSpec {
  const { name, type, notNull, generated, identity, collation, comparable, local } = column;
  return { ...BARE_COLUMN, name, type, notNull, default: column.default, generated, identity, collation, comparable, local };
}
