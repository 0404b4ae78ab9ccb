import { qualified, quote } from '../../postgres/quote.ts';
import { displayName } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { type FittedTable, fittedTables, problemsOnce } from '../fitted.ts';
import { listed } from '../names.ts';
import { carriesRows, intoPostgres, usesExisting } from '../selected.ts';

/** Rows that meet in a table that is there are told apart by the key, which has to be one there too. */
export const pgDestKey = defineCheck({
  code: 'PG_DEST_KEY',
  title: text('Keys of Existing Destination Tables', '已有目标表的键'),
  about: text(
    'Whether tables at the destination have the key of the source: without it rows that are there are not found, and come twice.',
    '检查已有目标表是否具有与源表相同的键：否则无法识别已有的行，数据会重复。',
  ),
  severity: 'fail',
  when: intoPostgres((config) => usesExisting(config) && carriesRows(config)),
  run: async (context) => problemsOnce(await fittedTables(context), problemOf),
});

function problemOf({ plan, table, name, fit }: FittedTable): readonly Problem[] {
  const called = new Map(fit.written.map(({ source, destination }) => [source, destination]));
  const key = plan.key.map((column) => called.get(column));
  // A key that is not written is told of as a column that is missing.
  if (key.length === 0 || key.includes(undefined)) return [];
  const wanted = key.flatMap((column) => column ?? []);
  if ((table.keys ?? []).some((columns) => isSame(columns, wanted))) return [];
  const columns = listed(wanted);
  return [
    {
      subject: name,
      cause: text(
        `${name} at the destination has no primary key and no unique index over ${columns.en} alone, by which the rows of ${displayName(plan.source)} are told apart (one that is DEFERRABLE, partial, or of expressions is none)`,
        `目标表 ${name} 没有恰好建立在 ${columns.zh} 上的主键或唯一索引，而 ${displayName(plan.source)} 的行以其区分（DEFERRABLE、部分索引及表达式索引除外）`,
      ),
      fix: text(
        'Run the statement at the destination, or map the table to another name.',
        '请在目标库执行该语句，或将该表映射为其他名称。',
      ),
      fixSql: `CREATE UNIQUE INDEX ON ${qualified(table)} (${wanted.map(quote).join(', ')});`,
    },
  ];
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((column) => other.includes(column));
}
