import { type Assignment, assignment } from '../../schema/assignment.ts';
import { displayName } from '../../schema/table.ts';
import { type Text, text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { type FittedTable, fittedTables, problemsOnce } from '../fitted.ts';
import { listed } from '../names.ts';
import { carriesRows, intoPostgres, usesExisting } from '../selected.ts';

const when = intoPostgres((config) => usesExisting(config) && carriesRows(config));

export const pgDestType = defineCheck({
  code: 'PG_DEST_TYPE',
  title: text('Types of Columns of Existing Destination Tables', '已有目标表的列类型'),
  about: text(
    'Whether columns of destination tables take values of the source’s types at all.',
    '检查已有目标表的列能否写入源表对应类型的值。',
  ),
  severity: 'fail',
  when,
  run: async (context) =>
    problemsOnce(await fittedTables(context), (table) =>
      problemOf(
        table,
        'never',
        (columns) => text(`take no value of the type at the source: ${columns.en}`, `无法写入源表类型的值：${columns.zh}`),
        text(
          'Give the columns at the destination the type of the source, or leave them out in Configure Objects.',
          '请将目标表这些列改为与源表相同的类型，或在“配置任务对象”中不选择它们。',
        ),
      ),
    ),
});

/** Some values may not fit: that one of them is there nobody knows before they are read. */
export const pgDestTypeNarrow = defineCheck({
  code: 'PG_DEST_TYPE_NARROW',
  title: text('Columns of Existing Destination Tables That Hold Less', '已有目标表中容量较小的列'),
  about: text(
    'Columns of destination tables that do not hold every value of the source: those that do not fit stop the task, or are rounded or cut.',
    '列出无法容纳源表全部取值的目标列：超出的值会导致任务失败，或被四舍五入、截断。',
  ),
  severity: 'warn',
  when,
  run: async (context) =>
    problemsOnce(await fittedTables(context), (table) => [
      ...problemOf(
        table,
        'changed',
        (columns) =>
          text(
            `round or cut values without a word, or read them in another time zone: ${columns.en}`,
            `会对值四舍五入、截断或改变时区且不报错：${columns.zh}`,
          ),
        FIX,
      ),
      ...problemOf(
        table,
        'refused',
        (columns) =>
          text(`refuse values that do not fit, which stops the task: ${columns.en}`, `遇到无法容纳的值会报错，任务将失败：${columns.zh}`),
        FIX,
      ),
    ]),
});

const FIX = text(
  'Give the columns the type of the source, or ignore this if the values of the source fit.',
  '请将这些列改为与源表相同的类型；若源表的值均可容纳，可忽略该项。',
);

function problemOf(
  { plan, table, name, fit }: FittedTable,
  verdict: Assignment,
  say: (columns: Text) => Text,
  fix: Text,
): readonly Problem[] {
  const types = new Map(table.columns.map((column) => [column.name, column.type]));
  const found = fit.written.flatMap((column) => {
    const to = types.get(column.destination) ?? column.type;
    return assignment(column.type, to) === verdict ? [`${column.destination} (${column.type} → ${to})`] : [];
  });
  if (found.length === 0) return [];
  const words = say(listed(found));
  return [
    {
      subject: name,
      cause: text(
        `Columns of ${name} at the destination, into which ${displayName(plan.source)} is written, ${words.en}`,
        `目标表 ${name} 的以下列（写入自 ${displayName(plan.source)}）${words.zh}`,
      ),
      fix,
    },
  ];
}
