import { EngineError } from '../../errors.ts';
import type { TablePlan } from '../../plan/plan.ts';
import { displayName } from '../../schema/table.ts';
import { text } from '../../text.ts';

export function unclear(table: TablePlan): EngineError {
  const name = displayName(table.destination);
  return new EngineError({
    code: 'load.unclear',
    message: text(
      `Whether rows of ${name} arrived cannot be found out, and the table keeps what it is given twice`,
      `无法确定 ${name} 的部分数据是否已写入，而该表会保留重复写入的数据`,
    ),
    hint: text('Resume the task: the table is emptied and copied again.', '请恢复任务：该表会被清空并重新复制。'),
    retry: 'by-hand',
    side: 'destination',
    object: name,
  });
}

/** Nobody can tell the task's rows from those of others in it, and it has no key by which they would be written over. */
export function rowsOfOthers(tables: readonly TablePlan[]): EngineError {
  const [first] = tables;
  const names = tables.map(({ destination }) => displayName(destination)).join(', ');
  return new EngineError({
    code: 'table.rows-of-others',
    message: text(
      `${names} may hold rows of others too, which cannot be told from the task's own`,
      `${names} 中可能还有其他来源的数据，无法与任务写入的行区分`,
    ),
    hint: text('Release this task, empty these tables or take them out, and migrate again.', '请释放该任务，清空或移除这些表后重新迁移。'),
    retry: 'never',
    side: 'destination',
    ...(first === undefined ? {} : { object: displayName(first.destination) }),
  });
}

/** Neither what is deleted nor what goes back to a lower value would be seen there. */
export function ownOrder(table: TablePlan, column: string): EngineError {
  const name = displayName(table.destination);
  return new EngineError({
    code: 'table.own-order',
    message: text(
      `${name} keeps of two rows with one key the one with the higher ${column} (function_column.sequence_col): rows that are deleted at the source, or changed to a lower value, would stay`,
      `${name} 按列 ${column}（function_column.sequence_col）的大小保留同键的行：源库删除的行或该列变小的行会残留`,
    ),
    hint: text(
      'Nothing of these changes was written. Make the table again without that property, or with function_column.sequence_type = bigint, and migrate it in a new task; or let the task make it.',
      '这些变更尚未写入。请去掉该属性（或改用 function_column.sequence_type = bigint）重建该表后新建任务迁移，或由任务创建该表。',
    ),
    retry: 'by-hand',
    side: 'destination',
    object: name,
  });
}
