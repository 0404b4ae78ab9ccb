import type { SchemaObject } from './object.ts';

/** PostgreSQL cuts names of more bytes off without a word, and two of them may then be the same. */
export const NAME_BYTES = 63;

/** A table as the source names it; the two parts are never joined into one string to be split again. */
export interface TableName {
  readonly schema: string;
  readonly name: string;
}

/** Identity of a table inside one task: JSON of its two names, so dots and quotes in names cannot collide. */
export type TableId = string;

/** The identity of a table inside one task. */
export function tableId(table: TableName): TableId {
  return JSON.stringify([table.schema, table.name]);
}

/** The name behind an identity. */
export function nameOfTable(id: TableId): TableName {
  const [schema = '', name = ''] = JSON.parse(id) as readonly string[];
  return { schema, name };
}

/** For people: `schema.table`, unquoted. */
export function displayName(table: TableName): string {
  return `${table.schema}.${table.name}`;
}

export interface SequenceOptions {
  readonly type: string;
  readonly start: string;
  readonly increment: string;
  readonly min: string;
  readonly max: string;
  readonly cache: string;
  readonly cycle: boolean;
}

/** The sequence behind an identity column, which the table makes along with itself. */
export interface IdentitySequence extends SequenceOptions, TableName {
  readonly comment: string | null;
}

/** A NOT NULL as servers from 18 on know it, by name; older ones have but the flag, and then the name is null. */
export interface NotNullSpec {
  readonly name: string | null;
  /** False where only a parent of INHERITS brings it. */
  readonly local: boolean;
  readonly noInherit: boolean;
  /** One that is not is an object of its own: rows that break it are there before it. */
  readonly valid: boolean;
  readonly comment: string | null;
}

/** Ends `ColumnSpec.binary` of intervals from 17 on: they know infinity, in bytes that servers before take for a time out of range. */
export const WITH_INFINITY = ' with infinity';

export interface ColumnSpec {
  readonly name: string;
  /** As `format_type` prints it with an empty search_path: built-in names bare, all others qualified. */
  readonly type: string;
  readonly notNull: boolean;
  readonly notNullSpec: NotNullSpec | null;
  /** SQL of the default, or null. For generated columns the generation expression. */
  readonly default: string | null;
  /** The default is an object of its own (kind `default`): it calls a function that people made. */
  readonly defaultApart: boolean;
  /** Columns of the table that a generated column is computed from. */
  readonly reads: readonly string[];
  readonly generated: 'no' | 'stored' | 'virtual';
  readonly identity: 'no' | 'always' | 'by-default';
  /** The sequence behind an identity column. */
  readonly identityOptions: IdentitySequence | null;
  /** Of that sequence, where it is not what the table is. */
  readonly identityPersistence: 'logged' | 'unlogged' | null;
  /** Quoted, qualified collation when it is not the type's own. */
  readonly collation: string | null;
  /** False where `=` is not defined for the type (json, xml, point …): such values compare as text. */
  readonly comparable: boolean;
  /** The built-in type whose bytes the values have, `enum` for labels; null where they may mean something else on another server. */
  readonly binary: string | null;
  /** False where only the parents of INHERITS bring it. */
  readonly local: boolean;
  /** The default, or generation expression, that a parent of INHERITS has for it. */
  readonly parentDefault: string | null;
  /** PLAIN, EXTERNAL …, where it is not the type's own. */
  readonly storage: string | null;
  readonly compression: string | null;
  readonly statistics: string | null;
  /** `n_distinct=-0.5`, as the server keeps them. */
  readonly options: readonly string[];
  readonly comment: string | null;
}

/** A check constraint written with the table; those that call people's functions or are not valid are objects of their own. */
export interface CheckSpec {
  readonly name: string;
  readonly definition: string;
  /** Columns it reads. */
  readonly columns: readonly string[];
  /** False where only a parent brings it; a partition wants it written all the same. */
  readonly local: boolean;
  readonly comment: string | null;
}

export interface KeySpec {
  readonly name: string;
  readonly columns: readonly string[];
  readonly primary: boolean;
  /** True when no key column may be NULL, so that equality on them finds exactly one row. */
  readonly notNull: boolean;
}

/** A constraint of the table's own, as far as planning asks; what makes it is an object (engine/schema/object.ts). */
export interface ConstraintSpec {
  readonly name: string;
  readonly kind: 'primary' | 'unique' | 'check' | 'foreign' | 'exclusion';
  /** Foreign keys only. */
  readonly references: TableName | null;
}

/** `default`: primary key. `index`: a chosen unique index. `nothing`: UPDATE and DELETE cannot be followed. */
export type ReplicaIdentity = 'default' | 'full' | 'index' | 'nothing';

export interface TableSpec extends TableName {
  /** `table` holds rows; `partitioned` only routes to its partitions. */
  readonly kind: 'table' | 'partitioned';
  readonly columns: readonly ColumnSpec[];
  readonly keys: readonly KeySpec[];
  readonly constraints: readonly ConstraintSpec[];
  readonly checks: readonly CheckSpec[];
  readonly replicaIdentity: ReplicaIdentity;
  /** Columns the old row of an UPDATE or DELETE carries; empty when there are none. */
  readonly identityColumns: readonly string[];
  readonly partitionKey: string | null;
  /** Parent and bound (`FOR VALUES …` or `DEFAULT`) of a partition. */
  readonly partitionOf: (TableName & { readonly bound: string }) | null;
  /** Parents of INHERITS, in their order. */
  readonly inherits: readonly TableName[];
  /** The composite type of a typed table, quoted and qualified. */
  readonly ofType: string | null;
  /** Where it is not `heap`. */
  readonly accessMethod: string | null;
  readonly rowSecurity: boolean;
  readonly forceRowSecurity: boolean;
  readonly unlogged: boolean;
  /** `fillfactor=70`, `toast.autovacuum_enabled=false`, as the server keeps them. */
  readonly options: readonly string[];
  readonly comment: string | null;
  /** Whether the connected account may SELECT from the table, and whether it owns it (publishing a table takes its owner). */
  readonly readable: boolean;
  readonly owned: boolean;
  /** From the planner's statistics: a guess, -1 when never analysed. */
  readonly estimatedRows: number;
  readonly bytes: number;
}

/** A relation of the source, as far as its names go. */
export interface RelationNames extends TableName {
  readonly kind: 'table' | 'view' | 'materialized-view' | 'sequence';
  /** In the source's order; of a sequence none. */
  readonly columns: readonly string[];
  /** The table it is a partition of, or inherits from first: columns are called like that one's. */
  readonly parent: TableName | null;
}

/** What the selection asks for, read once (`catalog` in the vocabulary). */
export interface Catalog {
  readonly tables: readonly TableSpec[];
  /** Every object of the database that is not built in; parts of tables only of the selected schemas. */
  readonly objects: readonly SchemaObject[];
  /** Every table, view and sequence of the database: what a name inside a definition may mean. */
  readonly relations: readonly RelationNames[];
}

/** One line of the object tree: enough to choose from, without columns. */
export interface TableSummary {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'table' | 'partitioned' | 'partition';
  /** Parent of a partition, for the tree. */
  readonly parent: TableName | null;
  readonly estimatedRows: number;
  readonly bytes: number;
  readonly hasKey: boolean;
}

export interface SchemaSummary {
  readonly name: string;
  readonly tableCount: number;
}

/** How much of a schema a search found. */
export interface SchemaHits {
  readonly schema: string;
  readonly found: number;
}
