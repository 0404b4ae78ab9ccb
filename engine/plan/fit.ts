import type { ExistingColumn, ExistingTable } from '../destination/destination.ts';
import type { ColumnPlan } from './plan.ts';

/** How the columns to be written meet those of a table that is there. */
export interface Fit {
  /** Have none to be written to. */
  readonly absent: readonly ColumnPlan[];
  /** Theirs is computed from others, and takes nothing. */
  readonly computed: readonly ColumnPlan[];
  readonly written: readonly ColumnPlan[];
  /** The table's columns that nothing is written to, and that hold their default then; generated ones and identities see to themselves. */
  readonly alone: readonly ExistingColumn[];
}

export function fitInto(columns: readonly ColumnPlan[], table: Pick<ExistingTable, 'columns'>): Fit {
  const there = new Map(table.columns.map((column) => [column.name, column]));
  const at = ({ destination }: ColumnPlan) => there.get(destination);
  const written = columns.filter((column) => at(column)?.generated === false);
  const names = new Set(written.map(({ destination }) => destination));
  return {
    absent: columns.filter((column) => at(column) === undefined),
    computed: columns.filter((column) => at(column)?.generated === true),
    written,
    alone: table.columns.filter(({ name, generated, identity }) => !generated && identity === 'no' && !names.has(name)),
  };
}

/** A column that has to be given a value. */
export function demands({ notNull, hasDefault }: ExistingColumn): boolean {
  return notNull && !hasDefault;
}
