import { type TableId, tableId } from '../schema/table.ts';
import type { SelectedTable } from './selected.ts';

/** A table with those of its partitions that are among some tables: what is found in them is told, and mended, with it. */
export interface Family {
  readonly head: SelectedTable;
  readonly tables: readonly SelectedTable[];
}

export function families(tables: readonly SelectedTable[]): readonly Family[] {
  const known = new Map(tables.map((table) => [table.plan.id, table]));
  const headOf = (table: SelectedTable): SelectedTable => {
    const above = table.spec.partitionOf === null ? undefined : known.get(tableId(table.spec.partitionOf));
    return above === undefined ? table : headOf(above);
  };
  const found = new Map<TableId, { readonly head: SelectedTable; readonly tables: SelectedTable[] }>();
  for (const table of tables) {
    const head = headOf(table);
    const family = found.get(head.plan.id) ?? { head, tables: [] };
    family.tables.push(table);
    found.set(head.plan.id, family);
  }
  return [...found.values()];
}
