import type { TablePlan } from '../../plan/plan.ts';
import { type ConstraintSpec, displayName, type TableName, tableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { intoPostgres, makesStructure, type SelectedTable, selectedTables } from '../selected.ts';

export const pgForeignKeyParent = defineCheck({
  code: 'PG_FOREIGN_KEY_PARENT',
  title: text('Tables Referenced by Foreign Keys', '外键引用的表'),
  about: text(
    'Whether the tables that foreign keys refer to are selected as well: the key cannot be made without its parent.',
    '检查外键引用的父表是否同时被选择：缺少父表时无法创建外键。',
  ),
  severity: 'warn',
  when: intoPostgres(makesStructure),
  run: async (context) => {
    const selected = await selectedTables(context);
    const plans = new Map(selected.map(({ plan }) => [plan.id, plan]));
    return selected.flatMap((table) => table.spec.constraints.flatMap((key) => problemsOf(table, key, plans)));
  },
});

function problemsOf({ spec }: SelectedTable, key: ConstraintSpec, plans: ReadonlyMap<string, TablePlan>): readonly Problem[] {
  if (key.kind !== 'foreign' || key.references === null) return [];
  const parent = plans.get(tableId(key.references));
  if (parent === undefined) return [notSelected(spec, key.name, key.references)];
  return parent.where === null || tableId(spec) === parent.id ? [] : [filtered(spec, key.name, parent)];
}

function notSelected(child: TableName, key: string, parent: TableName): Problem {
  const [from, to] = [displayName(child), displayName(parent)];
  return {
    subject: from,
    cause: text(
      `The foreign key ${key} of ${from} references ${to}, which is not selected: the key is not made at the destination`,
      `${from} 的外键 ${key} 引用了未选择的表 ${to}：目标库将不创建该外键`,
    ),
    fix: text(
      `Select ${to} as well, or ignore this if the destination can do without the key.`,
      `请同时选择 ${to}；若目标库不需要该外键，可忽略该项。`,
    ),
  };
}

function filtered(child: TableName, key: string, parent: TablePlan): Problem {
  const [from, to] = [displayName(child), displayName(parent.source)];
  return {
    subject: from,
    cause: text(
      `The foreign key ${key} of ${from} references ${to}, of which a filter takes only some rows: making the key fails when a row of ${from} lacks its parent`,
      `${from} 的外键 ${key} 引用了 ${to}，而该表设置了过滤条件：若 ${from} 中有行缺少父记录，外键将创建失败`,
    ),
    fix: text(
      `Filter ${from} so that only rows with a selected parent remain, or remove the filter of ${to}.`,
      `请为 ${from} 设置相应的过滤条件，仅保留父记录也会迁移的行，或去掉 ${to} 的过滤条件。`,
    ),
  };
}
