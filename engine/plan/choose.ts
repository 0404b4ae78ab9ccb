import { type LeftOut, OBJECT_KINDS, type ObjectId, objectId, objectLabel, type Refusal, type SchemaObject } from '../schema/object.ts';
import { type TableName, tableId } from '../schema/table.ts';
import type { SchemaSelection, TaskConfig } from '../task/config.ts';
import { order } from './order.ts';
import type { TablePlan } from './plan.ts';
import { needsLeftOut, needsUnchosen, type Reason, readsLacking, readsUnchosen } from './reason.ts';

export type ChooseConfig = Pick<TaskConfig, 'objects' | 'structure'>;

export interface ChooseInput {
  readonly config: ChooseConfig;
  readonly objects: readonly SchemaObject[];
  /** The selected tables with the columns chosen of them. */
  readonly tables: readonly TablePlan[];
  /** Whether the destination has an object in the place where this one would go. */
  readonly present: (object: SchemaObject) => boolean;
  /** Why this destination cannot take the object, or null. */
  readonly refuses: (object: SchemaObject) => (Refusal & Pick<LeftOut, 'reason'>) | null;
}

export interface Choice {
  /** What is made, each after what it requires. */
  readonly chosen: readonly SchemaObject[];
  /** Views of circles: made without a body first, given it in this order at the end. */
  readonly circles: readonly ObjectId[];
  /** What is at the destination already and used as it is. */
  readonly present: readonly SchemaObject[];
  readonly leftOut: readonly LeftOut[];
}

/** Rows live in these: they are chosen by a person, never brought along. */
const RELATIONS = new Set<SchemaObject['kind']>(['table', 'view', 'materialized-view']);
/** Parts that come with a table that was chosen by itself; triggers and rules do not (seeds, "Configure Objects"). */
const WITH_TABLE = new Set<SchemaObject['kind']>(['constraint', 'foreign-key', 'index', 'statistics', 'policy', 'default']);

/**
 * What of the source's objects the selection means: what was chosen, what it cannot be made without (types, functions, sequences,
 * extensions come along; tables and views do not), less what cannot be carried. Pure.
 */
export function chooseObjects(input: ChooseInput): Choice {
  const byId = new Map(input.objects.map((object) => [object.id, object]));
  const wanted = closure(byId, seeds(input, byId));
  const sorted = order(
    [...wanted].sort(inBaseOrder).map((object) => ({ id: object.id, requires: object.requires, standsIn: object.standIn.length > 0 })),
  );
  const judge = new Judge(input, byId, new Set([...wanted].map(({ id }) => id)));
  const chosen: SchemaObject[] = [];
  const present: SchemaObject[] = [];
  for (const id of sorted.ids) {
    const object = byId.get(id);
    if (object === undefined || judge.ofExistingTable(object)) continue;
    if (input.present(object)) present.push(object);
    else if (judge.allows(object)) chosen.push(object);
  }
  const made = new Set(chosen.map(({ id }) => id));
  return { chosen, circles: sorted.circles.filter((id) => made.has(id)), present, leftOut: judge.leftOut };
}

const RANK = new Map(OBJECT_KINDS.map((kind, rank) => [kind, rank]));

/** What a person would expect where nothing requires otherwise: by kind, then by name. */
function inBaseOrder(a: SchemaObject, b: SchemaObject): number {
  return (RANK.get(a.kind) ?? 0) - (RANK.get(b.kind) ?? 0) || (a.id < b.id ? -1 : 1);
}

function seeds({ config, objects, tables }: ChooseInput, byId: ReadonlyMap<ObjectId, SchemaObject>): readonly SchemaObject[] {
  const plans = new Set(tables.map(({ id }) => id));
  const selections = new Map(config.objects.map((selection) => [selection.schema, selection]));
  const isTable = (id: ObjectId) => byId.get(id)?.kind === 'table' && plans.has(planId(byId.get(id)));
  return objects.filter((object) => {
    if (object.kind === 'event-trigger') return config.structure.eventTriggers.includes(object.name);
    if (object.kind === 'table') return plans.has(planId(object));
    if (object.kind === 'schema') return config.objects.some((selection) => selection.schema === object.name && isWhole(selection));
    // Neither has a schema to be chosen with: they go with a selection that is not of single objects only.
    if ((object.kind === 'unmodelled' || object.kind === 'default-privileges') && object.schema === null)
      return config.objects.some(isWhole);
    const selection = selections.get(object.table?.schema ?? object.schema ?? extensionSchema(object, byId) ?? '');
    if (selection === undefined) return object.table !== null && WITH_TABLE.has(object.kind) && plans.has(tableId(object.table));
    if (object.kind === 'sequence' && object.laterRequires.some(isTable)) return true;
    if (object.table !== null) return isWantedPart(object, object.table, { selection, plans });
    return isWhole(selection) || isNamed(object, selection);
  });
}

function planId(object: SchemaObject | undefined): string {
  return object === undefined ? '' : tableId({ schema: object.schema ?? '', name: object.name });
}

/** Extensions and default privileges belong to the schema they are for. */
function extensionSchema(object: SchemaObject, byId: ReadonlyMap<ObjectId, SchemaObject>): string | null {
  const schema = object.requires.map((id) => byId.get(id)).find((each) => each?.kind === 'schema');
  return schema?.name ?? null;
}

function isWhole(selection: SchemaSelection): boolean {
  return selection.tables === undefined && selection.others === undefined;
}

