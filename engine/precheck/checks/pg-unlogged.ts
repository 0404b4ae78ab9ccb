import { qualified } from '../../postgres/quote.ts';
import { displayName } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { isIncremental, selectedTables } from '../selected.ts';

/** No warning: the source refuses to publish such a table, so the incremental step could not start. */
export const pgUnlogged = defineCheck({
  code: 'PG_UNLOGGED',
  title: text('Unlogged Tables', '不记录日志的表（UNLOGGED）'),
  about: text('Unlogged tables among the selected: their changes are in no log.', '检查所选表中的 UNLOGGED 表：其变更不写入日志。'),
  severity: 'fail',
  when: isIncremental,
  run: async (context) => {
    const selected = await selectedTables(context);
    return selected
      .filter(({ plan, spec }) => plan.hasRows && spec.unlogged)
      .map(({ spec }) => {
        const name = displayName(spec);
        return {
          subject: name,
          cause: text(
            `${name} is UNLOGGED: its changes are not written to the log and cannot be followed, and the source refuses to publish it`,
            `${name} 是 UNLOGGED 表：其变更不写入日志，无法增量迁移，源库也会拒绝发布该表`,
          ),
          fix: text(
            'Run the statement at the source (it writes the whole table to the log once, under a lock), leave the table out, or migrate it by a task without the incremental step.',
            '请在源库执行该语句（会锁表并将整表写入一次日志），或不选择该表，或另建不含增量迁移的任务迁移该表。',
          ),
          fixSql: `ALTER TABLE ${qualified(spec)} SET LOGGED;`,
        };
      });
  },
});
