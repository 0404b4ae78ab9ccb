import { EngineError } from '../../errors.ts';
import { overlaid, type PlanOverlay } from '../../plan/overlay.ts';
import type { Plan, TablePlan } from '../../plan/plan.ts';
import { displayName, tableId } from '../../schema/table.ts';
import { type Text, text } from '../../text.ts';

/** Tables of one task that go into the same table, in their order. */
interface Shared {
  readonly first: TablePlan;
  readonly other: TablePlan;
}

/**
 * Two source tables that have one table there, or null. Nothing but its table tells a row of one from a row of the other: positions, numbers
 * of changes and labels are kept table by table, so rows of one key would overwrite each other by the wrong order, and what is taken
 * back or counted for one would be that of both.
 */
export function sharedTable(tables: Iterable<TablePlan>): Shared | null {
  const taken = new Map<string, TablePlan>();
  for (const table of tables) {
    // One that waits for a person may be stopped for this very reason: nothing of it goes there.
    if (!table.hasRows || table.stopped !== undefined) continue;
    const place = tableId(table.destination);
    const first = taken.get(place);
    if (first !== undefined) return { first, other: table };
    taken.set(place, table);
  }
  return null;
}

export function whyShared({ first, other }: Shared): Text {
  const [one, two, into] = [displayName(first.source), displayName(other.source), displayName(other.destination)];
  return text(
    `${two} would go into ${into}, which holds the rows of ${one}: nothing there tells the rows and changes of one from those of the other`,
    `${two} 将写入 ${into}，而该表已用于存放 ${one} 的数据：目标库无法区分两张源表的数据与变更`,
  );
}

/**
 * The tables of a task as they are by now. The precheck says that they must not share one; a task that gets here all the same does nothing.
 * @throws EngineError `plan.table-shared`
 */
export function tablesApart(plan: Plan, overlay: PlanOverlay): readonly TablePlan[] {
  const { tables } = overlaid(plan, overlay);
  const shared = sharedTable(tables);
  if (shared === null) return tables;
  const why = whyShared(shared);
  throw new EngineError({
    code: 'plan.table-shared',
    message: text(`Several tables cannot go into one table of SelectDB: ${why.en}`, `多张源表不能写入同一张 SelectDB 表：${why.zh}`),
    hint: text(
      'Make a new task in which the tables are mapped to different names, or that leaves one of them out.',
      '请新建任务，将这些表映射为不同的名称，或不选择其中一张表。',
    ),
    retry: 'never',
    side: 'task',
    object: displayName(shared.other.destination),
  });
}
