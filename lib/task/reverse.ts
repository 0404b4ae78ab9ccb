import { EngineError } from '#engine/errors.ts';
import type { TablePlan } from '#engine/plan/plan.ts';
import { displayName } from '#engine/schema/table.ts';
import type { ColumnSelection, DraftConfig, SchemaSelection, TableSelection } from '#engine/task/config.ts';
import { text } from '#engine/text.ts';

export interface ReversedObjects {
  readonly objects: readonly SchemaSelection[];
  /** Tables whose filter speaks of columns by names they do not have at the destination: it is left out. */
  readonly unfiltered: readonly string[];
}

/**
 * The selection that brings a task's tables back: each by the name it has at the destination, to the name it has at the source. A schema
 * that was chosen whole stays so where its tables keep their names. Pure.
 * @throws EngineError `reverse.merged` where several became one: what came from where cannot be told apart
 */
export function reversedObjects(
  { objects, nameCase }: Pick<DraftConfig, 'objects' | 'nameCase'>,
  tables: readonly TablePlan[],
): ReversedObjects {
  const homes = new Map<string, Set<string>>();
  for (const { source, destination } of tables) {
    homes.set(destination.schema, (homes.get(destination.schema) ?? new Set()).add(source.schema));
  }
  for (const [schema, from] of homes) if (from.size > 1) throw merged(schema);
  const twice = tables.find((table) => table.merged);
  if (twice !== undefined) throw merged(displayName(twice.destination));
  const whole = new Set(
    nameCase === 'source'
      ? objects.filter((each) => each.tables === undefined && each.others === undefined).map(({ schema }) => schema)
      : [],
  );
  const unfiltered: string[] = [];
  const reversed = [...homes].map(([schema, from]): SchemaSelection => {
    const [home = schema] = from;
    const place = { schema, ...(home === schema ? {} : { as: home }) };
    if (whole.has(home)) return place;
    const own = tables.filter((table) => table.destination.schema === schema);
    return { ...place, tables: own.map((table) => reversedTable(table, unfiltered)) };
  });
  return { objects: reversed, unfiltered };
}

function reversedTable({ source, destination, columns, where }: TablePlan, unfiltered: string[]): TableSelection {
  const renamed = columns.some((column) => column.source !== column.destination);
  if (where !== null && renamed) unfiltered.push(displayName(destination));
  return {
    name: destination.name,
    ...(source.name === destination.name ? {} : { as: source.name }),
    ...(renamed ? { columns: columns.map(reversedColumn) } : {}),
    ...(where === null || renamed ? {} : { where }),
  };
}

function reversedColumn(column: TablePlan['columns'][number]): ColumnSelection {
  const { source, destination } = column;
  return { name: destination, ...(source === destination ? {} : { as: source }) };
}

function merged(what: string): EngineError {
  return new EngineError({
    code: 'reverse.merged',
    message: text(
      `Several schemas or tables of the source became one at the destination: ${what}`,
      `源库的多个模式或表在目标库合并为一个：${what}`,
    ),
    hint: text(
      'Which row came from where cannot be told there, so no task can bring them back.',
      '在目标库无法区分各行的来源，因此不能创建反向任务。',
    ),
    retry: 'never',
    object: what,
  });
}
