import { privilegedAccount, settingAdvice } from '../../postgres/advice.ts';
import type { Provider } from '../../postgres/provider.ts';
import { quote } from '../../postgres/quote.ts';
import { type Text, text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { intoPostgres, isIncremental, usesExisting } from '../selected.ts';

/** From here on a superuser may grant the setting to an ordinary account. */
const GRANTABLE = 150_000;

export const pgReplicaRole = defineCheck({
  code: 'PG_REPLICA_ROLE',
  title: text('Quiet Triggers and Foreign Keys at the Destination', '目标库触发器与外键静默'),
  about: text(
    'Whether the destination account may keep triggers and foreign keys quiet (session_replication_role) while rows arrive.',
    '检查目标库账号能否在写入期间静默触发器和外键（session_replication_role）。',
  ),
  severity: 'warn',
  when: intoPostgres((config) => isIncremental(config) || usesExisting(config)),
  run: async (context) => {
    const { replicaRole, user, version, server } = await context.destinationFacts();
    if (replicaRole) return [];
    const { provider } = server;
    const grant = `GRANT SET ON PARAMETER session_replication_role TO ${quote(user)};`;
    return [
      {
        subject: user,
        cause: text(
          `The destination account ${user} may not set session_replication_role: triggers of destination tables fire for migrated rows too, foreign keys refuse rows whose parent has not arrived yet, and changes are applied more slowly`,
          `目标库账号 ${user} 无权设置 session_replication_role：目标表的触发器会对迁移的数据再次触发，外键会拒绝父记录尚未到达的数据，增量写入也会变慢`,
        ),
        fix:
          provider !== 'self'
            ? managedFix(provider)
            : version >= GRANTABLE
              ? text(
                  'Run the statement as a superuser, or disable triggers and foreign keys of the destination tables for the time of the task.',
                  '请以超级用户执行该语句，或在任务期间禁用目标表的触发器和外键。',
                )
              : text(
                  'Use a superuser or the privileged account of the instance, or disable triggers and foreign keys of the destination tables for the time of the task.',
                  '请使用超级用户或实例的高权限账号，或在任务期间禁用目标表的触发器和外键。',
                ),
        ...(provider === 'self' && version >= GRANTABLE ? { fixSql: grant } : {}),
      },
    ];
  },
});

/** A setting of the whole server there, for the time of the task. */
function managedFix(provider: Exclude<Provider, 'self'>): Text {
  const account = privilegedAccount(provider);
  const { fix } = settingAdvice(provider, { name: 'session_replication_role', value: 'replica', restart: false });
  return text(
    `Use ${account.en}. Or for the time of the task: ${fix.en} Set it back to origin afterwards.`,
    `请使用${account.zh}；也可在任务期间修改参数：${fix.zh}任务结束后请改回 origin。`,
  );
}
