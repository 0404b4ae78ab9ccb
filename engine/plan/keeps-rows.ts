import { followsRows } from '../schema/operation.ts';
import { type Text, text } from '../text.ts';
import type { Plan, TablePlan } from './plan.ts';

/** Why rows of a table are never taken from the destination because a person wants them copied again; null: they may be. Pure. */
export function whyRowsStay(table: TablePlan, { steps, skippedTables = [] }: Pick<Plan, 'steps' | 'skippedTables'>): Text | null {
  const { id, hasRows, merged, operations, stopped, model, origin } = table;
  if (!steps.includes('full')) return text('the task copies no rows', '任务不包含全量步骤');
  if (skippedTables.includes(id)) return text('the task does without this table', '任务已跳过该表');
  if (!hasRows) return text('they are in its partitions: have those copied again', '数据在各分区中，请对分区执行此操作');
  if (stopped !== undefined)
    return text('it waits for an answer to a statement that the destination refused', '目标库拒绝了该表的语句，正等待处理');
  if (merged === true)
    return text(
      'other tables go into the same one, and nobody can tell which rows are whose',
      '其他源表也写入同一张目标表，无法区分各自的数据',
    );
  if (!followsRows(operations))
    return text(
      'not all that is done to rows is among its SQL operations, so what the destination has is not to be taken away',
      '该表未选择全部行操作，不能清除目标表中的数据',
    );
  if (model === undefined) return null;
  if (model.engine === 'duplicate')
    return text(
      'the table there keeps every change as a row, and those of before would be lost',
      '目标表保留每次变更的记录，重新复制会丢失历史记录',
    );
  return origin === 'create' ? null : text('the table was there before the task', '目标表在任务之前已存在');
}
