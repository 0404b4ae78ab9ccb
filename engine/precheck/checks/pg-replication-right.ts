import { replicationAdvice } from '../../postgres/advice.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { isIncremental } from '../selected.ts';

export const pgReplicationRight = defineCheck({
  code: 'PG_REPLICATION_RIGHT',
  title: text('Replication Right of the Source Account', '源库账号的复制权限'),
  about: text(
    'Whether the source account may read the log (REPLICATION, or the provider’s role for it).',
    '检查源库账号能否读取日志（REPLICATION 属性或云厂商提供的角色）。',
  ),
  severity: 'fail',
  when: isIncremental,
  run: async (context) => {
    const { replication, user, server } = await context.sourceFacts();
    if (replication) return [];
    return [
      {
        subject: user,
        cause: text(
          `The source account ${user} may not read changes from the log: it is no superuser and lacks REPLICATION`,
          `源库账号 ${user} 无权从日志读取变更：它不是超级用户，也没有 REPLICATION 权限`,
        ),
        ...replicationAdvice(server.provider, user),
      },
    ];
  },
});
