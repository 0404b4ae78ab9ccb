import { quote } from '../../postgres/quote.ts';
import { objectLabel } from '../../schema/object.ts';
import { text } from '../../text.ts';
import { type CheckContext, defineCheck, type Problem } from '../check.ts';
import { leftOutFor, leftOutProblem } from '../left-out.ts';
import { listed } from '../names.ts';
import { intoPostgres, makesStructure } from '../selected.ts';

export const pgRoleMissing = defineCheck({
  code: 'PG_ROLE_MISSING',
  title: text('Roles at the Destination', '目标库角色存在性'),
  about: text(
    'Whether the roles that own objects or have rights on them are at the destination: roles are not made by the task.',
    '检查对象所有者及被授权的角色在目标库中是否存在：任务不会创建角色。',
  ),
  severity: 'warn',
  when: intoPostgres(makesStructure),
  run: async (context) => [...(await policies(context)), ...(await owners(context))],
});

/** What names a role in its own definition cannot be made without it. */
async function policies(context: CheckContext): Promise<readonly Problem[]> {
  const [{ structure }, { objects }] = await Promise.all([context.prepared(), context.catalog()]);
  const byId = new Map(objects.map((object) => [object.id, object]));
  return (await leftOutFor(context, 'role')).map((object) => {
    const missing = (byId.get(object.id)?.roles ?? []).filter((role) => structure?.there.roles.has(role) === false);
    const problem = leftOutProblem(object);
    if (missing.length === 0) return problem;
    return {
      ...problem,
      fix: text(
        'Run the statement at the destination, or ignore this if it can do without the object.',
        '请在目标库执行该语句；若目标库不需要该对象，可忽略该项。',
      ),
      fixSql: missing.map((role) => `CREATE ROLE ${quote(role)};`).join('\n'),
    };
  });
}

/** Ownership and grants of the other roles are carried all the same. */
async function owners(context: CheckContext): Promise<readonly Problem[]> {
  const { structure } = await context.prepared();
  const { ownership, grants } = context.config.structure;
  if (structure === null || (!ownership && !grants)) return [];
  const { choice, there } = structure;
  const missing = new Set(choice.chosen.flatMap(({ grantees }) => grantees.filter((role) => !there.roles.has(role))));
  return [...missing].flatMap((role) => {
    const names = (on: boolean, part: 'ownership' | 'grants') =>
      on ? choice.chosen.filter((object) => object[part].some((sql) => sql.includes(quote(role)))).map(objectLabel) : [];
    const [owned, granted] = [names(ownership, 'ownership'), names(grants, 'grants')];
    return owned.length + granted.length === 0 ? [] : [problemOf(role, owned, granted)];
  });
}

function problemOf(role: string, owned: readonly string[], granted: readonly string[]): Problem {
  const [owns, may] = [listed(owned), listed(granted)];
  const parts = [
    ...(owned.length === 0 ? [] : [text(`it owns ${owns.en}, left to the migrating account`, `${owns.zh} 归它所有，将改归迁移账号所有`)]),
    ...(granted.length === 0 ? [] : [text(`what it may do with ${may.en} is not granted`, `对其授予的 ${may.zh} 的权限不会迁移`)]),
  ];
  return {
    subject: role,
    cause: text(
      `The destination has no role ${role}: ${parts.map(({ en }) => en).join('; ')}`,
      `目标库中不存在角色 ${role}：${parts.map(({ zh }) => zh).join('；')}`,
    ),
    fix: text(
      'Run the statement at the destination, with LOGIN and a password where the role is an account, or ignore this.',
      '请在目标库执行该语句（若该角色用于登录，请加上 LOGIN 和密码），或忽略该项。',
    ),
    fixSql: `CREATE ROLE ${quote(role)};`,
  };
}
