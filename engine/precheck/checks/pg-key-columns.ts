import { displayName } from '../../schema/table.ts';
import { type Text, text } from '../../text.ts';
import { defineCheck } from '../check.ts';
import { filterLacksRow, fullIdentitySql } from '../identity.ts';
import { listed } from '../names.ts';
import { isIncremental, type SelectedTable, selectedTables } from '../selected.ts';

export const pgKeyColumns = defineCheck({
  code: 'PG_KEY_COLUMNS',
  title: text('Key Columns among the Selected Columns', '所选列包含键列'),
  about: text(
    'Whether the columns by which the log names a changed row are carried: it could not be found at the destination otherwise.',
    '检查日志用于标识变更行的列是否会迁移：否则无法在目标库定位该行。',
  ),
  severity: 'fail',
  when: isIncremental,
  run: async (context) => {
    const selected = await selectedTables(context);
    return selected
      .filter((table) => table.plan.hasRows && table.spec.replicaIdentity !== 'full' && !filterLacksRow(table))
      .flatMap((table) => {
        const missing = leftOut(table);
        if (missing.length === 0) return [];
        const name = displayName(table.spec);
        const columns = listed(missing);
        return [
          {
            subject: name,
            cause: text(
              `The log tells which row of ${name} changed by ${columns.en}, not carried to the destination: the row cannot be found there`,
              `日志以 ${columns.zh} 标识 ${name} 中变更的行，但该列不会写入目标库，无法在目标库找到对应的行`,
            ),
            fix: advice(table, missing),
            fixSql: fullIdentitySql(table.spec),
          },
        ];
      });
  },
});

function leftOut({ plan, spec }: SelectedTable): readonly string[] {
  const carried = new Set(plan.columns.map(({ source }) => source));
  return spec.identityColumns.filter((column) => !carried.has(column));
}

function advice({ spec }: SelectedTable, missing: readonly string[]): Text {
  const generated = spec.columns.some((column) => column.generated !== 'no' && missing.includes(column.name));
  // A generated column is never carried, whatever is selected.
  if (generated)
    return text(
      'Run the statement at the source before the task starts: rows are then found by all selected columns.',
      '请在任务启动前于源库执行该语句，之后将按全部所选列定位行。',
    );
  const columns = listed(missing);
  return text(
    `Select ${columns.en} as well. Or run the statement at the source before the task starts: rows are then found by all selected columns.`,
    `请同时选择列 ${columns.zh}；或在任务启动前于源库执行该语句，之后将按全部所选列定位行。`,
  );
}
