import type { TableShape } from '../schema/shape.ts';
import type { SequenceOptions, TableName } from '../schema/table.ts';

/** A column as it was right after a command, in the source's words. */
export interface ColumnStructure {
  /** Its number in the table: it stays when the name changes, and is never given again. */
  readonly number: number;
  readonly name: string;
  readonly type: string;
  /** Quoted and qualified, where it is not the type's own. */
  readonly collation: string | null;
  readonly notNull: boolean;
  /** SQL of the default, or of the expression a generated column is computed by. */
  readonly default: string | null;
  readonly generated: 'no' | 'stored' | 'virtual';
  readonly identity: 'no' | 'always' | 'by-default';
  /** The value, as text, that rows have which were there before the column; null: NULL, or none were told. */
  readonly missing: string | null;
  /** False where it comes from a parent alone. */
  readonly local: boolean;
  /** False where `=` is not defined for the type. */
  readonly comparable: boolean;
  /** The sequence that belongs to the column (serial), not one behind an identity. */
  readonly sequence: OwnedSequence | null;
}

export type OwnedSequence = TableName & SequenceOptions;

export interface ConstraintStructure {
  readonly name: string;
  readonly kind: 'primary' | 'unique' | 'check' | 'foreign' | 'exclusion' | 'other';
  /** As `pg_get_constraintdef` writes it with nothing on the path. */
  readonly definition: string;
  /** False where it comes from a parent. */
  readonly local: boolean;
  /** The table a foreign key refers to. */
  readonly references: TableName | null;
}

/** An index that no constraint stands for. */
export interface IndexStructure {
  readonly name: string;
  /** As `pg_get_indexdef` writes it. */
  readonly definition: string;
  readonly local: boolean;
}

/** One table as it was right after a command. */
export interface TableStructure extends TableName {
  readonly kind: 'table' | 'partitioned' | 'other';
  /** Not temporary, not unlogged: its changes are in the log. */
  readonly logged: boolean;
  readonly replicaIdentity: 'default' | 'full' | 'index' | 'nothing';
  readonly identityColumns: readonly string[];
  /** Columns by which one row is found, none of which may be NULL; the primary key first. */
  readonly keys: readonly (readonly string[])[];
  readonly partitionOf: (TableName & { readonly bound: string }) | null;
  readonly inherits: readonly TableName[];
  readonly partitionKey: string | null;
  readonly columns: readonly ColumnStructure[];
  readonly constraints: readonly ConstraintStructure[];
  readonly indexes: readonly IndexStructure[];
}

/** A table before and after one command; null where there was none, or is none any more. */
export interface TableStep {
  readonly before: TableStructure | null;
  readonly after: TableStructure | null;
  /** Every row was written anew, by values that need not be those of before. */
  readonly rewritten: boolean;
  /** Where no command was noted, and this was found out from how the log describes the table: whether it is copied again, and its columns since. */
  readonly told?: { readonly again: boolean; readonly shape: TableShape };
}

/** One command of the source at its place in the log. */
export interface DdlCommand {
  readonly tag: string;
  /** What the client sent, which need not be this one command. */
  readonly text: string;
  /** Parents before what is below them. */
  readonly tables: readonly TableStep[];
  /** Labels an enum gained: statements in the source's words. */
  readonly enums: readonly EnumStep[];
  /** Why the source could not say what the command did; null: it could. */
  readonly failure: string | null;
}

export interface EnumStep {
  readonly schema: string;
  readonly name: string;
  /** In their order. */
  readonly labels: readonly string[];
}
