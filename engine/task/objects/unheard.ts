import type { Plan, TablePlan } from '../../plan/plan.ts';
import { isHelper } from '../../schema/helper.ts';
import { type TableId, type TableName, tableId } from '../../schema/table.ts';

export interface UnheardInit {
  /** What the source publishes for the task, as it is called now. */
  readonly published: readonly TableName[];
  /** Those of the task as they are by now. */
  readonly tables: readonly TablePlan[];
  readonly plan: Pick<Plan, 'joining' | 'away' | 'skippedTables'>;
}

/**
 * Tables that the task follows under names which they had before, for its log has not come to where they were called otherwise. The task
 * knows tables by name and the source by number: one that is published under a name which is new to the task is one of those which it
 * does not find there any more. Whose changes are passed over (taken away, given up, done without) may come back by whatever name. Pure.
 */
export function unheardOf({ published, tables, plan }: UnheardInit): ReadonlySet<TableId> {
  const { joining = [], away = [], skippedTables = [] } = plan;
  const coming = joining.filter(({ cancelled }) => cancelled !== true).flatMap((each) => each.plan?.tables ?? []);
  const followed = [...tables, ...coming].filter(({ hasRows }) => hasRows).map(({ id }) => id);
  const there = new Set(published.map(tableId));
  if (followed.every((id) => there.has(id))) return new Set();
  const known = new Set([...followed, ...joining.flatMap(({ ids }) => ids), ...away.map(({ id }) => id), ...skippedTables]);
  return new Set(published.filter((table) => !isHelper(table) && !known.has(tableId(table))).map(tableId));
}
