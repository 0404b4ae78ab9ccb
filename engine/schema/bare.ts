import type { ColumnSpec, TableSpec } from './table.ts';

/** A column of which nothing is known but what every column has: what is known is written over it. */
export const BARE_COLUMN: Omit<ColumnSpec, 'name' | 'type'> = {
  notNull: false,
  notNullSpec: null,
  default: null,
  defaultApart: false,
  reads: [],
  generated: 'no',
  identity: 'no',
  identityOptions: null,
  identityPersistence: null,
  collation: null,
  comparable: true,
  binary: null,
  local: true,
  parentDefault: null,
  storage: null,
  compression: null,
  statistics: null,
  options: [],
  comment: null,
};

/** The same of a table; the account may read and owns it. */
export const BARE_TABLE: Omit<TableSpec, 'schema' | 'name' | 'columns'> = {
  kind: 'table',
  keys: [],
  constraints: [],
  checks: [],
  replicaIdentity: 'default',
  identityColumns: [],
  partitionKey: null,
  partitionOf: null,
  inherits: [],
  ofType: null,
  accessMethod: null,
  rowSecurity: false,
  forceRowSecurity: false,
  unlogged: false,
  options: [],
  comment: null,
  readable: true,
  owned: true,
  estimatedRows: 0,
  bytes: 0,
};