function isWantedPart(
  object: SchemaObject,
  table: TableName,
  { selection, plans }: { readonly selection: SchemaSelection; readonly plans: ReadonlySet<string> },
): boolean {
  if (isWhole(selection)) return true;
  if (WITH_TABLE.has(object.kind)) return plans.has(tableId(table)) || namesView(selection, table.name);
  return isNamed(object, selection);
}

/** A view that was chosen by itself brings its indexes and defaults like a table, and its triggers and rules as little. */
function namesView({ others = [] }: SchemaSelection, view: string): boolean {
  return others.some(({ kind, name }) => (kind === 'view' || kind === 'materialized-view') && name === view);
}

function isNamed(object: SchemaObject, { others }: SchemaSelection): boolean {
  return (others ?? []).some(({ kind, name, table }) => kind === object.kind && name === object.name && table === object.table?.name);
}

/** The seeds with everything they cannot be made without, tables and views aside. Casts come with the types they are between. */
function closure(byId: ReadonlyMap<ObjectId, SchemaObject>, seeds: readonly SchemaObject[]): ReadonlySet<SchemaObject> {
  const found = new Set(seeds);
  const relations = new Set(seeds.filter(({ kind }) => RELATIONS.has(kind)).map(planId));
  // The key of a table that was not chosen is that one's own: it is not made on what the destination has in its place.
  const isStrange = ({ table }: SchemaObject) => table !== null && !relations.has(tableId(table));
  for (const object of found) {
    for (const id of object.requires) {
      const required = byId.get(id);
      if (required !== undefined && !RELATIONS.has(required.kind) && !isStrange(required)) found.add(required);
    }
  }
  for (const object of byId.values()) {
    const needs = object.kind === 'cast' ? object.requires.map((id) => byId.get(id)) : [];
    const own = needs.filter((each) => each?.kind !== 'extension' && each?.kind !== 'schema');
    if (own.length > 0 && own.every((each) => each !== undefined && found.has(each))) found.add(object);
  }
  return found;
}

/** Says of one object after the other, each after what it requires, whether it can be made. */
class Judge {
  readonly leftOut: LeftOut[] = [];
  readonly #out = new Set<ObjectId>();
  readonly #plans: ReadonlyMap<string, TablePlan>;
  readonly #input: ChooseInput;
  readonly #byId: ReadonlyMap<ObjectId, SchemaObject>;
  readonly #wanted: ReadonlySet<ObjectId>;

  constructor(input: ChooseInput, byId: ReadonlyMap<ObjectId, SchemaObject>, wanted: ReadonlySet<ObjectId>) {
    this.#input = input;
    this.#byId = byId;
    this.#wanted = wanted;
    this.#plans = new Map(input.tables.map((table) => [table.id, table]));
  }

  /** A table that is there already keeps its own keys, indexes and triggers. */
  ofExistingTable({ table }: SchemaObject): boolean {
    return table !== null && this.#plans.get(tableId(table))?.origin === 'existing';
  }

  allows(object: SchemaObject): boolean {
    const reason = this.#reason(object);
    if (reason === null) return true;
    this.#out.add(object.id);
    const { id, kind, table } = object;
    this.leftOut.push({ ...reason, id, kind, object: objectLabel(object), table });
    return false;
  }

  #reason(object: SchemaObject): Reason | null {
    if (object.refused !== null) return { reason: 'unsupported', ...object.refused };
    return this.#unchosenColumn(object) ?? this.#missing(object) ?? this.#input.refuses(object);
  }

  #unchosenColumn(object: SchemaObject): Reason | null {
    const own = object.table === null ? [] : object.columns.map((column) => ({ table: object.table as TableName, column }));
    const others = object.reads.flatMap(({ relation, column }) => {
      const used = this.#byId.get(relation);
      return used === undefined || used.schema === null ? [] : [{ table: { schema: used.schema, name: used.name }, column }];
    });
    const lost = [...own, ...(object.kind === 'table' ? [] : others)].find(({ table, column }) =>
      this.#plans.get(tableId(table))?.leftOut.includes(column),
    );
    if (lost === undefined) return null;
    return this.#plans.get(tableId(lost.table))?.origin === 'existing' ? readsLacking(lost) : readsUnchosen(lost.table, lost.column);
  }

  #missing(object: SchemaObject): Reason | null {
    for (const id of object.requires) {
      const required = this.#byId.get(id);
      if (required === undefined) continue;
      const whole = this.#relationOf(required) ?? required;
      if (this.#out.has(id)) return needsLeftOut(required);
      if (this.#wanted.has(id)) continue;
      if (object.kind === 'foreign-key' || !this.#input.present(whole)) return needsUnchosen(whole);
    }
    return null;
  }

  /** The table or view that something is a part of: it is there with its parts, or not at all. */
  #relationOf({ table }: SchemaObject): SchemaObject | undefined {
    if (table === null) return undefined;
    const ids = [...RELATIONS].map((kind) => objectId({ kind, ...table, table: null }));
    return ids.map((id) => this.#byId.get(id)).find((each) => each !== undefined);
  }
}

/** The id an object has under other names. */
export function placedId(object: SchemaObject, name: Pick<SchemaObject, 'schema' | 'name' | 'table'>): ObjectId {
  return objectId({ kind: object.kind, schema: name.schema, name: name.name, table: name.table });
}
