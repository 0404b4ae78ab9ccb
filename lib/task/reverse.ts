import { EngineError } from '#engine/errors.ts';
import type { TablePlan } from '#engine/plan/plan.ts';
import { keepsEquality } from '#engine/schema/holding.ts';
import { displayName } from '#engine/schema/table.ts';
import { typeNamed } from '#engine/schema/typename.ts';
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

function reversedTable({ source, destination, columns, key, where }: TablePlan, unfiltered: string[]): TableSelection {
  const renamed = columns.some((column) => column.source !== column.destination);
  const listed = renamed || columns.some(({ given }) => given !== undefined);
  if (where !== null && renamed) unfiltered.push(displayName(destination));
  return {
    name: destination.name,
    ...(source.name === destination.name ? {} : { as: source.name }),
    ...(listed ? { columns: columns.map((column) => reversedColumn(column, key)) } : {}),
    ...(where === null || renamed ? {} : { where }),
  };
}

function reversedColumn(column: TablePlan['columns'][number], key: TablePlan['key']): ColumnSelection {
  const { source, destination, given, sourceType } = column;
  const had = given === undefined || sourceType === undefined ? null : typeNamed(sourceType);
  const isFoundBy = key.includes(source);
  // Where it went into another type, it comes back into the one it had: values that do not fit there are refused, not changed.
  const isLost = had !== null && given !== undefined && isFoundBy && !keepsEquality(given, had);
  const type = isLost || key.length === 0 ? null : had;
  return { name: destination, ...(source === destination ? {} : { as: source }), ...(type === null ? {} : { type }) };
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
