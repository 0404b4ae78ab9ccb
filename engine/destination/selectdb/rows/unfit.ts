import { EngineError } from '../../../errors.ts';
import type { TablePlan } from '../../../plan/plan.ts';
import { displayName } from '../../../schema/table.ts';
import { text } from '../../../text.ts';

const MOST_SHOWN = 120;

/** A value that no column of its kind at the destination can hold: the load stops instead of changing it. */
export function unfit(table: TablePlan, column: number, values: (index: number) => string | null | undefined): EngineError {
  const { source, type = '' } = table.columns[column] ?? { source: '' };
  const name = displayName(table.source);
  const key = table.key
    .map((each) => `${each}=${shown(values(table.columns.findIndex((one) => one.source === each)) ?? 'NULL')}`)
    .join(', ');
  const row = key === '' ? text('a row without a key', '一行无主键数据') : text(`the row with ${key}`, `${key} 的行`);
  const value = shown(values(column) ?? 'NULL');
  return new EngineError({
    code: 'value.unfit',
    message: text(
      `${name}: column ${source} of ${row.en} holds ${value}, which ${type} of the destination cannot hold`,
      `${name}：${row.zh}中列 ${source} 的值为 ${value}，目标库的 ${type} 类型无法存储`,
    ),
    hint: text(
      'Change the value at the source, or leave the row (filter) or the column out, and resume. Infinity, dates before year 0 and after 9999, and NaN among decimals have no counterpart.',
      '请修改源库中的值，或通过过滤条件排除该行、在迁移对象中排除该列，然后恢复任务。无穷大、公元前或 9999 年之后的日期以及 DECIMAL 中的 NaN 在目标库中没有对应的值。',
    ),
    retry: 'by-hand',
    side: 'source',
    object: name,
  });
}

function shown(value: string): string {
  return value.length > MOST_SHOWN ? `${value.slice(0, MOST_SHOWN)}…` : value;
}
