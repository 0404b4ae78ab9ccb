import { type RefusedType, refusedTypes } from '../../plan/given-refusals.ts';
import type { ColumnPlan, TablePlan } from '../../plan/plan.ts';
import { holding } from '../../schema/holding.ts';
import { displayName } from '../../schema/table.ts';
import type { TaskConfig } from '../../task/config.ts';
import { counted, text } from '../../text.ts';
import { type CheckContext, defineCheck, type Problem } from '../check.ts';
import { listed } from '../names.ts';
import { carriesRows, intoPostgres } from '../selected.ts';
import { countUnfit } from '../unfit.ts';

const givesTypes = ({ objects }: TaskConfig): boolean =>
  objects.some(({ tables = [] }) => tables.some(({ columns = [] }) => columns.some(({ type }) => type !== undefined)));

export const pgColumnType = defineCheck({
  code: 'PG_COLUMN_TYPE',
  title: text('Types Given to Columns', '为列设置的类型'),
  about: text(
    'Whether columns can have the types that were chosen for them at the destination, by what is made over them (keys, references, defaults, partitions), and by the values that they hold now.',
    '检查列能否使用为其设置的目标类型：包括键、引用、默认值、分区等对象的限制，以及现有数据能否原样存入。',
  ),
  severity: 'fail',
  when: intoPostgres(givesTypes),
  run: async (context) => {
    const { plan, catalog } = await context.prepared();
    const refused = refusedTypes({ config: context.config, catalog, tables: plan.tables });
    const without = (table: TablePlan) => ({ ...table, columns: table.columns.filter((column) => !isAmong(refused, table, column)) });
    return [...refused.map(problemOf), ...(carriesRows(context.config) ? await unfitValues(context, plan.tables.map(without)) : [])];
  },
});

/** What holds now may not hold later. */
export const pgColumnTypeNarrow = defineCheck({
  code: 'PG_COLUMN_TYPE_NARROW',
  title: text('Types Given to Columns That Hold Less', '容量较小的设置类型'),
  about: text(
    'Columns whose chosen type does not hold every value of the type at the source: a value that would be rounded, cut or read otherwise stops its table.',
    '列出所设置的类型无法容纳源库类型全部取值的列：会被四舍五入、截断或改变含义的值会使该表停止。',
  ),
  severity: 'warn',
  when: intoPostgres((config) => givesTypes(config) && carriesRows(config)),
  run: async (context) => {
    const { plan } = await context.prepared();
    return plan.tables.flatMap((table) => {
      const narrow = table.columns.flatMap((column) =>
        isNarrow(column) ? [`${column.source} (${column.sourceType} → ${column.given})`] : [],
      );
      if (narrow.length === 0) return [];
      const [name, columns] = [displayName(table.source), listed(narrow)];
      return [
        {
          subject: name,
          cause: text(
            `Not every value of these columns of ${name} is the same in the type chosen for it: ${columns.en}. Times without a zone are taken as UTC. One that is not stops the table.`,
            `${name} 以下列的取值不一定都能原样存入所设置的类型：${columns.zh}。不带时区的时间按 UTC 处理。无法原样存入的值会使该表停止。`,
          ),
          fix: text(
            'Choose a wider type in Configure Objects, or ignore this if values always fit.',
            '请在“配置任务对象”中选择更宽的类型；若取值始终满足，可忽略该项。',
          ),
        },
      ];
    });
  },
});

function isNarrow({ given, sourceType }: ColumnPlan): boolean {
  return given !== undefined && sourceType !== undefined && !['kept', 'never'].includes(holding(sourceType, given));
}

function isAmong(refused: readonly RefusedType[], { source }: TablePlan, { source: name }: ColumnPlan): boolean {
  return refused.some(({ table, column }) => column === name && table.schema === source.schema && table.name === source.name);
}

const FIX = text(
  'Choose another type for the column in Configure Objects, or take it away there.',
  '请在“配置任务对象”中为该列选择其他类型，或取消设置。',
);

function problemOf({ table, column, type, given, reason }: RefusedType): Problem {
  const name = `${displayName(table)}.${column}`;
  return {
    subject: name,
    cause: text(`${name} (${type}) cannot be ${given}: ${reason.en}`, `${name}（${type}）不能设为 ${given}：${reason.zh}`),
    fix: FIX,
  };
}

async function unfitValues(context: CheckContext, tables: readonly TablePlan[]): Promise<readonly Problem[]> {
  const found = await countUnfit(context, tables);
  return found.map(({ table, column, rows, why }) => {
    const name = `${displayName(table.source)}.${column.source}`;
    const what =
      rows === null
        ? text(
            `a value of ${name} cannot be read as ${column.given}${why === null ? '' : `: ${why.en}`}`,
            `${name} 有值无法转换为 ${column.given}${why === null ? '' : `：${why.zh}`}`,
          )
        : text(
            `${counted(rows, 'value')} of ${name} would not be the same as ${column.given}`,
            `${name} 有 ${rows} 个值无法原样存为 ${column.given}`,
          );
    return {
      subject: name,
      cause: text(`${what.en.charAt(0).toUpperCase()}${what.en.slice(1)}: the table would stop`, `${what.zh}，该表将停止`),
      fix: text(
        'Choose a wider type in Configure Objects, leave these rows out by a filter, or change the values at the source.',
        '请在“配置任务对象”中选择更宽的类型，或通过过滤条件排除这些行，或在源库修改这些值。',
      ),
    };
  });
}
