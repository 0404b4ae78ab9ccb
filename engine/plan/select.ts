import type { TableName, TableSummary } from '../schema/table.ts';
import type { SchemaSelection, TableSelection } from '../task/config.ts';

export type BoxState = 'on' | 'off' | 'mixed';

/** Tri-state of a schema's box. A selection naming every table one by one is still `mixed`: later tables are not part of it. */
export function schemaBox(objects: readonly SchemaSelection[], schema: string): BoxState {
  const selection = find(objects, schema);
  if (selection === undefined) return 'off';
  return selection.tables === undefined ? 'on' : 'mixed';
}

/** State of one table's box; a table is never `mixed`. */
export function tableBox(objects: readonly SchemaSelection[], schema: string, table: string): BoxState {
  const selection = find(objects, schema);
  if (selection === undefined) return 'off';
  return selection.tables === undefined || selection.tables.some((chosen) => chosen.name === table) ? 'on' : 'off';
}

/** Chooses the whole schema, or nothing of it when it was chosen whole. */
export function toggleSchema(objects: readonly SchemaSelection[], schema: string): SchemaSelection[] {
  const selection = find(objects, schema);
  const others = objects.filter((object) => object.schema !== schema);
  if (selection !== undefined && selection.tables === undefined) return others;
  return [...others, { schema, ...(selection?.as === undefined ? {} : { as: selection.as }) }];
}

/**
 * Toggles one table. Unticking a table of a whole schema turns the schema into the list of its other tables, for which
 * `tablesOfSchema` (all its table names) is needed.
 */
export function toggleTable(
  objects: readonly SchemaSelection[],
  target: { readonly schema: string; readonly table: string; readonly tablesOfSchema: readonly string[] },
): SchemaSelection[] {
  const { schema, table, tablesOfSchema } = target;
  const selection = find(objects, schema);
  if (selection === undefined) return [...objects, { schema, tables: [{ name: table }] }];
  const chosen: TableSelection[] = selection.tables ?? tablesOfSchema.map((name) => ({ name }));
  const has = chosen.some((each) => each.name === table);
  const tables = has ? chosen.filter((each) => each.name !== table) : [...chosen, { name: table }];
  if (tables.length === 0) return objects.filter((object) => object.schema !== schema);
  return objects.map((object) => (object.schema === schema ? { ...object, tables } : object));
}

/**
 * Edits the selection of one table (rename, filter, columns). In a whole schema the edit turns it into the list of its tables:
 * only then can one differ from the others.
 */
export function editTable(
  objects: readonly SchemaSelection[],
  target: { readonly schema: string; readonly tablesOfSchema: readonly string[] },
  edited: TableSelection,
): SchemaSelection[] {
  return objects.map((object) => {
    if (object.schema !== target.schema) return object;
    const tables: TableSelection[] = object.tables ?? target.tablesOfSchema.map((name) => ({ name }));
    return { ...object, tables: tables.map((table) => (table.name === edited.name ? edited : table)) };
  });
}

/** Renames a schema at the destination; its own name takes the rename away. */
export function renameSchema(objects: readonly SchemaSelection[], schema: string, as: string): SchemaSelection[] {
  return objects.map((object) => {
    if (object.schema !== schema) return object;
    const { as: _, ...rest } = object;
    return as === '' || as === schema ? rest : { ...rest, as };
  });
}

/** The selection without a schema and everything chosen of it. */
export function removeSchema(objects: readonly SchemaSelection[], schema: string): SchemaSelection[] {
  return objects.filter((object) => object.schema !== schema);
}

/** The tables to name when a whole schema becomes a list: partitions come along with their tables, unless those are elsewhere. */
export function listedTables(tables: readonly TableSummary[]): readonly string[] {
  return tables.filter(({ parent, schema }) => parent === null || parent.schema !== schema).map(({ name }) => name);
}

/** The partitions below a table, however deep, as far as they are among `tables`. */
export function partitionsBelow(tables: readonly TableSummary[], root: TableName): readonly TableSummary[] {
  const direct = tables.filter(({ parent }) => parent !== null && parent.schema === root.schema && parent.name === root.name);
  return direct.flatMap((partition) => [partition, ...partitionsBelow(tables, partition)]);
}

/** Chooses a table by name: its partitions are then no longer named themselves, for they come along with it. */
export function chooseTable(
  objects: readonly SchemaSelection[],
  target: { readonly schema: string; readonly table: string; readonly partitions: readonly string[] },
): SchemaSelection[] {
  const { schema, table, partitions } = target;
  const selection = find(objects, schema);
  if (selection === undefined) return [...objects, { schema, tables: [{ name: table }] }];
  if (selection.tables === undefined) return [...objects];
  const others = selection.tables.filter(({ name }) => name !== table && !partitions.includes(name));
  const chosen = selection.tables.find(({ name }) => name === table) ?? { name: table };
  return objects.map((object) => (object === selection ? { ...object, tables: [...others, chosen] } : object));
}

/** Whether anything but its own names was set for a table: a new name, a filter, columns. */
export function isEdited(table: TableSelection): boolean {
  return table.as !== undefined || table.where !== undefined || table.columns !== undefined;
}

export interface Selected {
  readonly schemas: number;
  /** Null while the number of tables of a wholly selected schema is not known. */
  readonly tables: number | null;
}

/** Schemas and tables selected; `tables` is null while a whole schema's tables are not known. */
export function countSelected(objects: readonly SchemaSelection[], tablesOf: (schema: string) => number | undefined): Selected {
  const counts = objects.map((object) => object.tables?.length ?? tablesOf(object.schema));
  const tables = counts.reduce<number | null>((sum, count) => (sum === null || count === undefined ? null : sum + count), 0);
  return { schemas: objects.length, tables };
}

function find(objects: readonly SchemaSelection[], schema: string): SchemaSelection | undefined {
  return objects.find((object) => object.schema === schema);
}
