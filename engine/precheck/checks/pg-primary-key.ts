import { qualified, quote } from '../../postgres/quote.ts';
import { displayName, type KeySpec, tableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { listed } from '../names.ts';
import { carriesRows, intoPostgres, type SelectedTable, selectedTables } from '../selected.ts';

export const pgPrimaryKey = defineCheck({
  code: 'PG_PRIMARY_KEY',
  title: text('Primary Key or Unique Constraint', '主键或唯一约束'),
  about: text(
    'Whether each table has a key. Without one rows may be doubled where a table is not empty, and changes are found slowly.',
    '检查每张表是否有主键或唯一约束：没有键时，非空目标表可能出现重复行，且增量定位较慢。',
  ),
  severity: 'warn',
  when: intoPostgres(carriesRows),
  run: async (context) => {
    const selected = await selectedTables(context);
    const keyless = new Set(selected.filter((table) => !hasKey(table)).map(({ plan }) => plan.id));
    // Partitions of a root without a key are told of with the root.
    return selected
      .filter(({ plan, spec }) => keyless.has(plan.id) && !(spec.partitionOf !== null && keyless.has(tableId(spec.partitionOf))))
      .map(problemOf);
  },
});

function hasKey({ plan, spec }: SelectedTable): boolean {
  const carried = new Set([
    ...plan.columns.map(({ source }) => source),
    ...spec.columns.filter(({ generated }) => generated !== 'no').map(({ name }) => name),
  ]);
  return usable(spec.keys).some((key) => key.columns.every((column) => carried.has(column)));
}

const usable = (keys: readonly KeySpec[]): readonly KeySpec[] => keys.filter((key) => key.primary || key.notNull);

function problemOf({ plan, spec }: SelectedTable): Problem {
  const name = displayName(spec);
  const consequence = text(
    'in a destination table that holds rows already, rows may appear twice, and changes are matched by all columns, which is slow',
    '若目标表已有数据，可能出现重复行；增量变更需按全部列匹配，速度较慢',
  );
  const [key] = usable(spec.keys);
  if (key !== undefined) {
    const columns = listed(key.columns.filter((column) => !plan.columns.some(({ source }) => source === column)));
    return {
      subject: name,
      cause: text(
        `The key of ${name} is not carried over because ${columns.en} is not selected: ${consequence.en}`,
        `${name} 的键因未选择列 ${columns.zh} 而不会迁移：${consequence.zh}`,
      ),
      fix: text(`Select ${columns.en} as well.`, `请同时选择列 ${columns.zh}。`),
    };
  }
  const cause = text(
    `${name} has no primary key and no unique constraint over NOT NULL columns: ${consequence.en}`,
    `${name} 没有主键，也没有建立在非空列上的唯一约束：${consequence.zh}`,
  );
  const [nullable] = spec.keys;
  if (nullable === undefined)
    return {
      subject: name,
      cause,
      fix: text(
        'Add a primary key at the source, or ignore this if the table is small or its destination is empty.',
        '请在源库为该表添加主键；若表较小或目标表为空，可忽略该项。',
      ),
    };
  const columns = nullable.columns.filter((column) => spec.columns.some((each) => each.name === column && !each.notNull));
  return {
    subject: name,
    cause,
    fix: text(
      `Its unique key ${nullable.name} becomes one when its columns are NOT NULL: run the statement at the source, if they hold no NULL.`,
      `唯一键 ${nullable.name} 的列设为 NOT NULL 后即可作为键：若这些列没有空值，请在源库执行该语句。`,
    ),
    fixSql: `ALTER TABLE ${qualified(spec)} ${columns.map((column) => `ALTER COLUMN ${quote(column)} SET NOT NULL`).join(', ')};`,
  };
}
