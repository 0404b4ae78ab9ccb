import type { ObjectSummary } from '../engine.ts';
import { OTHER_KINDS, type OtherKind } from '../schema/object.ts';
import { type TableId, type TableName, type TableSummary, tableId } from '../schema/table.ts';
import type { OtherSelection, SchemaSelection, TableSelection } from '../task/config.ts';

export type BoxState = 'on' | 'off' | 'mixed';

/** Everything that can be named of a schema: what a whole schema becomes when one thing of it is left out. */
export interface SchemaContents {
  readonly tables: readonly string[];
  readonly others: readonly OtherSelection[];
}

/** Things of one schema to choose or to leave out. */
export type Things = Partial<SchemaContents>;

/** All of the schema is meant, now and later: nothing of it is named. */
export function isWhole({ tables, others }: SchemaSelection): boolean {
  return tables === undefined && others === undefined;
}

/** Two others of one key are the same object of their schema. */
export function otherKey({ kind, name, table }: OtherSelection): string {
  return JSON.stringify(table === undefined ? [kind, name] : [kind, name, table]);
}

/** Tri-state of a schema's box. A selection that names everything one by one is still `mixed`: later objects are not part of it. */
export function schemaBox(objects: readonly SchemaSelection[], schema: string): BoxState {
  const selection = find(objects, schema);
  if (selection === undefined) return 'off';
  return isWhole(selection) ? 'on' : 'mixed';
}

/** State of one table's box; a table is never `mixed`. */
export function tableBox(objects: readonly SchemaSelection[], schema: string, table: string): BoxState {
  return chosenOf(objects, schema).table(table) ? 'on' : 'off';
}

/** State of the box of one object that is not a table. */
export function otherBox(objects: readonly SchemaSelection[], schema: string, other: OtherSelection): BoxState {
  return chosenOf(objects, schema).other(other) ? 'on' : 'off';
}

/** Tri-state of what stands for several lines. */
export function groupBox(count: number, chosen: number): BoxState {
  if (chosen === 0) return 'off';
  return chosen < count ? 'mixed' : 'on';
}

export interface Chosen {
  readonly table: (name: string) => boolean;
  readonly other: (other: OtherSelection) => boolean;
}

/** Answers for many objects of one schema at once. */
export function chosenOf(objects: readonly SchemaSelection[], schema: string): Chosen {
  const selection = find(objects, schema);
  if (selection === undefined) return { table: () => false, other: () => false };
  if (isWhole(selection)) return { table: () => true, other: () => true };
  const tables = new Set(selection.tables?.map(({ name }) => name));
  const others = new Set(selection.others?.map(otherKey));
  return { table: (name) => tables.has(name), other: (other) => others.has(otherKey(other)) };
}

/** Chooses the whole schema, or nothing of it when it was chosen whole. */
export function toggleSchema(objects: readonly SchemaSelection[], schema: string): SchemaSelection[] {
  const selection = find(objects, schema);
  const rest = objects.filter((object) => object.schema !== schema);
  if (selection !== undefined && isWhole(selection)) return rest;
  const { tables: _, others: __, ...own } = selection ?? { schema };
  return [...rest, own];
}

/**
 * Chooses things of a schema by name; what is set for them already stays. `along` are partitions that come with their tables: they
 * are no longer named themselves.
 */
export function choose(
  objects: readonly SchemaSelection[],
  schema: string,
  things: Things & { readonly along?: readonly string[] },
): SchemaSelection[] {
  const selection = find(objects, schema);
  if (selection !== undefined && isWhole(selection)) return [...objects];
  const has = chosenOf(objects, schema);
  const along = new Set(things.along);
  const tables = [
    ...(selection?.tables ?? []).filter(({ name }) => !along.has(name)),
    ...(things.tables ?? []).filter((name) => !has.table(name)).map((name) => ({ name })),
  ];
  const others = [...(selection?.others ?? []), ...(things.others ?? []).filter((other) => !has.other(other))];
  return replaced(objects, selection ?? { schema }, { tables, others });
}

/**
 * Leaves things of a schema out, and with a table or view its triggers and rules. A whole schema turns into the list of everything
 * else it holds, for which `contents` is needed: tables, views, functions and all, or they would silently be lost.
 */
export function leaveOut(
  objects: readonly SchemaSelection[],
  target: { readonly schema: string; readonly contents: SchemaContents },
  things: Things,
): SchemaSelection[] {
  const selection = find(objects, target.schema);
  if (selection === undefined) return [...objects];
  const listed = listOf(selection, target.contents);
  const names = new Set(things.tables);
  const keys = new Set(things.others?.map(otherKey));
  const owners = new Set([...names, ...(things.others ?? []).filter(ownsParts).map(({ name }) => name)]);
  const tables = listed.tables.filter(({ name }) => !names.has(name));
  const others = listed.others.filter((other) => !keys.has(otherKey(other)) && (other.table === undefined || !owners.has(other.table)));
  return replaced(objects, selection, { tables, others });
}

/** Toggles one table. */
export function toggleTable(
  objects: readonly SchemaSelection[],
  target: { readonly schema: string; readonly table: string; readonly contents: SchemaContents },
): SchemaSelection[] {
  const things = { tables: [target.table] };
  const on = tableBox(objects, target.schema, target.table) === 'on';
  return on ? leaveOut(objects, target, things) : choose(objects, target.schema, things);
}

/** Toggles one object that is not a table. */
export function toggleOther(
  objects: readonly SchemaSelection[],
  target: { readonly schema: string; readonly other: OtherSelection; readonly contents: SchemaContents },
): SchemaSelection[] {
  const things = { others: [target.other] };
  const on = otherBox(objects, target.schema, target.other) === 'on';
  return on ? leaveOut(objects, target, things) : choose(objects, target.schema, things);
}

