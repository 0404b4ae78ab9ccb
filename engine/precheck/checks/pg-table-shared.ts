import { displayName, tableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { grouped } from '../names.ts';
import { carriesRows, intoPostgres, type SelectedTable, selectedTables, usesExisting } from '../selected.ts';

/** Several sources into one table: each task finds rows by their keys, whoever brought them. */
export const pgTableShared = defineCheck({
  code: 'PG_TABLE_SHARED',
  title: text('Destination Tables Written by Other Tasks', '目标表被其他任务写入'),
  about: text(
    'Whether other tasks, or several tables of this one, write into one destination table: rows of one key overwrite each other.',
    '检查是否有其他任务或本任务的多张表写入同一目标表：相同键值的行会互相覆盖。',
  ),
  severity: 'warn',
  when: intoPostgres((config) => carriesRows(config) && usesExisting(config)),
  run: async (context) => {
    const [selected, existing] = await Promise.all([selectedTables(context), context.existing()]);
    const writers = new Map(existing.map((table) => [tableId(table), table.tasks ?? []]));
    const shared = new Set(
      selected.filter(({ plan }) => (writers.get(tableId(plan.destination)) ?? []).length > 0).map(({ plan }) => plan.id),
    );
    const merged = grouped(
      selected.filter(({ plan }) => plan.merged === true),
      ({ plan }) => tableId(plan.destination),
    ).map(([, tables]) => mergedProblem(tables));
    return [
      ...merged,
      ...selected
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
        }),
    ];
  },
});

/** Several tables of the task itself. */
function mergedProblem(tables: readonly SelectedTable[]): Problem {
  const [first] = tables;
  const name = first === undefined ? '' : displayName(first.plan.destination);
  const from = tables.map(({ plan }) => displayName(plan.source));
  return {
    subject: name,
    cause: text(
      `${from.join(', ')} all become ${name}: where two of them have a row of one key, each overwrites or deletes the other's, and a TRUNCATE of one cannot be carried`,
      `${from.join('、')} 将合并到 ${name}：若其中两张表存在键值相同的行，双方的更新和删除会互相覆盖；对其中一张表的 TRUNCATE 无法同步`,
    ),
    fix: text(
      'Map the tables to different names, or ignore this if no key is ever in two of them; leave TRUNCATE out of their SQL operations if they are truncated.',
      '请将这些表映射为不同的名称；若键值不会重复，可忽略该项；若会执行 TRUNCATE，请在 SQL 操作中取消选择。',
    ),
  };
}
