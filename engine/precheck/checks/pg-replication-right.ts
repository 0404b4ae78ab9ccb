import { quote } from '../../postgres/quote.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { isIncremental } from '../selected.ts';

export const pgReplicationRight = defineCheck({
  code: 'PG_REPLICATION_RIGHT',
  title: text('Replication Right of the Source Account', '源库账号的复制权限'),
  severity: 'fail',
  when: isIncremental,
  run: async (context) => {
    const { replication, user } = await context.sourceFacts();
    if (replication) return [];
    return [
      {
        subject: user,
        cause: text(
          `The source account ${user} may not read changes from the log: it is no superuser and lacks REPLICATION`,
          `源库账号 ${user} 无权从日志读取变更：它不是超级用户，也没有 REPLICATION 权限`,
        ),
        fix: text(
          `Run the statement as a superuser. On Amazon RDS run GRANT rds_replication TO ${quote(user)}; instead.`,
          `请以超级用户执行该语句。Amazon RDS 请改为执行 GRANT rds_replication TO ${quote(user)};`,
        ),
        fixSql: `ALTER ROLE ${quote(user)} REPLICATION;`,
      },
    ];
  },
});
