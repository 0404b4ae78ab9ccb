import type { ExistingTable } from '../destination/destination.ts';
import { type Fit, fitInto } from '../plan/fit.ts';
import { displayName, tableId } from '../schema/table.ts';
import type { CheckContext, Problem } from './check.ts';
import { type SelectedTable, selectedTables } from './selected.ts';

/** A selected table that the destination has already. */
export interface FittedTable extends SelectedTable {
  readonly table: ExistingTable;
  readonly name: string;
  readonly fit: Fit;
  /** Columns of the table that the source computes: their values are in no log. */
  readonly computedAtSource: ReadonlySet<string>;
}

export async function fittedTables(context: CheckContext): Promise<readonly FittedTable[]> {
  const [selected, existing, { names }] = await Promise.all([selectedTables(context), context.existing(), context.named()]);
  const byName = new Map(existing.filter(({ kind }) => kind !== 'other').map((table) => [tableId(table), table]));
  return selected.flatMap(({ plan, spec }) => {
    const table = byName.get(tableId(plan.destination));
    if (table === undefined) return [];
    const generated = spec.columns.filter((column) => column.generated !== 'no' && !plan.leftOut.includes(column.name));
    const computedAtSource = new Set(generated.map((column) => names.column(spec, column.name)));
    return [{ plan, spec, table, name: displayName(table), fit: fitInto(plan.columns, table), computedAtSource }];
  });
}

/** Problems of each table; what is wrong with partitions is mended with their root, and told with it. */
export function problemsOnce(tables: readonly FittedTable[], problemsOf: (table: FittedTable) => readonly Problem[]): readonly Problem[] {
  const found = new Map(tables.map((table) => [table.plan.id, problemsOf(table)]));
  const isTold = ({ spec: { partitionOf } }: FittedTable) => partitionOf !== null && (found.get(tableId(partitionOf)) ?? []).length > 0;
  return tables.filter((table) => !isTold(table)).flatMap(({ plan }) => found.get(plan.id) ?? []);
}
