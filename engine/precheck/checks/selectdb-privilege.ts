import type { SelectDbFacts, SelectDbGrant } from '../../destination/facts.ts';
import { text } from '../../text.ts';
import { type CheckContext, defineCheck, type Problem } from '../check.ts';
import { intoSelectDb } from '../selected.ts';

/** Of the six that the task needs, those on databases; the sixth, Usage_priv, is on a cluster. */
const NEEDED = ['Select_priv', 'Load_priv', 'Alter_priv', 'Create_priv', 'Drop_priv'];

export const selectdbPrivilege = defineCheck({
  code: 'SELECTDB_PRIVILEGE',
  title: text('Privileges of the Destination Account', '目标库账号权限'),
  about: text(
    'Whether the destination account may make databases and tables, and load and read rows in them.',
    '检查目标库账号能否创建数据库和表，并导入和读取数据。',
  ),
  severity: 'fail',
  when: intoSelectDb(),
  run: async (context) => {
    const [facts, databases] = await Promise.all([context.selectdbFacts(), databasesOf(context)]);
    return [...databases.flatMap((database) => databaseProblems(facts, database)), ...clusterProblems(context, facts)];
  },
});

/** Those the tables go to, and the one that holds the marks. */
async function databasesOf({ config, tables }: CheckContext): Promise<readonly string[]> {
  const targets = (await tables()).map(({ destination }) => destination.schema);
  return [...new Set([...targets, config.destination.database])];
}

function databaseProblems(facts: SelectDbFacts, database: string): readonly Problem[] {
  const missing = NEEDED.filter((privilege) => !facts.grants.some((grant) => holds(grant, privilege, database)));
  if (missing.length === 0) return [];
  const list = missing.join(', ');
  return [
    {
      subject: database,
      cause: text(
        `The destination account ${facts.user} lacks ${list} on the database ${database}`,
        `目标库账号 ${facts.user} 缺少数据库 ${database} 的 ${list} 权限`,
      ),
      fix: text('Run the statement at the destination as an administrator.', '请以管理员在目标库执行该语句。'),
      fixSql: `GRANT ${list.toUpperCase()} ON \`${database.replaceAll('`', '``')}\`.* TO ${facts.user};`,
    },
  ];
}

/** A right on some tables of it is none on the database, where new ones are made. */
function holds({ on, database, table, privileges }: SelectDbGrant, privilege: string, wanted: string): boolean {
  if (on !== 'data' || table !== null || (database !== null && database !== wanted)) return false;
  return privileges.some((each) => /^(admin_priv|all)$/i.test(each) || each.toLowerCase() === privilege.toLowerCase());
}

/** Storage and compute apart: nothing runs without a cluster the account may use. */
function clusterProblems({ config: { destination } }: CheckContext, { cloud, grants, user }: SelectDbFacts): readonly Problem[] {
  if (!cloud || destination.type !== 'selectdb') return [];
  const group = destination.computeGroup;
  const usable = grants.some(
    ({ on, database, privileges }) =>
      on === 'cluster' &&
      (database === null || group === undefined || database === group) &&
      privileges.some((each) => /^(admin_priv|usage_priv)$/i.test(each)),
  );
  if (usable) return [];
  if (group === undefined)
    return [
      {
        subject: user,
        cause: text(
          `The destination account ${user} may use no compute cluster: it lacks Usage_priv`,
          `目标库账号 ${user} 无权使用任何计算集群：缺少 Usage_priv`,
        ),
        fix: text(
          'Grant it on the cluster that loads are to run in (GRANT USAGE_PRIV ON CLUSTER … TO …), and name that one in the connection.',
          '请授予该账号写入所用集群的权限（GRANT USAGE_PRIV ON CLUSTER … TO …），并在连接信息中填写该集群。',
        ),
      },
    ];
  return [
    {
      subject: group,
      cause: text(
        `The destination account ${user} may not use the compute cluster ${group}: it lacks Usage_priv`,
        `目标库账号 ${user} 无权使用计算集群 ${group}：缺少 Usage_priv`,
      ),
      fix: text('Run the statement at the destination as an administrator.', '请以管理员在目标库执行该语句。'),
      fixSql: `GRANT USAGE_PRIV ON CLUSTER '${group.replaceAll("'", "\\'")}' TO ${user};`,
    },
  ];
}
