import type { Destination } from '../destination/destination.ts';
import type { SequencePlan, TablePlan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import { logged } from '../progress/log-event.ts';
import { displayName, type TableName, tableId } from '../schema/table.ts';
import type { Source } from '../source/source.ts';
import { text } from '../text.ts';

export interface GoneInit {
  readonly source: Pick<Source, 'tables'>;
  readonly destination: Pick<Destination, 'leave'>;
  readonly emit: (event: TaskEvent) => void;
}

/**
 * Takes those out of the task that the source does not have any more, where the log that would have told of it is lost: nothing of them
 * can be published or copied. They are empty at the destination by now, and stay there: a command to drop them was never seen.
 */
export async function leaveGone(
  { source, destination, emit }: GoneInit,
  { tables, sequences }: { readonly tables: readonly TablePlan[]; readonly sequences: readonly SequencePlan[] },
): Promise<void> {
  const there = new Set<string>();
  for (const schema of new Set(tables.map((table) => table.source.schema)))
    for (const { name } of await source.tables(schema)) there.add(tableId({ schema, name }));
  const gone = tables.filter((table) => !there.has(tableId(table.source)));
  // A destination whose tables cannot leave is told by the source what is not there.
  if (gone.length === 0 || destination.leave === undefined) return;
  await destination.leave(
    gone.map(({ id }) => id),
    sequences,
  );
  for (const table of gone) emit(notThere(table.source));
}

function notThere(table: TableName): TaskEvent {
  const name = displayName(table);
  return logged('warn', {
    code: 'source.table-gone',
    message: text(
      `The table ${name} was dropped, or called otherwise, while the source's log was lost: it is no part of this task any more, and stays empty at the destination`,
      `表 ${name} 在源库日志丢失期间被删除或重命名：它不再属于本任务，其在目标库中的表已清空并保留`,
    ),
    hint: text(
      'Drop it at the destination if nobody needs it. One that has another name now is migrated by a task of its own.',
      '如不再需要，请在目标库中删除该表；如已重命名，请用单独的任务迁移。',
    ),
  });
}
