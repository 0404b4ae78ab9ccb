import { type TableName, tableId } from '../schema/table.ts';
import type { Alteration } from './diff.ts';
import type { DdlCommand, TableStructure } from './structure.ts';

/** What belongs to a table that came, and is made after it: its checks are written with it. */
export function partsOf({ constraints, indexes }: TableStructure): readonly Alteration[] {
  return [
    ...constraints
      .filter(({ local, kind }) => local && kind !== 'check')
      .map((constraint) => ({ kind: 'add-constraint', constraint }) as const),
    ...indexes.filter(({ local }) => local).map((index) => ({ kind: 'add-index', index }) as const),
  ];
}

/** A parent has no rows, so it tells no value of theirs: any table below it does. */
export function withMissing({ tables }: DdlCommand, after: TableStructure): TableStructure {
  if (after.kind !== 'partitioned') return after;
  const columns = after.columns.map((column) => {
    const below = tables.flatMap((step) => step.after?.columns.filter(({ name }) => name === column.name) ?? []);
    return { ...column, missing: column.missing ?? below.find(({ missing }) => missing !== null)?.missing ?? null };
  });
  return { ...after, columns };
}

/** What a command calls a table that had the name before it. */
function nameNow({ tables }: DdlCommand, table: TableName): TableName {
  return tables.find(({ before }) => before !== null && tableId(before) === tableId(table))?.after ?? table;
}

interface Change {
  readonly before: TableStructure;
  readonly after: TableStructure;
}

/** The parent, as it is called now, that a command took a table from. */
export function parentLeft(command: DdlCommand, { before, after }: Change): TableName | null {
  const old = before.partitionOf === null ? null : nameNow(command, before.partitionOf);
  return old === null || (after.partitionOf !== null && tableId(after.partitionOf) === tableId(old)) ? null : old;
}

/** The parent that a command gave to a table. */
export function parentGiven(command: DdlCommand, { before, after }: Change): TableStructure['partitionOf'] {
  const { partitionOf: given } = after;
  const old = before.partitionOf === null ? null : nameNow(command, before.partitionOf);
  return given === null || (old !== null && tableId(old) === tableId(given)) ? null : given;
}
