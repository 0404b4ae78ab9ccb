import type { ExistingRule } from '../../destination/destination.ts';
import { qualified, quote } from '../../postgres/quote.ts';
import { enabledWords } from '../../postgres/structure/part.ts';
import { displayName, type TableName, tableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { type CheckContext, defineCheck, type Problem } from '../check.ts';
import { carriesRows, intoPostgres, isIncremental, makesStructure } from '../selected.ts';

/** A rule rewrites statements, not rows: what arrives by COPY passes it by, what is updated or deleted does not. */
export const pgRuleFires = defineCheck({
  code: 'PG_RULE_FIRES',
  title: text('Rules of Destination Tables', '目标表的规则'),
  about: text(
    'Rules (CREATE RULE) that would rewrite the task’s own statements: changes would be lost or done twice. Those of INSERT are passed by.',
    '检查会改写任务语句的规则（CREATE RULE）：变更可能丢失或重复执行。',
  ),
  severity: 'fail',
  when: intoPostgres(carriesRows),
  run: async (context) => {
    const { replicaRole } = await context.destinationFacts();
    const fires = replicaRole ? ['A', 'R'] : ['A', 'O'];
    return [...(await ofTables(context, fires)), ...(replicaRole ? [] : await carried(context, fires))];
  },
});

/** Of tables that are there. */
async function ofTables(context: CheckContext, fires: readonly string[]): Promise<readonly Problem[]> {
  const [plans, existing] = await Promise.all([context.tables(), context.existing()]);
  const targets = new Set(plans.map(({ destination }) => tableId(destination)));
  return existing
    .filter((table) => targets.has(tableId(table)))
    .flatMap((table) => (table.rules ?? []).filter(({ enabled }) => fires.includes(enabled)).map((rule) => problemOf(table, rule)));
}

function problemOf(table: TableName, { name, event }: ExistingRule): Problem {
  const label = `${displayName(table)}: ${name}`;
  return {
    subject: label,
    cause: text(
      `The rule ${name} of ${displayName(table)} at the destination rewrites each ${event} on it, also the task’s own`,
      `目标表 ${displayName(table)} 的规则 ${name} 会改写对该表的每条 ${event} 语句，包括本任务的语句`,
    ),
    fix: text(
      'Run the statement at the destination for the time of the task, and enable the rule again after it. Where the rule is in the way only of accounts that may not set session_replication_role, use one that may.',
      '请在任务期间于目标库执行该语句，结束后再启用该规则；或使用有权设置 session_replication_role 的账号。',
    ),
    fixSql: `ALTER TABLE ${qualified(table)} DISABLE RULE ${quote(name)};`,
  };
}

/** Those that the task makes itself: they are there before the first change is applied. */
async function carried(context: CheckContext, fires: readonly string[]): Promise<readonly Problem[]> {
  if (!isIncremental(context.config) || !makesStructure(context.config)) return [];
  const { structure } = await context.prepared();
  return (structure?.choice.chosen ?? []).flatMap(({ kind, name, table, sql }): readonly Problem[] => {
    if (kind !== 'rule' || table === null) return [];
    const set = ['A', 'R', 'D'].find((letter) =>
      sql.includes(`alter table ${qualified(table)} ${enabledWords(letter)} rule ${quote(name)}`),
    );
    if (!fires.includes(set ?? 'O')) return [];
    const of = displayName(table);
    return [
      {
        subject: `${of}: ${name}`,
        cause: text(
          `The rule ${name} of ${of} comes along, and the destination account may not set session_replication_role: it would rewrite the task’s own statements`,
          `规则 ${name}（表 ${of}）将一并迁移，而目标库账号无权设置 session_replication_role，该规则会改写本任务的语句`,
        ),
        fix: text(
          'Leave the rule out in Configure Objects and make it after the cut-over, or use an account that may set session_replication_role.',
          '请在“配置任务对象”中不选择该规则并在切换后再创建，或使用有权设置 session_replication_role 的账号。',
        ),
      },
    ];
  });
}
