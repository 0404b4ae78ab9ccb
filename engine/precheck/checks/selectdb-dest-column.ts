import { demands } from '../../plan/fit.ts';
import { displayName } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { fittedTables } from '../fitted.ts';
import { listed } from '../names.ts';
import { carriesRows, ignoresDifferences, intoSelectDb, usesExisting } from '../selected.ts';

/** "Ignore Errors and Proceed" does with the columns that both have (dts.md 1.4). */
export const selectdbDestColumn = defineCheck({
  code: 'SELECTDB_DEST_COLUMN',
  title: text('Columns of Existing Destination Tables', '已有目标表的列'),
  about: text(
    'Whether the tables that are there have every column the task writes, in a type that holds its values.',
    '检查已有目标表是否包含任务写入的所有列，且其类型能容纳相应的值。',
  ),
  severity: (config) => (ignoresDifferences(config) ? 'warn' : 'fail'),
  when: intoSelectDb((config) => usesExisting(config) && carriesRows(config)),
  run: async (context) =>
    (await fittedTables(context)).flatMap(({ name, plan, fit }): readonly Problem[] => {
      const absent = listed(fit.absent.map(({ destination }) => destination));
      const unfilled = listed(fit.alone.filter(demands).map((column) => column.name));
      const fix = text(
        'Map the columns to those of the table, or leave them out in Configure Objects; or alter the table.',
        '请在“配置任务对象”中映射或不选择这些列，或修改目标表。',
      );
      return [
        ...(absent.en === ''
          ? []
          : [
              {
                subject: name,
                cause: text(
                  `${name} at the destination has no ${absent.en}, to which columns of ${displayName(plan.source)} are to be written (upper and lower case matter)`,
                  `目标表 ${name} 中没有列 ${absent.zh}（区分大小写），无法写入 ${displayName(plan.source)} 的对应列`,
                ),
                fix,
              },
            ]),
        ...(unfilled.en === ''
          ? []
          : [
              {
                subject: name,
                cause: text(
                  `${name} at the destination wants a value for ${unfilled.en} in every row, and ${displayName(plan.source)} gives none`,
                  `目标表 ${name} 的列 ${unfilled.zh} 不允许为空且无默认值，而 ${displayName(plan.source)} 不提供该列的值`,
                ),
                fix,
              },
            ]),
      ];
    }),
});
