import { buildTables, selectionOf } from '../../plan/build.ts';
import type { Joining, TablePlan } from '../../plan/plan.ts';
import { isWhole } from '../../plan/select.ts';
import { type Catalog, displayName, type TableId, type TableName, type TableSpec, tableId } from '../../schema/table.ts';
import { type Text, text } from '../../text.ts';
import type { TaskConfig } from '../config.ts';
import { namesOf } from '../prepare.ts';
import * as reasons from './reasons.ts';

export interface CompareInput {
  readonly config: TaskConfig;
  readonly asked: TaskConfig['objects'];
  /** Of the source now, for the tables of both selections. */
  readonly catalog: Catalog;
  /** Those of the task as they are by now. */
  readonly tables: readonly TablePlan[];
  readonly joining: readonly Joining[];
  /** Tables that the task follows under names which they had before. */
  readonly unheard: ReadonlySet<TableId>;
}

/** How another selection differs from what the task follows. */
export interface Compared {
  /** With the partitions of those that are partitioned. */
  readonly added: readonly TablePlan[];
  readonly removed: readonly TablePlan[];
  /** Of these, those that the task follows. */
  readonly left: readonly TablePlan[];
  /** Those that had not joined yet, and now never will. */
  readonly cancelled: readonly Joining[];
  readonly refused: readonly { readonly table: TableName; readonly reason: Text }[];
  /** What the task says of the added ones, with the schemas that it calls otherwise. */
  readonly objects: TaskConfig['objects'];
  /** Whose partition each is. */
  readonly parents: ReadonlyMap<TableId, TableId>;
}

/** What another selection of a task that follows changes comes to. Pure. */
export function compareObjects(input: CompareInput): Compared {
  const after: TaskConfig = { ...input.config, objects: input.asked };
  const [was, now] = [plansOf(input.config, input.catalog), plansOf(after, input.catalog)];
  const joining = new Map(input.joining.filter(({ cancelled }) => cancelled !== true).flatMap((each) => idsOf(each, input.catalog)));
  const followed = new Map(input.tables.map((table) => [table.id, table]));
  const specs = new Map(input.catalog.tables.map((spec) => [tableId(spec), spec]));
  const isKnown = (id: TableId) => followed.has(id) || joining.has(id);
  const added = [...now.values()].filter(({ id }) => !isKnown(id) && !was.has(id));
  const removed = [...was.values()].filter(({ id }) => isKnown(id) && !now.has(id)).map((plan) => followed.get(plan.id) ?? plan);
  const gone = new Set(removed.map(({ id }) => id));
  const cancelled = [...new Set(removed.flatMap(({ id }) => joining.get(id) ?? []))];
  const stays = [...now.values()].filter(({ id }) => isKnown(id));
  // Those as well that the source has no more by the name the task knows: they go on until the log says so.
  const kept = [...stays.filter(({ id }) => !followed.has(id)), ...input.tables.filter(({ id }) => !gone.has(id))];
  const taken = new Map(kept.map((plan) => [tableId(plan.destination), plan]));
  const fresh = new Set(added.map(({ id }) => id));
  const refused = [
    ...missing(input, { after, specs }),
    ...strays(input, { was, specs, after }),
    ...stays.flatMap((plan) => refusing(plan.source, changed(was.get(plan.id), plan))),
    ...added.flatMap((plan) => refusing(plan.source, renamed(plan, input) ?? clash(plan, taken) ?? kin(plan, { specs, isKnown, fresh }))),
    ...cancelled.flatMap((each) => torn(each, { gone, catalog: input.catalog })),
    ...(stays.length === 0 ? removed.map(({ source }) => ({ table: source, reason: reasons.LAST })) : []),
    ...others(input),
  ];
  const parents = new Map(
    input.catalog.tables.flatMap((spec) => (spec.partitionOf === null ? [] : [[tableId(spec), tableId(spec.partitionOf)] as const])),
  );
  const left = removed.filter(({ id }) => followed.has(id));
  return { added, removed, left, cancelled, refused, objects: selectionFor(after, added, parents), parents };
}

/** By names and choices alone: what the destination has is not asked. */
function plansOf(config: TaskConfig, catalog: Catalog): ReadonlyMap<TableId, TablePlan> {
  const names = namesOf(config, catalog);
  const tables = buildTables({ config, catalog, names, existing: new Map(), columnType: (type) => type, copyTarget: null });
  return new Map(tables.map(({ merged: _, ...table }) => [table.id, table]));
}

/** One that is not planned yet is what was chosen. */
function idsOf(joining: Joining, catalog: Catalog): readonly (readonly [TableId, Joining])[] {
  const chosen = catalog.tables.filter((spec) => selectionOf(joining, spec) !== null).map(tableId);
  return [...new Set([...chosen, ...joining.ids])].map((id) => [id, joining] as const);
}

function refusing(table: TableName, reason: Text | null): Compared['refused'] {
  return reason === null ? [] : [{ table, reason }];
}

/** What is said of a table that stays. */
function changed(was: TablePlan | undefined, now: TablePlan): Text | null {
  if (was === undefined) return null;
  const differs = (part: keyof TablePlan) => JSON.stringify(was[part]) !== JSON.stringify(now[part]);
  const parts = [
    ...(differs('destination') ? [text('name', '名称映射')] : []),
    ...(differs('columns') || differs('leftOut') ? [text('columns', '列')] : []),
    ...(differs('where') ? [text('filter', '过滤条件')] : []),
    ...(differs('operations') ? [text('SQL operations', 'SQL 操作')] : []),
  ];
  return parts.length === 0 ? null : reasons.changed(parts);
}

