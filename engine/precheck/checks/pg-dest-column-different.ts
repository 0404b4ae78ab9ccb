import { demands } from '../../plan/fit.ts';
import { displayName } from '../../schema/table.ts';
import { type Text, text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { type FittedTable, fittedTables, problemsOnce } from '../fitted.ts';
import { listed } from '../names.ts';
import { carriesRows, ignoresDifferences, intoPostgres, usesExisting } from '../selected.ts';

/** What "Ignore Errors and Proceed" passes over in tables that are there (dts.md 1.4). */
export const pgDestColumnDifferent = defineCheck({
  code: 'PG_DEST_COLUMN_DIFFERENT',
  title: text('Columns That Only One Side Has', '仅一侧存在的列'),
  about: text(
    'Columns that only one side has, where differences are to be ignored: what one side alone has stays behind or keeps its default.',
    '忽略差异时，列出仅一侧存在的列：源库独有的列不会迁移，目标库独有的列保留默认值。',
  ),
  severity: 'warn',
  when: intoPostgres((config) => usesExisting(config) && carriesRows(config)),
  run: async (context) => {
    const ignores = ignoresDifferences(context.config);
    return problemsOnce(await fittedTables(context), (table) => problemOf(table, ignores));
  },
});

function problemOf(table: FittedTable, ignores: boolean): readonly Problem[] {
  const { name, plan, fit, computedAtSource } = table;
  // Where nothing can be written there is an item of its own.
  if (fit.written.length === 0) return [];
  // Without being told to ignore it, a difference of these is refused.
  const absent = ignores ? fit.absent.filter(({ source }) => !plan.key.includes(source)) : [];
  const computed = ignores ? fit.computed.filter(({ source }) => !plan.key.includes(source)) : [];
  const alone = fit.alone.filter((column) => !demands(column) && (ignores || computedAtSource.has(column.name)));
  const source = displayName(plan.source);
  const causes = [
    saying(
      absent.map((column) => column.source),
      (columns) =>
        text(
          `${columns.en} of ${source} will not be migrated: ${name} at the destination has no such columns`,
          `${source} 的列 ${columns.zh} 不会迁移：目标表 ${name} 中没有对应的列`,
        ),
    ),
    saying(
      computed.map((column) => column.source),
      (columns) =>
        text(
          `${columns.en} of ${source} will not be migrated: ${name} at the destination computes them itself`,
          `${source} 的列 ${columns.zh} 不会迁移：目标表 ${name} 的对应列为生成列`,
        ),
    ),
    saying(
      alone.map((column) => column.name),
      (columns) =>
        text(
          `${columns.en} of ${name} at the destination will hold the default in rows that arrive: ${source} has no values for them`,
          `目标表 ${name} 的列 ${columns.zh} 在写入的行中将为默认值：${source} 没有这些列的值`,
        ),
    ),
  ].filter((cause) => cause !== null);
  if (causes.length === 0) return [];
  return [
    {
      subject: name,
      cause: text(causes.map(({ en }) => en).join('. '), causes.map(({ zh }) => zh).join('；')),
      fix: text(
        'Ignore this if that is what you want. Otherwise make the columns of both sides alike, or map them to each other in Configure Objects.',
        '若符合预期可忽略该项；否则请使两侧的列一致，或在“配置任务对象”中映射列名。',
      ),
    },
  ];
}

function saying(names: readonly string[], say: (columns: Text) => Text): Text | null {
  return names.length === 0 ? null : say(listed(names));
}
