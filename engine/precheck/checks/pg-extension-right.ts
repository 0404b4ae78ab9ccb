import { quote } from '../../postgres/quote.ts';
import { text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { intoPostgres, makesStructure } from '../selected.ts';

/** No warning: the statement would be refused, and with it all that needs the extension. */
export const pgExtensionRight = defineCheck({
  code: 'PG_EXTENSION_RIGHT',
  title: text('Right to Create Extensions', '创建扩展的权限'),
  about: text('Whether the destination account may make the extensions that are missing there.', '检查目标库账号能否创建缺少的扩展。'),
  severity: 'fail',
  when: intoPostgres(makesStructure),
  run: async (context) => {
    const [{ structure }, { withheldExtensions, user, flavour }] = await Promise.all([context.prepared(), context.destinationFacts()]);
    const chosen = (structure?.choice.chosen ?? []).filter(({ kind, name }) => kind === 'extension' && withheldExtensions.has(name));
    return chosen.map(({ name }) => ({
      subject: name,
      cause: text(
        `The destination account ${user} may not create the extension ${name}: only a superuser may`,
        `目标库账号 ${user} 无权创建扩展 ${name}：仅超级用户可以创建`,
      ),
      fix:
        flavour.name === 'postgresql'
          ? text(
              'Run the statement at the destination as a superuser (or as the privileged account of the instance), then precheck again.',
              '请以超级用户（或实例的高权限账号）在目标库执行该语句，然后重新预检查。',
            )
          : text(
              'Run the statement at the destination with the privileged account of the cluster (role polar_superuser), then precheck again.',
              '请使用集群的高权限账号（具有 polar_superuser 角色）在目标库执行该语句，然后重新预检查。',
            ),
      fixSql: `CREATE EXTENSION IF NOT EXISTS ${quote(name)};`,
    }));
  },
});
