import { isWhole, otherKey, type SchemaContents } from '#engine/plan/select.ts';
import { type TableName, tableId } from '#engine/schema/table.ts';
import type { SchemaSelection, TableSelection } from '#engine/task/config.ts';

/** What a schema of the source holds; undefined while it is not read. */
export type ContentsOf = (schema: string) => SchemaContents | undefined;

export interface AddedTable extends TableName {
  /** What was set for it. */
  readonly selection: TableSelection;
}

export interface Difference {
  readonly added: readonly AddedTable[];
  readonly removed: readonly TableName[];
  /** Schemas that were chosen whole and are lists now: what is created in them later does not join any more. */
  readonly narrowed: readonly string[];
  /** Schemas of which it cannot be said yet, for they are not read. */
  readonly unread: readonly string[];
}

type Objects = readonly SchemaSelection[];

/** What the task will have that it has not, and the other way round. Pure. */
export function differenceOf(running: Objects, next: Objects, contents: ContentsOf): Difference {
  const added: AddedTable[] = [];
  const removed: TableName[] = [];
  const narrowed: string[] = [];
  const unread: string[] = [];
  for (const schema of new Set([...running, ...next].map((selection) => selection.schema))) {
    const before = find(running, schema);
    const after = find(next, schema);
    if (before !== undefined && after !== undefined && isWhole(before) && isWhole(after)) continue;
    const had = tablesOf(before, contents);
    const has = tablesOf(after, contents);
    if (had === undefined || has === undefined) {
      unread.push(schema);
      continue;
    }
    if (before !== undefined && after !== undefined && isWhole(before)) narrowed.push(schema);
    const [hadNames, hasNames] = [namesOf(had), namesOf(has)];
    added.push(...has.filter(({ name }) => !hadNames.has(name)).map((selection) => ({ schema, name: selection.name, selection })));
    removed.push(...had.filter(({ name }) => !hasNames.has(name)).map(({ name }) => ({ schema, name })));
  }
  return { added: added.sort(byName), removed: removed.sort(byName), narrowed, unread };
}

/**
 * The edited selection with everything as it is that the task has and keeps: a table that was unticked and ticked again is what it
 * was, with its name, columns and filter, and a schema whose tables are all there again is what it was. Pure.
 */
export function keepFollowed(running: Objects, next: Objects, contents: ContentsOf): SchemaSelection[] {
  const kept = next.flatMap((after) => {
    const before = find(running, after.schema);
    return (before === undefined ? after : keepOne(before, after, contents)) ?? [];
  });
  // In the order they had: what was put back is not moved to the end.
  const order = new Map(running.map(({ schema }, index) => [schema, index]));
  const at = ({ schema }: SchemaSelection) => order.get(schema) ?? running.length;
  return kept.sort((a, b) => at(a) - at(b));
}

/** Null: nothing is left of it. */
function keepOne(before: SchemaSelection, after: SchemaSelection, contents: ContentsOf): SchemaSelection | null {
  const { tables: _, others: __, ...settings } = before;
  if (isWhole(after)) return isWhole(before) ? before : settings;
  const had = tablesOf(before, contents);
  // A schema that was chosen whole became a list by being read: without it nothing can be compared.
  if (had === undefined) return withTables(settings, after);
  const known = new Map(had.map((table) => [table.name, table]));
  const tables = (after.tables ?? []).map((table) => known.get(table.name) ?? table);
  const names = namesOf(tables);
  if (had.every(({ name }) => names.has(name)) && tables.length === had.length) return before;
  const others = (isWhole(before) ? contents(before.schema)?.others : before.others) ?? [];
  // With a table go its triggers and rules; what hangs on a view stays with the view.
  const gone = new Set(had.filter(({ name }) => !names.has(name)).map(({ name }) => name));
  const along = others.filter(({ table }) => table === undefined || !gone.has(table));
  const own = (after.others ?? []).filter((other) => !others.some((each) => otherKey(each) === otherKey(other)));
  return withTables(settings, { tables, others: [...along, ...own.filter(({ table }) => table === undefined || !gone.has(table))] });
}

type Listed = { readonly tables?: readonly TableSelection[] | undefined; readonly others?: SchemaContents['others'] | undefined };

/** With nothing named it would mean the whole schema: then there is nothing of it. */
function withTables(settings: Omit<SchemaSelection, 'tables' | 'others'>, { tables = [], others = [] }: Listed): SchemaSelection | null {
  if (tables.length + others.length === 0) return null;
  return {
    ...settings,
    ...(tables.length > 0 ? { tables: [...tables] } : {}),
    ...(others.length > 0 ? { others: [...others] } : {}),
  };
}

/** Only what is new, as a selection of its own: what names can still be given to. Pure. */
export function addedOnly({ added }: Difference, next: Objects): SchemaSelection[] {
  const bySchema = new Map<string, TableSelection[]>();
  for (const { schema, selection } of added) if (!bySchema.get(schema)?.push(selection)) bySchema.set(schema, [selection]);
  return next.flatMap((selection) => {
    const tables = bySchema.get(selection.schema);
    if (tables === undefined) return [];
    const { others: _, ...rest } = selection;
    return [{ ...rest, tables }];
  });
}

/** The selection with what is new of it replaced by `edited`. Pure. */
export function withAdded(difference: Difference, next: Objects, edited: Objects): SchemaSelection[] {
  const added = new Set(difference.added.map(tableId));
  const stays = next.flatMap((selection): SchemaSelection[] => {
    const { schema } = selection;
    if (selection.tables === undefined) return [selection];
    const tables = selection.tables.filter(({ name }) => !added.has(tableId({ schema, name })));
    const { tables: _, ...rest } = selection;
    if (tables.length > 0) return [{ ...rest, tables }];
    return selection.others === undefined ? [] : [rest];
  });
  const merged = stays.map((selection) => {
    const names = namesOf(selection.tables ?? []);
    const more = (find(edited, selection.schema)?.tables ?? []).filter(({ name }) => !names.has(name));
    // To a schema that is whole nothing can be added: with a list it would have only that.
    return isWhole(selection) || more.length === 0 ? selection : { ...selection, tables: [...(selection.tables ?? []), ...more] };
  });
  return [...merged, ...edited.filter(({ schema }) => find(merged, schema) === undefined)];
}

function tablesOf(selection: SchemaSelection | undefined, contents: ContentsOf): readonly TableSelection[] | undefined {
  if (selection === undefined) return [];
  if (!isWhole(selection)) return selection.tables ?? [];
  return contents(selection.schema)?.tables.map((name) => ({ name }));
}

function find(objects: Objects, schema: string): SchemaSelection | undefined {
  return objects.find((selection) => selection.schema === schema);
}

function namesOf(tables: readonly TableSelection[]): ReadonlySet<string> {
  return new Set(tables.map(({ name }) => name));
}

function byName(a: TableName, b: TableName): number {
  if (a.schema !== b.schema) return a.schema < b.schema ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}
