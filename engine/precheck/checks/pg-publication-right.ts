import { ownerOr, privileged } from '../../postgres/advice.ts';
import { TEN } from '../../postgres/before-10.ts';
import type { Provider } from '../../postgres/provider.ts';
import { literal, quote } from '../../postgres/quote.ts';
import { displayName, type TableName } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { listed } from '../names.ts';
import { isIncremental, selectedTables } from '../selected.ts';

export const pgPublicationRight = defineCheck({
  code: 'PG_PUBLICATION_RIGHT',
  title: text('Right to Publish the Selected Tables', '发布所选表的权限'),
  about: text(
    'Whether the source account may publish the selected tables, which takes CREATE on the database and their ownership; before version 10, whether it may make the table that stands for a publication.',
    '检查源库账号能否发布所选的表：需要数据库的 CREATE 权限并为表的所有者；10 之前的版本需能创建代替发布的表。',
  ),
  severity: 'fail',
  when: isIncremental,
  run: async (context) => {
    const [{ user, database, canPublish, server, version }, selected] = await Promise.all([context.sourceFacts(), selectedTables(context)]);
    const problems: Problem[] = [];
    const { provider } = server;
    if (version < TEN) return canPublish ? [] : [noList({ user, provider })];
    if (!canPublish) problems.push(noCreate({ user, provider }, database));
    const foreign = selected.filter(({ plan, spec }) => plan.hasRows && !spec.owned).map(({ spec }) => spec);
    if (foreign.length > 0) problems.push(notOwner({ user, provider }, foreign));
    return problems;
  },
});

/** The account that lacks a right, and who runs its server. */
interface Account {
  readonly user: string;
  readonly provider: Provider;
}

function noCreate({ user, provider }: Account, database: string): Problem {
  const { en, zh } = ownerOr(text('the owner of the database', '数据库所有者'), provider);
  return {
    subject: database,
    cause: text(
      `The source account ${user} has no CREATE on the database ${database}, which the publication of the followed tables takes`,
      `源库账号 ${user} 没有数据库 ${database} 的 CREATE 权限，无法创建增量表的发布（publication）`,
    ),
    fix: text(`Run the statement at the source ${en}.`, `请${zh}在源库执行该语句。`),
    fixSql: `GRANT CREATE ON DATABASE ${quote(database)} TO ${quote(user)};`,
  };
}

function noList({ user, provider }: Account): Problem {
  const { en, zh } = ownerOr(text('the owner of the schema', '模式所有者'), provider);
  return {
    subject: 'public',
    cause: text(
      `The source account ${user} has no CREATE on the schema public, in which the task lists the tables it follows: PostgreSQL before version 10 has no publications`,
      `源库账号 ${user} 没有模式 public 的 CREATE 权限：PostgreSQL 10 之前没有发布（publication），任务需在该模式中建表记录增量表`,
    ),
    fix: text(`Run the statement at the source ${en}.`, `请${zh}在源库执行该语句。`),
    fixSql: `GRANT CREATE ON SCHEMA public TO ${quote(user)};`,
  };
}

function notOwner({ user, provider }: Account, tables: readonly TableName[]): Problem {
  const { en, zh } = privileged(provider);
  const names = listed(tables.map(displayName));
  return {
    subject: user,
    cause: text(
      `The source account ${user} does not own ${names.en}: only its owner may publish a table`,
      `源库账号 ${user} 不是 ${names.zh} 的所有者：只有所有者才能发布表`,
    ),
    fix: text(
      `Run the statement at the source ${en}: it makes the account a member of the roles that own the tables, with all their rights. Or use the owner as the source account.`,
      `请${zh}在源库执行该语句：该账号将成为表所有者角色的成员并拥有其全部权限。也可直接使用表的所有者作为源库账号。`,
    ),
    fixSql: membershipSql(user, tables),
  };
}

/** Who owns the tables is looked up as the statement runs. */
function membershipSql(user: string, tables: readonly TableName[]): string {
  const rows = tables.map(({ schema, name }) => `(${literal(schema).trim()}, ${literal(name).trim()})`);
  return [
    'DO $grant$ DECLARE owner text; BEGIN',
    '  FOR owner IN SELECT DISTINCT tableowner FROM pg_catalog.pg_tables',
    `    WHERE (schemaname, tablename) IN (${rows.join(', ')})`,
    `  LOOP EXECUTE format('GRANT %I TO %I', owner, ${literal(user).trim()}); END LOOP;`,
    'END $grant$;',
  ].join('\n');
}
