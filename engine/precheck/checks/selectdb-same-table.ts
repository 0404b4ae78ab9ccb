import { displayName, tableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { intoSelectDb, makesStructure } from '../selected.ts';

/** Skipped by "Ignore Errors and Proceed" (dts.md 1.4). */
export const selectdbSameTable = defineCheck({
  code: 'SELECTDB_SAME_TABLE',
  title: text('Tables with the Same Names', '同名表存在性'),
  about: text(
    'Whether tables of the names are at the destination already: what is there is never overwritten unasked.',
    '检查目标库中是否已存在同名表：未经确认不会覆盖已有的表。',
  ),
  severity: 'fail',
  when: intoSelectDb((config) => makesStructure(config) && config.conflictMode === 'precheck'),
  run: async (context) => {
    const [tables, existing] = await Promise.all([context.tables(), context.existing()]);
    const taken = new Set(existing.map(tableId));
    return tables
      .filter(({ destination }) => taken.has(tableId(destination)))
      .map(({ destination, source }) => {
        const name = displayName(destination);
        return {
          subject: name,
          cause: text(
            `The destination already has ${name}, the name of the table that the task makes from ${displayName(source)}`,
            `目标库中已存在 ${name}，与任务将为 ${displayName(source)} 创建的表同名`,
          ),
          fix: text(
            'Give the table another name in Configure Objects or leave it out; or drop what is there, or choose Ignore Errors and Proceed to write into it.',
            '请在“配置任务对象”中映射为其他名称或不选择该表；也可删除已有的表，或选择“忽略报错并继续执行”写入其中。',
          ),
        };
      });
  },
});
