import { displayName } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { computesWhenRead, filterLacksRow, fullIdentity, fullIdentitySql } from '../identity.ts';
import { isIncremental, selectedTables } from '../selected.ts';

export const pgFilterIdentity = defineCheck({
  code: 'PG_FILTER_IDENTITY',
  title: text('Replica Identity of Filtered Tables', '带过滤条件的表的复制标识'),
  about: text(
    'Whether the log carries whole old rows of filtered tables: only they tell whether a row met the filter before.',
    '检查带过滤条件的表在日志中是否包含完整旧行：只有旧行才能判断变更前是否满足条件。',
  ),
  severity: 'fail',
  when: (config) => isIncremental(config) && config.objects.some((object) => object.tables?.some((table) => table.where !== undefined)),
  run: async (context) => {
    const selected = await selectedTables(context);
    return selected
      .filter((table) => filterLacksRow(table) && !computesWhenRead(table.spec))
      .map(({ spec }) => {
        const name = displayName(spec);
        return {
          subject: name,
          cause: text(
            `${name} has a filter but not REPLICA IDENTITY FULL: the log then does not carry the old row, so nobody can tell whether a changed or deleted row met the filter before`,
            `${name} 设置了过滤条件，但复制标识不是 FULL：日志中不包含旧行，无法判断被更新或删除的行此前是否满足条件`,
          ),
          fix: text(
            'Run the statement at the source before the task starts, or remove the filter of the table.',
            '请在任务启动前于源库执行该语句，或去掉该表的过滤条件。',
          ),
          fixSql: fullIdentitySql(spec),
          remedy: fullIdentity(spec),
        };
      });
  },
});
