import { quote } from '../../postgres/quote.ts';
import { displayName } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { listed } from '../names.ts';
import { carriesRows, selectedTables } from '../selected.ts';

/** Sessions of ours refuse to read a table of which a policy would hide rows (`row_security = off`): the load would stop there. */
export const pgRowSecurity = defineCheck({
  code: 'PG_ROW_SECURITY',
  title: text('Row-Level Security of the Selected Tables', '所选表的行级安全策略'),
  about: text(
    'Whether policies of a selected table hold for the source account. They would hide rows, and rows that nobody sees are not carried: the server refuses to read such a table for the task.',
    '检查所选表的行级安全策略是否对源库账号生效。策略会隐藏部分行，看不到的行无法迁移，因此服务器会拒绝任务读取这样的表。',
  ),
  severity: 'fail',
  when: carriesRows,
  run: async (context) => {
    const { user, server } = await context.sourceFacts();
    if (server.bypassesRowSecurity) return [];
    const selected = await selectedTables(context);
    const hidden = selected.filter(({ spec }) => spec.rowSecurity && (spec.forceRowSecurity || !spec.owned));
    if (hidden.length === 0) return [];
    const names = listed(hidden.map(({ spec }) => displayName(spec)));
    return [
      {
        subject: user,
        cause: text(
          `Row-level security of ${names.en} holds for the source account ${user}: rows may be hidden from it, so the tables cannot be read whole`,
          `${names.zh} 的行级安全策略对源库账号 ${user} 生效：部分行对该账号不可见，无法读取完整数据`,
        ),
        fix:
          server.provider === 'self'
            ? text('Run the statement at the source as a superuser.', '请以超级用户在源库执行该语句。')
            : text(
                'Run the statement at the source with the privileged account of the instance, if it may grant this, or use the owner of the tables as the source account.',
                '请以实例的高权限账号在源库执行该语句（如允许授予），或使用表的所有者作为源库账号。',
              ),
        fixSql: `ALTER ROLE ${quote(user)} BYPASSRLS;`,
      },
    ];
  },
});