/**
 * Edits the selection of one table (rename, filter, columns). In a whole schema the edit turns it into the list of everything it
 * holds: only then can one table differ from the others.
 */
export function editTable(
  objects: readonly SchemaSelection[],
  target: { readonly schema: string; readonly contents: SchemaContents },
  edited: TableSelection,
): SchemaSelection[] {
  const selection = find(objects, target.schema);
  if (selection === undefined) return [...objects];
  const { tables, others } = listOf(selection, target.contents);
  return replaced(objects, selection, { tables: tables.map((table) => (table.name === edited.name ? edited : table)), others });
}

/** Renames a schema at the destination; its own name takes the rename away. */
export function renameSchema(objects: readonly SchemaSelection[], schema: string, as: string): SchemaSelection[] {
  return changed(objects, schema, ({ as: _, ...rest }) => (as === '' || as === schema ? rest : { ...rest, as }));
}

type OperationNames = SchemaSelection['operations'];

/** Sets the operations of a schema; undefined: as for the whole task. */
export function operateSchema(objects: readonly SchemaSelection[], schema: string, operations: OperationNames): SchemaSelection[] {
  return changed(objects, schema, ({ operations: _, ...rest }) => (operations === undefined ? rest : { ...rest, operations }));
}

function changed(objects: readonly SchemaSelection[], schema: string, to: (selection: SchemaSelection) => SchemaSelection) {
  return objects.map((object) => (object.schema === schema ? to(object) : object));
}

/** The selection without a schema and everything chosen of it. */
export function removeSchema(objects: readonly SchemaSelection[], schema: string): SchemaSelection[] {
  return objects.filter((object) => object.schema !== schema);
}

/** What a whole schema becomes as a list. What no destination takes is not part of it. */
export function contentsOf(tables: readonly TableSummary[], objects: readonly ObjectSummary[]): SchemaContents {
  const others = objects.filter(({ refused }) => refused === null).flatMap((object) => otherOf(object) ?? []);
  return { tables: listedTables(tables), others };
}

const KINDS: ReadonlySet<string> = new Set(OTHER_KINDS);

/** How the task document names an object, or null when it is a table. */
export function otherOf({ kind, name, table }: Pick<ObjectSummary, 'kind' | 'name' | 'table'>): OtherSelection | null {
  if (!KINDS.has(kind)) return null;
  return { kind: kind as OtherKind, name, ...(table === null ? {} : { table: table.name }) };
}

/** The tables to name when a whole schema becomes a list: partitions come along with their tables, unless those are elsewhere. */
export function listedTables(tables: readonly TableSummary[]): readonly string[] {
  return tables.filter(({ parent, schema }) => parent === null || parent.schema !== schema).map(({ name }) => name);
}

/** The partitions below some tables, however deep, as far as they are among `tables`. */
export function partitionsBelow(tables: readonly TableSummary[], roots: readonly TableName[]): readonly TableSummary[] {
  const below = new Map<TableId, TableSummary[]>();
  for (const table of tables) {
    if (table.parent === null) continue;
    const parent = tableId(table.parent);
    if (!below.get(parent)?.push(table)) below.set(parent, [table]);
  }
  const found = new Set(roots.flatMap((root) => below.get(tableId(root)) ?? []));
  for (const table of found) for (const each of below.get(tableId(table)) ?? []) found.add(each);
  return [...found];
}

/** Whether anything was set for a table: a new name, a filter, columns, operations. */
export function isEdited(table: TableSelection): boolean {
  return table.as !== undefined || table.where !== undefined || table.columns !== undefined || table.operations !== undefined;
}

export interface Selected {
  readonly schemas: number;
  /** Null while the number of tables of a wholly selected schema is not known. */
  readonly tables: number | null;
  /** Objects that are not tables, of schemas that are not whole. */
  readonly others: number;
}

/** What is selected; `tables` is null while a whole schema's tables are not known. */
export function countSelected(objects: readonly SchemaSelection[], tablesOf: (schema: string) => number | undefined): Selected {
  const counts = objects.map((object) => (isWhole(object) ? tablesOf(object.schema) : (object.tables?.length ?? 0)));
  const tables = counts.reduce<number | null>((sum, count) => (sum === null || count === undefined ? null : sum + count), 0);
  return { schemas: objects.length, tables, others: objects.reduce((sum, { others }) => sum + (others?.length ?? 0), 0) };
}

function find(objects: readonly SchemaSelection[], schema: string): SchemaSelection | undefined {
  return objects.find((object) => object.schema === schema);
}

interface Listed {
  readonly tables: readonly TableSelection[];
  readonly others: readonly OtherSelection[];
}

function listOf(selection: SchemaSelection, contents: SchemaContents): Listed {
  if (isWhole(selection)) return { tables: contents.tables.map((name) => ({ name })), others: contents.others };
  return { tables: selection.tables ?? [], others: selection.others ?? [] };
}

function ownsParts({ kind }: OtherSelection): boolean {
  return kind === 'view' || kind === 'materialized-view';
}

/** With nothing named a schema would be whole: it goes instead. */
function replaced(objects: readonly SchemaSelection[], selection: SchemaSelection, { tables, others }: Listed): SchemaSelection[] {
  if (tables.length === 0 && others.length === 0) return objects.filter((object) => object.schema !== selection.schema);
  const { tables: _, others: __, ...rest } = selection;
  const next = { ...rest, ...(tables.length > 0 ? { tables: [...tables] } : {}), ...(others.length > 0 ? { others: [...others] } : {}) };
  return objects.includes(selection) ? objects.map((object) => (object === selection ? next : object)) : [...objects, next];
}
