import { isWhole, type SchemaContents } from '#engine/plan/select.ts';
import { tableId } from '#engine/schema/table.ts';
import type { SchemaSelection, TableSelection } from '#engine/task/config.ts';
import { givenName, isChanged, type NameEdits, type NameRow } from './names.ts';

/** Schemas that are selected as a whole and would become lists, because tables of them get names of their own. */
export function becomeLists(rows: readonly NameRow[], edits: NameEdits): readonly string[] {
  const listed = rows.filter((row) => row.whole && row.table !== null && isChanged(row, edits));
  return [...new Set(listed.map(({ schema }) => schema))];
}

/**
 * The selection under its new names. `contentsOf` is needed of whole schemas of which a table is renamed: they turn into the list of
 * everything they hold, or the rest would silently be lost.
 */
export function withNames(
  objects: readonly SchemaSelection[],
  { rows, edits }: { readonly rows: readonly NameRow[]; readonly edits: NameEdits },
  contentsOf: (schema: string) => SchemaContents | undefined,
): SchemaSelection[] {
  const changed = new Map(rows.filter((row) => isChanged(row, edits)).map((row) => [row.id, row]));
  const lists = new Set(becomeLists(rows, edits));
  return objects.map((object) => {
    const { schema } = object;
    const head = changed.get(tableId({ schema, name: '' }));
    const renamed = head === undefined ? object : named(object, givenName(head, edits));
    const table = (each: TableSelection): TableSelection => {
      const row = changed.get(tableId({ schema, name: each.name }));
      return row === undefined ? each : named(each, givenName(row, edits));
    };
    if (!isWhole(renamed)) return renamed.tables === undefined ? renamed : { ...renamed, tables: renamed.tables.map(table) };
    const contents = lists.has(schema) ? contentsOf(schema) : undefined;
    if (contents === undefined) return renamed;
    const { others } = contents;
    return {
      ...renamed,
      tables: contents.tables.map((name) => table({ name })),
      ...(others.length === 0 ? {} : { others: [...others] }),
    };
  });
}

function named<T extends { as?: string | undefined }>(object: T, as: string | undefined): T {
  const { as: _, ...rest } = object;
  return (as === undefined ? rest : { ...rest, as }) as T;
}
