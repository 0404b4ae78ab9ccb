import type { DefaultValue } from '../sql/column-definition.ts';
import type { Distribution, KeysType } from '../sql/create-table.ts';
import type { Rows } from '../storage/rows.ts';
import type { DataType } from './data-type.ts';

export const DELETE_SIGN = '__DORIS_DELETE_SIGN__';
export const SEQUENCE_COLUMN = '__DORIS_SEQUENCE_COL__';
export const VERSION_COLUMN = '__DORIS_VERSION_COL__';

export interface Column {
  readonly name: string;
  readonly type: DataType;
  readonly key: boolean;
  readonly nullable: boolean;
  readonly defaultValue: DefaultValue | null;
  readonly onUpdate: number | null;
  readonly comment: string;
  readonly hidden: boolean;
  /** Where its value stands in a stored row. A dropped column's slot is never used again. */
  readonly slot: number;
  /** What rows that are older than the column hold in it. */
  readonly initial: string | null;
}

export interface Table {
  readonly id: number;
  readonly database: string;
  name: string;
  readonly keysType: KeysType;
  /** In order, hidden ones last. */
  columns: readonly Column[];
  comment: string;
  readonly distribution: Distribution;
  readonly properties: Map<string, string>;
  readonly light: boolean;
  readonly mergeOnWrite: boolean;
  /** Column that gives the sequence, when the table names one. */
  readonly sequenceFrom: string | null;
  state: 'NORMAL' | 'SCHEMA_CHANGE';
  schemaVersion: number;
  nextSlot: number;
  readonly created: Date;
  rows: Rows;
}

export const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Columns are found without regard to case. */
export function columnOf(table: Pick<Table, 'columns'>, name: string): Column | null {
  return table.columns.find((column) => sameName(column.name, name)) ?? null;
}

export const visibleColumns = (table: Table): readonly Column[] => table.columns.filter(({ hidden }) => !hidden);
export const keyColumns = (table: Table): readonly Column[] => table.columns.filter(({ key }) => key);
export const sequenceColumn = (table: Table): Column | null => columnOf(table, SEQUENCE_COLUMN);
