import type { ColumnStructure, TableStructure } from './structure.ts';

/** A column after a command, of which nothing is known but what every column has: what is known is written over it. */
export const BARE_COLUMN_STRUCTURE: Omit<ColumnStructure, 'number' | 'name' | 'type'> = {
  collation: null,
  notNull: false,
  default: null,
  generated: 'no',
  identity: 'no',
  missing: null,
  local: true,
  comparable: true,
  sequence: null,
};

/** The same of a table; its changes are in the log. */
export const BARE_TABLE_STRUCTURE: Omit<TableStructure, 'schema' | 'name' | 'columns'> = {
  kind: 'table',
  logged: true,
  replicaIdentity: 'default',
  identityColumns: [],
  keys: [],
  partitionOf: null,
  inherits: [],
  partitionKey: null,
  constraints: [],
  indexes: [],
};
