import type { ExistingTable } from '../../destination/destination.ts';
import type { TablePlan } from '../../plan/plan.ts';
import { qualified, quote } from '../../postgres/quote.ts';
import { displayName, tableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { listed } from '../names.ts';
import { carriesRows, usesExisting } from '../selected.ts';

export const pgDestColumnMissing = defineCheck({
  code: 'PG_DEST_COLUMN_MISSING',
  title: text('Columns of Existing Destination Tables', '已有目标表的列'),
  severity: 'fail',
  when: (config) => usesExisting(config) && carriesRows(config),
  run: async (context) => {
    const [tables, existing] = await Promise.all([context.tables(), context.existing()]);
    const byName = new Map(existing.filter(({ kind }) => kind !== 'other').map((table) => [tableId(table), table]));
    const typeOf = async (type: string) => (await context.destination()).columnType(type, (await context.named()).names);
    const problems: Problem[] = [];
    for (const plan of tables) {
      const table = byName.get(tableId(plan.destination));
      const problem = table === undefined ? null : await problemOf(plan, table, typeOf);
      if (problem !== null) problems.push(problem);
    }
    return problems;
  },
});

async function problemOf(plan: TablePlan, table: ExistingTable, typeOf: (type: string) => Promise<string>): Promise<Problem | null> {
  const missing = plan.columns.filter((column) => !table.columns.includes(column.destination));
  if (missing.length === 0) return null;
  const name = displayName(table);
  const columns = listed(missing.map(({ destination }) => destination));
  const added = await Promise.all(missing.map(async ({ destination, type }) => `ADD COLUMN ${quote(destination)} ${await typeOf(type)}`));
  return {
    subject: name,
    cause: text(
      `${name} at the destination has no ${columns.en}, to which columns of ${displayName(plan.source)} are to be written`,
      `目标表 ${name} 中没有列 ${columns.zh}，无法写入 ${displayName(plan.source)} 的对应列`,
    ),
    fix: text(
      'Map the columns to those of the table or leave them out in Configure Objects, or run the statement at the destination.',
      '请在“配置任务对象”中将这些列映射到目标表已有的列或不选择它们，或在目标库执行该语句。',
    ),
    fixSql: `ALTER TABLE ${qualified(table)} ${added.join(', ')};`,
  };
}
