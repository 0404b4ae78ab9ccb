import type { TablePlan } from '../../plan/plan.ts';
import { displayName, tableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { ignoresDifferences, intoSelectDb, loadsRows, usesExisting } from '../selected.ts';

/** Only "Ignore Errors and Proceed" writes into tables that hold rows. */
export const selectdbTableEmpty = defineCheck({
  code: 'SELECTDB_TABLE_EMPTY',
  title: text('Emptiness of Existing Destination Tables', '已有目标表为空'),
  about: text(
    'Whether tables that are there hold rows before the task begins: they would mix with those that arrive.',
    '检查已有目标表在任务开始前是否为空：已有数据会与迁移的数据混在一起。',
  ),
  severity: (config) => (ignoresDifferences(config) ? 'warn' : 'fail'),
  when: intoSelectDb((config) => loadsRows(config) && usesExisting(config)),
  run: async (context) => {
    const [{ plan }, existing] = await Promise.all([context.prepared(), context.existing()]);
    const filled = new Set(existing.filter(({ empty }) => !empty).map(tableId));
    return plan.tables.filter(({ destination, hasRows }) => hasRows && filled.has(tableId(destination))).map(problemOf);
  },
});

function problemOf({ destination, source, model }: TablePlan): Problem {
  const name = displayName(destination);
  const happens =
    model?.engine === 'unique'
      ? text('where a key is there already, its row is replaced', '键值相同的行将被覆盖')
      : text('all of its rows are added to them', '其全部数据将追加写入');
  return {
    subject: name,
    cause: text(
      `${name} at the destination holds rows, and rows of ${displayName(source)} are written into it: ${happens.en}`,
      `目标表 ${name} 中已有数据，${displayName(source)} 的数据将写入其中：${happens.zh}`,
    ),
    fix: text(
      'Map the table to another name, or empty it (TRUNCATE TABLE), which removes its rows for good. Ignore this only where it is what you want.',
      '请将该表映射为其他名称，或清空该表（TRUNCATE TABLE，数据将被永久删除）。仅当符合预期时才可忽略。',
    ),
  };
}