/** Its rows would come twice: with what joins, and with the table that it is to the task. */
function renamed({ id }: TablePlan, { unheard }: CompareInput): Text | null {
  return unheard.has(id) ? reasons.UNHEARD : null;
}

/** Rows of two tables in one would not be told apart when one of them is emptied to be copied anew. */
function clash(plan: TablePlan, taken: ReadonlyMap<TableId, TablePlan>): Text | null {
  const other = taken.get(tableId(plan.destination));
  return other === undefined ? null : reasons.clash(displayName(plan.destination), displayName(other.source));
}

interface Family {
  readonly specs: ReadonlyMap<TableId, TableSpec>;
  readonly isKnown: (id: TableId) => boolean;
  readonly fresh: ReadonlySet<TableId>;
}

/** What is done to a partitioned table reaches its partitions: all of a family are in one task, or in none. */
function kin(plan: TablePlan, { specs, isKnown, fresh }: Family): Text | null {
  const above = lineOf(specs, plan.id).find(isKnown);
  if (above !== undefined) return reasons.ofFamily(nameOf(specs, above));
  const below = [...specs.keys()].find((id) => isKnown(id) && !fresh.has(id) && lineOf(specs, id).includes(plan.id));
  return below === undefined ? null : reasons.ofFamily(nameOf(specs, below));
}

/** What it is a partition of, upwards. */
function lineOf(specs: ReadonlyMap<TableId, TableSpec>, id: TableId): readonly TableId[] {
  const parent = specs.get(id)?.partitionOf ?? null;
  return parent === null ? [] : [tableId(parent), ...lineOf(specs, tableId(parent))];
}

function nameOf(specs: ReadonlyMap<TableId, TableSpec>, id: TableId): string {
  const spec = specs.get(id);
  return spec === undefined ? id : displayName(spec);
}

/** What was added together is copied under one view: it joins together or not at all. */
function torn(
  joining: Joining,
  { gone, catalog }: { readonly gone: ReadonlySet<TableId>; readonly catalog: Catalog },
): Compared['refused'] {
  const ids = new Set(idsOf(joining, catalog).map(([id]) => id));
  const left = catalog.tables.filter((spec) => ids.has(tableId(spec)) && !gone.has(tableId(spec)));
  if (left.length === 0) return [];
  const reason = reasons.together(left.map(displayName));
  return catalog.tables
    .filter((spec) => ids.has(tableId(spec)) && gone.has(tableId(spec)))
    .map((table) => ({ table: bare(table), reason }));
}

interface Lists {
  readonly after: TaskConfig;
  readonly specs: ReadonlyMap<TableId, TableSpec>;
}

function named({ objects }: Pick<TaskConfig, 'objects'>): readonly TableName[] {
  return objects.flatMap(({ schema, tables = [] }) => tables.map(({ name }) => ({ schema, name })));
}

/** Named anew, and not at the source. */
function missing({ config }: CompareInput, { after, specs }: Lists): Compared['refused'] {
  const before = new Set(named(config).map(tableId));
  const lacking = named(after).filter((table) => !before.has(tableId(table)) && !specs.has(tableId(table)));
  return lacking.map((table) => ({ table, reason: reasons.MISSING }));
}

/**
 * Named no more, and called otherwise at the source by now: which of the tables that are followed it was is not known here. One that was
 * dropped is none of the task any more, and may be left out of its list.
 */
function strays({ config, tables }: CompareInput, lists: Lists & { readonly was: ReadonlyMap<TableId, TablePlan> }): Compared['refused'] {
  const now = new Set(named(lists.after).map(tableId));
  const whole = new Set(lists.after.objects.filter(isWhole).map(({ schema }) => schema));
  const left = named(config).filter((table) => !now.has(tableId(table)) && !whole.has(table.schema) && !lists.specs.has(tableId(table)));
  const isStrange = tables.some(({ id }) => !lists.was.has(id));
  return isStrange ? left.map((table) => ({ table, reason: reasons.RENAMED })) : [];
}

/** Objects that are no tables are made when a task begins. */
function others({ config, asked }: CompareInput): Compared['refused'] {
  return asked.flatMap((object) => {
    const before = config.objects.find(({ schema }) => schema === object.schema);
    if (object.others === undefined || (before !== undefined && isWhole(before))) return [];
    const known = new Set(before?.others?.map((each) => JSON.stringify(each)));
    const more = object.others.filter((each) => !known.has(JSON.stringify(each)));
    return more.map(({ name }) => ({ table: { schema: object.schema, name }, reason: reasons.NO_TABLE }));
  });
}

function bare({ schema, name }: TableName): TableName {
  return { schema, name };
}

/**
 * The added tables by name, for what else is in their schemas is not theirs. Every other schema is there with no table at all: what they
 * need of it goes by the name that the task has for it.
 */
function selectionFor(after: TaskConfig, added: readonly TablePlan[], parents: ReadonlyMap<TableId, TableId>): TaskConfig['objects'] {
  const fresh = new Set(added.map(({ id }) => id));
  const roots = added.filter(({ id }) => !fresh.has(parents.get(id) ?? ''));
  return after.objects.map(({ others: _, ...object }) => {
    const own = roots.filter(({ source }) => source.schema === object.schema);
    return { ...object, tables: own.map(({ source }) => object.tables?.find(({ name }) => name === source.name) ?? { name: source.name }) };
  });
}
