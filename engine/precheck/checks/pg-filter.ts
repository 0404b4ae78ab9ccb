import { displayName, tableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';

export const pgFilter = defineCheck({
  code: 'PG_FILTER',
  title: text('Filter Conditions', '过滤条件'),
  about: text(
    'Each filter, read by PostgreSQL’s grammar and then by the source: one that is no condition over the table’s own columns cannot be run.',
    '以 PostgreSQL 语法及源库校验每个过滤条件：条件只能引用该表自身的列。',
  ),
  severity: 'fail',
  when: (config) => config.objects.some((object) => object.tables?.some((table) => table.where !== undefined)),
  run: async (context) => {
    const known = new Set((await context.catalog()).tables.map(tableId));
    const problems: Problem[] = [];
    for (const { schema, tables } of context.config.objects) {
      for (const { name, where } of tables ?? []) {
        const table = { schema, name };
        // A table that is not there is an item of its own.
        if (where === undefined || !known.has(tableId(table))) continue;
        const verdict = await context.verifyFilter(table, where);
        if (verdict.ok) continue;
        const shown = displayName(table);
        const place = verdict.at === null ? text('', '') : text(` (at character ${verdict.at + 1})`, `（第 ${verdict.at + 1} 个字符处）`);
        problems.push({
          subject: shown,
          cause: text(
            `The filter of ${shown}, ${where}, cannot be used${place.en}: ${verdict.error.message.en}`,
            `${shown} 的过滤条件 ${where} 无法使用${place.zh}：${verdict.error.message.zh}`,
          ),
          fix: verdict.error.hint,
        });
      }
    }
    return problems;
  },
});
