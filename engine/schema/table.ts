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

export interface ColumnSpec {
  readonly name: string;
  /** As `format_type` prints it with an empty search_path: built-in names bare, all others qualified. */
  readonly type: string;
  readonly notNull: boolean;
  /** SQL of the default, or null. For generated columns the generation expression. */
  readonly default: string | null;
  readonly generated: 'no' | 'stored' | 'virtual';
  readonly identity: 'no' | 'always' | 'by-default';
  /** The sequence behind an identity column. */
  readonly identityOptions: SequenceOptions | null;
  /** Quoted, qualified collation when it is not the type's own. */
  readonly collation: string | null;
  /** False where `=` is not defined for the type (json, xml, point …): such values compare as text. */
  readonly comparable: boolean;
}

export interface KeySpec {
  readonly name: string;
  readonly columns: readonly string[];
  readonly primary: boolean;
  /** True when no key column may be NULL, so that equality on them finds exactly one row. */
  readonly notNull: boolean;
}

/** A constraint with its definition as the server prints it (`pg_get_constraintdef`, empty search_path). */
export interface ConstraintSpec {
  readonly name: string;
  readonly kind: 'primary' | 'unique' | 'check' | 'foreign' | 'exclusion';
  readonly definition: string;
  readonly columns: readonly string[];
  /** Foreign keys only. */
  readonly references: TableName | null;
}

/** An index that no constraint owns (`pg_get_indexdef`, empty search_path). */
export interface IndexSpec {
  readonly name: string;
  readonly definition: string;
  readonly unique: boolean;
  readonly valid: boolean;
}

/** `default`: primary key. `index`: a chosen unique index. `nothing`: UPDATE and DELETE cannot be followed. */
export type ReplicaIdentity = 'default' | 'full' | 'index' | 'nothing';

export interface TableSpec extends TableName {
  /** `table` holds rows; `partitioned` only routes to its partitions. */
  readonly kind: 'table' | 'partitioned';
  readonly columns: readonly ColumnSpec[];
  readonly keys: readonly KeySpec[];
  readonly constraints: readonly ConstraintSpec[];
  readonly indexes: readonly IndexSpec[];
  readonly replicaIdentity: ReplicaIdentity;
  /** Columns the old row of an UPDATE or DELETE carries; empty when there are none. */
  readonly identityColumns: readonly string[];
  readonly partitionKey: string | null;
  /** Parent and bound (`FOR VALUES …` or `DEFAULT`) of a partition. */
  readonly partitionOf: (TableName & { readonly bound: string }) | null;
  readonly unlogged: boolean;
  readonly options: readonly string[];
  readonly comment: string | null;
  /** Whether the connected account may SELECT from the table, and whether it owns it (publishing a table takes its owner). */
  readonly readable: boolean;
  readonly owned: boolean;
  /** From the planner's statistics: a guess, -1 when never analysed. */
  readonly estimatedRows: number;
  readonly bytes: number;
}

export interface SequenceSpec extends TableName {
  readonly options: SequenceOptions;
  readonly ownedBy: (TableName & { readonly column: string }) | null;
}

export interface EnumSpec extends TableName {
  readonly labels: readonly string[];
}

/** What the selected schemas hold, read once (`catalog` in the vocabulary). */
export interface Catalog {
  readonly tables: readonly TableSpec[];
  readonly sequences: readonly SequenceSpec[];
  readonly enums: readonly EnumSpec[];
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
