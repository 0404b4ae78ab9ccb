import { EngineError } from '../../errors.ts';
import type { TablePlan } from '../../plan/plan.ts';
import { displayName } from '../../schema/table.ts';
import { text } from '../../text.ts';

/** Nobody can tell which rows of the table there came from which of those that became it. */
export function truncateMerged({ source, destination }: Pick<TablePlan, 'source' | 'destination'>): EngineError {
  const [from, to] = [displayName(source), displayName(destination)];
  return new EngineError({
    code: 'apply.truncate-merged',
    message: text(
      `TRUNCATE of ${from} at the source cannot be carried: ${to} holds rows of other tables too, which cannot be told from its own`,
      `无法同步源库对 ${from} 执行的 TRUNCATE：${to} 中还有其他表的数据，无法区分`,
    ),
    hint: text(
      'Changes before it are applied, none after it. Delete its rows at the destination yourself and release the task; leave TRUNCATE out of the SQL operations of tables that become one.',
      '该语句之前的变更均已应用，之后的变更均未应用。请自行删除目标库中的对应数据并释放任务；对于合并到同一张表的多个表，请不要选择 TRUNCATE 操作。',
    ),
    retry: 'never',
    side: 'destination',
    object: from,
  });
}
