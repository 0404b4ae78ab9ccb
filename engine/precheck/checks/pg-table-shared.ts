import { displayName, tableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { carriesRows, intoPostgres, selectedTables, usesExisting } from '../selected.ts';

/** Several sources into one table: each task finds rows by their keys, whoever brought them. */
export const pgTableShared = defineCheck({
  code: 'PG_TABLE_SHARED',
  title: text('Destination Tables Written by Other Tasks', '目标表被其他任务写入'),
  severity: 'warn',
  when: intoPostgres((config) => carriesRows(config) && usesExisting(config)),
  run: async (context) => {
    const [selected, existing] = await Promise.all([selectedTables(context), context.existing()]);
    const writers = new Map(existing.map((table) => [tableId(table), table.tasks ?? []]));
    const shared = new Set(
      selected.filter(({ plan }) => (writers.get(tableId(plan.destination)) ?? []).length > 0).map(({ plan }) => plan.id),
    );
    return (
      selected
        // Rows of partitions are told with their root.
        .filter(({ plan, spec: { partitionOf } }) => shared.has(plan.id) && (partitionOf === null || !shared.has(tableId(partitionOf))))
        .map(({ plan }) => {
          const name = displayName(plan.destination);
          const tasks = (writers.get(tableId(plan.destination)) ?? []).join(', ');
          return {
            subject: name,
            cause: text(
              `${name} at the destination is written by another task as well (${tasks}): where both sources have a row of one key, each overwrites or deletes the other's, and a TRUNCATE of either source removes the rows of both`,
              `目标表 ${name} 同时被其他任务（${tasks}）写入：若两个源库存在键值相同的行，双方的更新和删除会互相覆盖，任一源库执行TRUNCATE会清空双方的数据`,
            ),
            fix: text(
              'Map the table to another name. Ignore this if no key is ever in both sources and neither truncates the table; if the other task is over, release it.',
              '请将该表映射为其他名称。若两个源库的键值不会重复且都不会执行TRUNCATE，可忽略该项；若其他任务已结束，请先释放该任务。',
            ),
          };
        })
    );
  },
});
