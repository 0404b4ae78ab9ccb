import type { ObjectSummary } from '#engine/engine.ts';
import { otherOf } from '#engine/plan/select.ts';
import { type ObjectId, objectId } from '#engine/schema/object.ts';
import { type TableId, type TableSummary, tableId } from '#engine/schema/table.ts';
import type { OtherSelection } from '#engine/task/config.ts';
import type { Held } from './browse.ts';
import type { ChosenKind } from './kinds.ts';

/** An object that is not a table, with the name the task document gives it. */
export interface Entry {
  readonly id: ObjectId;
  readonly object: ObjectSummary;
  readonly selection: OtherSelection;
}

/** One schema's contents, by where they stand in the tree. */
export interface SchemaIndex {
  /** Tables that are no partition of another one of the schema. */
  readonly roots: readonly TableSummary[];
  readonly below: ReadonlyMap<TableId, readonly TableSummary[]>;
  /** Triggers and rules aside. */
  readonly groups: ReadonlyMap<ChosenKind, readonly Entry[]>;
  /** Triggers and rules by the name of their table or view. */
  readonly parts: ReadonlyMap<string, readonly Entry[]>;
  readonly tables: ReadonlyMap<TableId, TableSummary>;
  /** By id, tables included where something belongs with them. */
  readonly objects: ReadonlyMap<ObjectId, ObjectSummary>;
}

const made = new WeakMap<Held['objects'], { readonly tables: Held['tables']; readonly index: SchemaIndex }>();

/** Made once of what was read once: the tree is drawn anew with every key that is typed. */
export function indexOf({ tables, objects }: Held): SchemaIndex {
  const known = made.get(objects);
  if (known !== undefined && known.tables === tables) return known.index;
  const index = makeIndex(tables, objects);
  made.set(objects, { tables, index });
  return index;
}

function makeIndex(tables: Held['tables'], objects: Held['objects']): SchemaIndex {
  const byId = new Map(tables.map((table) => [tableId(table), table]));
  const below = new Map<TableId, TableSummary[]>();
  const roots: TableSummary[] = [];
  for (const table of tables) {
    const parent = table.parent === null ? null : tableId(table.parent);
    if (parent === null || !byId.has(parent)) roots.push(table);
    else put(below, parent, table);
  }
  const groups = new Map<ChosenKind, Entry[]>();
  const parts = new Map<string, Entry[]>();
  for (const object of objects) {
    const selection = otherOf(object);
    if (selection === null) continue;
    const entry = { id: objectId(object), object, selection };
    if (selection.table === undefined) put(groups, selection.kind, entry);
    else put(parts, selection.table, entry);
  }
  return { roots, below, groups, parts, tables: byId, objects: new Map(objects.map((object) => [objectId(object), object])) };
}

function put<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  if (!map.get(key)?.push(value)) map.set(key, [value]);
}
