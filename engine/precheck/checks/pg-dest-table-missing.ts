import type { Statement, TablePlan } from '../../plan/plan.ts';
import { displayName, tableId } from '../../schema/table.ts';
import type { TaskConfig } from '../../task/config.ts';
import { prepare } from '../../task/prepare.ts';
import { text } from '../../text.ts';
import { type CheckContext, defineCheck, type Problem } from '../check.ts';
import { listed } from '../names.ts';
import { makesStructure } from '../selected.ts';

export const pgDestTableMissing = defineCheck({
  code: 'PG_DEST_TABLE_MISSING',
  title: text('Existence of the Destination Tables', '目标表存在性'),
  about: text(
    'Without schema migration the tables must be at the destination already: rows have nowhere to go otherwise.',
    '未选择库表结构迁移时，目标库中须已有相应的表，否则数据无处写入。',
  ),
  severity: 'fail',
  when: (config) => !makesStructure(config),
  run: async (context) => {
    const [tables, existing] = await Promise.all([context.tables(), context.existing()]);
    const kinds = new Map(existing.map((table) => [tableId(table), table.kind]));
    const kindOf = (table: TablePlan) => kinds.get(tableId(table.destination));
    const missing = tables.filter((table) => kindOf(table) === undefined);
    const problems = tables.filter((table) => kindOf(table) === 'other').map(noTable);
    return missing.length === 0 ? problems : [...problems, await absent(context, missing)];
  },
});

function noTable({ destination, source }: TablePlan): Problem {
  const name = displayName(destination);
  return {
    subject: name,
    cause: text(
      `${name} at the destination is not a table, so that it cannot take the rows of ${displayName(source)}`,
      `目标库中的 ${name} 不是表，无法写入 ${displayName(source)} 的数据`,
    ),
    fix: text('Map the table to another name in Configure Objects.', '请在“配置任务对象”中将该表映射为其他名称。'),
  };
}

/** One problem for all: the statements only work together, parents before partitions and types before tables. */
async function absent(context: CheckContext, missing: readonly TablePlan[]): Promise<Problem> {
  const names = listed(missing.map(({ destination }) => displayName(destination)));
  return {
    subject: context.config.destination.database,
    cause: text(
      `The destination has no ${names.en}, and the task does not make tables: Schema Migration is not among its types`,
      `目标库中不存在 ${names.zh}，而任务未选择库表结构迁移，不会创建表`,
    ),
    fix: text(
      'Choose Schema Migration as well, or run the statements at the destination.',
      '请同时选择库表结构迁移，或在目标库执行这些语句。',
    ),
    fixSql: (await statements(context, missing)).map(({ sql }) => `${sql};`).join('\n'),
  };
}

/** What the structure step would run for these tables if it were among the task's, with what they cannot be made without. */
async function statements({ config, source, destination }: CheckContext, missing: readonly TablePlan[]): Promise<readonly Statement[]> {
  const ids = new Set(missing.map(({ id }) => id));
  const whole: TaskConfig = { ...config, types: [...config.types, 'schema'] };
  const { plan } = await prepare(whole, await source(), await destination());
  const byId = new Map(plan.statements.map((statement) => [statement.id, statement]));
  const wanted = new Set(plan.statements.filter(({ table }) => table !== null && ids.has(table)));
  for (const { requires } of wanted)
    for (const id of requires) {
      const needed = byId.get(id);
      if (needed !== undefined) wanted.add(needed);
    }
  return plan.statements.filter(
    (statement) => wanted.has(statement) || (statement.part === 'later' && statement.requires.every((id) => isIn(wanted, byId.get(id)))),
  );
}

function isIn(wanted: ReadonlySet<Statement>, statement: Statement | undefined): boolean {
  return statement !== undefined && wanted.has(statement);
}
