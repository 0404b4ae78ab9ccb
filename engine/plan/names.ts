import type { TableName } from '../schema/table.ts';

/** What is called what at the destination. Names that are not mapped stay. */
export interface NameMap {
  /** False when every name stays: statements then need no look. */
  readonly changes: boolean;
  /** Every name that gets another one, of schemas, relations and columns: what to look for in text no grammar sees into. */
  readonly renamed: ReadonlySet<string>;
  schema(name: string): string;
  /** Tables, views, materialized views, sequences, indexes. */
  relation(name: TableName): TableName;
  column(relation: TableName, column: string): string;
  /** The columns of a relation that has any renamed, source name to destination name; null: none of them is. */
  columns(relation: TableName): ReadonlyMap<string, string> | null;
}
