import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { isIncremental, serverName } from '../selected.ts';

export const pgWalLevel = defineCheck({
  code: 'PG_WAL_LEVEL',
  title: text('wal_level of the Source', '源库 wal_level'),
  severity: 'fail',
  when: isIncremental,
  run: async (context) => {
    const { walLevel } = await context.sourceFacts();
    if (walLevel === 'logical') return [];
    return [
      {
        subject: serverName(context.config.source),
        cause: text(
          `wal_level is ${walLevel}; incremental migration reads changes from the log, which takes logical`,
          `wal_level 为 ${walLevel}；增量迁移需要从日志读取变更，要求为 logical`,
        ),
        fix: text(
          'Run the statement as a superuser and restart the source. On Amazon RDS set the parameter rds.logical_replication to 1 instead.',
          '请以超级用户执行该语句并重启源库。Amazon RDS 请改为将参数 rds.logical_replication 设为 1。',
        ),
        fixSql: "ALTER SYSTEM SET wal_level = 'logical';",
      },
    ];
  },
});
