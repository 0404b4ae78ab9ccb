import type { Provider } from '../../postgres/provider.ts';
import { qualified, quote } from '../../postgres/quote.ts';
import { displayName, type TableName, type TableSpec, tableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { intoPostgres, isIncremental, selectedTables } from '../selected.ts';

/** What each provider lets an account make event triggers by. */
const ROLES: Partial<Record<Provider, string>> = {
  'amazon-rds': 'rds_superuser',
  'amazon-aurora': 'rds_superuser',
  'alibaba-rds': 'pg_rds_superuser',
  polardb: 'polar_superuser',
  'cloud-sql': 'cloudsqlsuperuser',
  azure: 'azure_pg_admin',
};

export const pgDdlRight = defineCheck({
  code: 'PG_DDL_RIGHT',
  title: text('Right to Follow DDL at the Source', '源库 DDL 捕获权限'),
  about: text(
    'Whether the source account may create event triggers, by which DDL is carried at its place among the changes, and whether another tool has the names of the tables it is noted in. Without them, changes of columns are told from the log; other commands (CREATE TABLE, indexes, constraints) are not seen.',
    '检查源库账号能否创建事件触发器（event trigger），DDL 通过它按顺序迁移，以及记录 DDL 的表名是否被其他工具占用。若不能，仅能从日志中得知列的变更；其他命令（如 CREATE TABLE、索引、约束）不会迁移。',
  ),
  severity: 'warn',
  when: intoPostgres(isIncremental),
  run: async (context) => {
    const { user, server, namesakes } = await context.sourceFacts();
    const families = familiesOf((await selectedTables(context)).map(({ spec }) => spec)).map(ofFamily);
    if (server.privileged) return namesakes.length === 0 ? [] : [...namesakes.map(ofOtherTool), ...families];
    const role = ROLES[server.provider];
    return [
      {
        subject: user,
        cause: text(
          `The source account ${user} may not create event triggers: tables created, indexes and constraints changed while the task runs are not carried, and columns are told from the log alone`,
          `源库账号 ${user} 无权创建事件触发器：任务运行期间新建的表及索引、约束的变更不会迁移，列的变更仅能从日志推断`,
        ),
        fix:
          role === undefined
            ? text(
                'Use a superuser as the source account, or ignore this and make no such change at the source until the cut-over.',
                '请使用超级用户作为源库账号；也可忽略该项，并在切换前避免在源库执行此类变更。',
              )
            : text(
                'Use the privileged account of the instance, or run the statement with it. Or ignore this and make no such change at the source until the cut-over.',
                '请使用实例的高权限账号，或以其执行该语句；也可忽略该项，并在切换前避免在源库执行此类变更。',
              ),
        ...(role === undefined ? {} : { fixSql: `GRANT ${quote(role)} TO ${quote(user)};` }),
      },
      ...namesakes.map(ofOtherTool),
      ...families,
    ];
  },
});

/** DTS notes commands in tables of these names too. Ours cannot be made beside them, and theirs are not touched. */
function ofOtherTool(table: TableName): Problem {
  const name = displayName(table);
  return {
    subject: name,
    cause: text(
      `${name} is there, made by another tool (DTS uses the same name): DDL at the source cannot be noted, and of it only changes of columns are carried`,
      `${name} 已存在，且由其他工具创建（DTS 使用相同的表名）：无法记录源库 DDL，DDL 中仅同步列变更`,
    ),
    fix: text(
      'Once that tool’s tasks on this database are over and released, run the statements. Or ignore this: the table is left as it is.',
      '该工具在此数据库上的任务结束并释放后，请执行这些语句；也可忽略该项，该表将保持不变。',
    ),
    fixSql: [
      'DROP EVENT TRIGGER IF EXISTS dts_intercept_ddl;',
      'DROP FUNCTION IF EXISTS public.dts_capture_ddl();',
      `DROP TABLE IF EXISTS ${qualified(table)};`,
    ].join('\n'),
  };
}

/** Those at the top. */
function familiesOf(specs: readonly TableSpec[]): readonly TableSpec[] {
  const parents = new Set(specs.flatMap(({ inherits }) => inherits).map(tableId));
  return specs.filter((spec) => isTop(spec) && (spec.kind === 'partitioned' || parents.has(tableId(spec))));
}

const isTop = ({ inherits, partitionOf }: TableSpec): boolean => inherits.length === 0 && partitionOf === null;

/** What is below it is described in the log one by one; what of it the destination has below it by now, nobody notes. */
function ofFamily(spec: TableSpec): Problem {
  const name = displayName(spec);
  const [below, belowInChinese] = spec.kind === 'partitioned' ? ['partitions', '分区'] : ['children', '子表'];
  return {
    subject: name,
    cause: text(
      `${name} has ${below}: a column that is added, dropped or changed there while the task runs is not carried and stops the task`,
      `${name} 有${belowInChinese}：任务运行期间对其新增、删除或修改列的操作不会迁移，并会使任务停止`,
    ),
    fix: text(
      'Let the source account create event triggers, or leave the columns of the table as they are until the cut-over.',
      '请授予源库账号创建事件触发器的权限，或在切换前不修改该表的列。',
    ),
  };
}
