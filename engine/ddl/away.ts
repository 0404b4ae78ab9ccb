import type { TablePlan } from '../plan/plan.ts';
import { displayName, type TableId, type TableName, tableId } from '../schema/table.ts';
import { type Text, text } from '../text.ts';
import type { DdlCommand, TableStep } from './structure.ts';

/** How a table comes to the task that is on its way to it: back, once its rows are copied again, or as one that was added. */
export type Way = 'again' | 'added';

export interface Parted {
  /** What of the command is for the task. */
  readonly command: DdlCommand;
  readonly left: readonly { readonly table: TableName; readonly what: Text }[];
}

/**
 * A command without what it does to tables on their way: that is for whoever brings them. Also where it makes them partitions of a table
 * of the task: one that comes back is attached when it is there (`attachBack`), of one that was added this is told.
 */
export function withoutAway(command: DdlCommand, tables: ReadonlyMap<TableId, TablePlan>, wayOf: (table: TableName) => Way | null): Parted {
  const way = ({ before }: TableStep) => (before === null || tables.has(tableId(before)) ? null : wayOf(before));
  const own = command.tables.filter((step) => way(step) === null);
  if (own.length === command.tables.length) return { command, left: [] };
  const left = command.tables.flatMap((step) => {
    const parent = step.after?.partitionOf ?? null;
    if (way(step) !== 'added' || step.after === null || parent === null || !tables.has(tableId(parent))) return [];
    const name = displayName(parent);
    return [{ table: step.after, what: text(`that it is a partition of ${name} now`, `其已成为 ${name} 的分区`) }];
  });
  return { command: { ...command, tables: own }, left };
}
