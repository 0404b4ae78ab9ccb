import { privileged } from '../../postgres/advice.ts';
import type { Provider } from '../../postgres/provider.ts';
import { quote } from '../../postgres/quote.ts';
import { objectLabel } from '../../schema/object.ts';
import { text } from '../../text.ts';
import { type CheckContext, defineCheck, type Problem } from '../check.ts';
import { listed } from '../names.ts';
import { intoPostgres, makesStructure } from '../selected.ts';

/** The server lets an account hand its objects to those roles only that it is a member of; a superuser to any. */
export const pgOwnerRight = defineCheck({
  code: 'PG_OWNER_RIGHT',
  title: text('Right to Hand Over Ownership', '移交对象所有权的权限'),
  about: text('Whether the destination account may hand objects over to their owners.', '检查目标库账号能否将对象移交给其所有者。'),
  severity: 'warn',
  when: intoPostgres((config) => makesStructure(config) && config.structure.ownership),
  run: async (context) => {
    const [owned, facts] = await Promise.all([refused(context), context.destinationFacts()]);
    const { user, superusers, server } = facts;
    return [...owned].map(([role, objects]) =>
      problemOf(role, objects, { user, provider: server.provider, superuser: superusers.has(role) }),
    );
  },
});

/** Objects by the owner they cannot have. */
async function refused(context: CheckContext): Promise<ReadonlyMap<string, readonly string[]>> {
  const { structure } = await context.prepared();
  const found = new Map<string, string[]>();
  if (structure === null) return found;
  const { roles, ownerRoles } = structure.there;
  for (const object of structure.choice.chosen) {
    const owners = object.grantees.filter((role) => object.ownership.some((sql) => sql.includes(quote(role))));
    for (const role of owners.filter((each) => roles.has(each) && !ownerRoles.has(each)))
      found.set(role, [...(found.get(role) ?? []), objectLabel(object)]);
  }
  return found;
}

function problemOf(
  role: string,
  objects: readonly string[],
  { user, provider, superuser }: { readonly user: string; readonly provider: Provider; readonly superuser: boolean },
): Problem {
  const { en, zh } = privileged(provider);
  const names = listed(objects);
  const cause = text(
    `The destination account ${user} may not make ${role} the owner of ${names.en}: it is not a member of ${role}, and the objects stay with ${user}`,
    `目标库账号 ${user} 不是角色 ${role} 的成员，无法将 ${names.zh} 移交给 ${role}：这些对象将归 ${user} 所有`,
  );
  // To be a member of a superuser is to be one.
  if (superuser)
    return {
      subject: role,
      cause,
      fix: text(
        'Use a superuser as the destination account, or ignore this if the objects need not belong to a superuser.',
        '请使用超级用户作为目标库账号；若这些对象无需归超级用户所有，可忽略该项。',
      ),
    };
  return {
    subject: role,
    cause,
    fix: text(
      `Run the statement at the destination ${en} or as an administrator of the role, or ignore this.`,
      `请${zh}或该角色的管理员在目标库执行该语句，或忽略该项。`,
    ),
    fixSql: `GRANT ${quote(role)} TO ${quote(user)};`,
  };
}
