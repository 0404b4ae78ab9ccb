import type { ColumnSelection, DraftConfig } from '#engine/task/config.ts';

/** One line of the summary: a table, or a whole schema when `table` is null. */
export interface ObjectLine {
  readonly key: string;
  readonly schema: string;
  readonly table: string | null;
  readonly newSchema: string;
  readonly newTable: string | null;
  /** Null: all columns. */
  readonly columns: readonly ColumnSelection[] | null;
  readonly where: string | null;
}

export function objectLines(objects: DraftConfig['objects']): readonly ObjectLine[] {
  return objects.flatMap(({ schema, as, tables }): readonly ObjectLine[] => {
    const newSchema = as ?? schema;
    if (tables === undefined) {
      return [{ key: JSON.stringify([schema]), schema, table: null, newSchema, newTable: null, columns: null, where: null }];
    }
    return tables.map((table) => ({
      key: JSON.stringify([schema, table.name]),
      schema,
      table: table.name,
      newSchema,
      newTable: table.as ?? table.name,
      columns: table.columns ?? null,
      where: table.where ?? null,
    }));
  });
}

export function searched(lines: readonly ObjectLine[], search: string): readonly ObjectLine[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return lines;
  return lines.filter(({ schema, table, newSchema, newTable }) =>
    `${schema}.${table ?? ''}\n${newSchema}.${newTable ?? ''}`.toLowerCase().includes(wanted),
  );
}
