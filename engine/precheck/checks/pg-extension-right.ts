import { privileged } from '../../postgres/advice.ts';
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
    const [{ structure }, { withheldExtensions, user, server }] = await Promise.all([context.prepared(), context.destinationFacts()]);
    const chosen = (structure?.choice.chosen ?? []).filter(({ kind, name }) => kind === 'extension' && withheldExtensions.has(name));
    const { en, zh } = privileged(server.provider);
    return chosen.map(({ name }) => ({
      subject: name,
      cause: text(
        `The destination account ${user} may not create the extension ${name}: only a superuser may`,
        `目标库账号 ${user} 无权创建扩展 ${name}：仅超级用户可以创建`,
      ),
      fix: text(
        `Run the statement at the destination ${en}${server.provider === 'polardb' ? ' (role polar_superuser)' : ''}, then precheck again.`,
        `请${zh}${server.provider === 'polardb' ? '（具有 polar_superuser 角色）' : ''}在目标库执行该语句，然后重新预检查。`,
      ),
      fixSql: `CREATE EXTENSION IF NOT EXISTS ${quote(name)};`,
    }));
  },
});
