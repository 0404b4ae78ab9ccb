import type { TablePlan } from '../../plan/plan.ts';
import { displayName, type TableName, tableId } from '../../schema/table.ts';
import { text } from '../../text.ts';
import { defineCheck, type Problem } from '../check.ts';
import { listed } from '../names.ts';
import { intoPostgres, makesStructure, type SelectedTable, selectedTables, usesExisting } from '../selected.ts';

/** The partitions of a selected root always come along; a partition alone has nothing to be attached to. */
export const pgPartitionFamily = defineCheck({
  code: 'PG_PARTITION_FAMILY',
  title: text('Partitions and Their Root Tables', '分区与其根表'),
  about: text(
    'Whether partitions are selected together with their parent: rows of a partition left out would be missing.',
    '检查分区是否与其父表一同选择：未选择的分区中的数据会缺失。',
  ),
  severity: 'fail',
  when: intoPostgres(makesStructure),
  run: async (context) => {
    const selected = await selectedTables(context);
    const plans = new Map(selected.map(({ plan }) => [plan.id, plan]));
    // What is there already is neither made nor attached.
    const kept = usesExisting(context.config) ? new Set((await context.existing()).map(tableId)) : new Set();
    return selected.filter(({ plan }) => !kept.has(tableId(plan.destination))).flatMap((table) => problemsOf(table, plans));
  },
});

function problemsOf({ plan, spec }: SelectedTable, plans: ReadonlyMap<string, TablePlan>): readonly Problem[] {
  if (spec.partitionOf === null) return [];
  const parent = plans.get(tableId(spec.partitionOf));
  if (parent === undefined) return [orphan(spec, spec.partitionOf)];
  const columns = difference(parent, plan);
  return columns.length === 0 ? [] : [unlike(spec, spec.partitionOf, columns)];
}

function orphan(partition: TableName, parent: TableName): Problem {
  const [name, root] = [displayName(partition), displayName(parent)];
  return {
    subject: name,
    cause: text(
      `${name} is a partition of ${root}, which is not selected: it cannot be attached to it at the destination`,
      `${name} 是 ${root} 的分区，而 ${root} 未被选择：无法在目标库挂载该分区`,
    ),
    fix: text(
      `Select ${root}, with which all its partitions come along, or leave ${name} out. To carry its rows into a table of your own, make that table and migrate without Schema Migration.`,
      `请选择 ${root}（其全部分区会一并迁移），或不选择 ${name}。若只需将其数据写入自建的表，请先建表，并取消库表结构迁移。`,
    ),
  };
}

/** Names at the destination that only one of the two has. */
function difference(a: TablePlan, b: TablePlan): readonly string[] {
  const namesOf = ({ columns }: TablePlan) => columns.map(({ destination }) => destination);
  const [left, right] = [namesOf(a), namesOf(b)];
  return [...left.filter((name) => !right.includes(name)), ...right.filter((name) => !left.includes(name))];
}

function unlike(partition: TableName, parent: TableName, differing: readonly string[]): Problem {
  const [name, root] = [displayName(partition), displayName(parent)];
  const columns = listed(differing);
  return {
    subject: name,
    cause: text(
      `${name} is a partition of ${root}, but other columns or column names were chosen for it (${columns.en}): it cannot be attached at the destination`,
      `${name} 是 ${root} 的分区，但二者所选的列或列名不同（${columns.zh}）：无法在目标库挂载该分区`,
    ),
    fix: text(
      `Choose the columns of ${root} only and take ${name} out of the list: it comes along with its root.`,
      `请仅为 ${root} 选择列，并将 ${name} 移出列表：分区会随根表一并迁移。`,
    ),
  };
}
