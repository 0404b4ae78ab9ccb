import type { Destination, DestinationCatalog, StructureWriter } from '../destination/destination.ts';
import { buildTables, planSequences } from '../plan/build.ts';
import { type Choice, chooseObjects } from '../plan/choose.ts';
import type { CopyTarget } from '../plan/copy.ts';
import { refusedTypes, typeRefused } from '../plan/given-refusals.ts';
import { createNameMap } from '../plan/name-map.ts';
import type { NameMap } from '../plan/names.ts';
import type { Plan, TablePlan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import { type ObjectName, objectId, objectLabel, type PresentObject, type SchemaObject } from '../schema/object.ts';
import { type Catalog, type TableName, tableId } from '../schema/table.ts';
import type { CatalogScope, Source } from '../source/source.ts';
import type { TaskConfig } from './config.ts';

/** Everything that was found out while planning; only `plan` is kept. */
export interface Prepared {
  readonly plan: Plan;
  readonly catalog: Catalog;
  readonly names: NameMap;
  /** Null when the task makes no structure. */
  readonly structure: PreparedStructure | null;
}

export interface PreparedStructure {
  readonly choice: Choice;
  readonly writer: StructureWriter;
  readonly there: DestinationCatalog;
  /** All that were selected, also those that cannot be made. */
  readonly tables: readonly TablePlan[];
}

/** The part of the catalogs the selection asks for. */
export function scopeOf(config: Pick<TaskConfig, 'objects'>): CatalogScope {
  return {
    schemas: config.objects.map(({ schema, tables, others }) => ({
      name: schema,
      tables: tables?.map((table) => table.name) ?? (others === undefined ? null : []),
    })),
  };
}

/** What is called what, by the task alone: names of tables and schemas, not yet of columns. */
export function namesOf(
  config: Pick<TaskConfig, 'objects' | 'nameCase'>,
  catalog: Pick<Catalog, 'relations'> = { relations: [] },
): NameMap {
  return createNameMap({ config, destinationCase: 'lower', relations: catalog.relations });
}

/** Names as they were planned: a policy makes of them what it made then. */
export function namesAsPlanned(config: Pick<TaskConfig, 'objects' | 'nameCase'>, { tables }: Plan): NameMap {
  const relations = tables.map(({ source, columns }) => ({
    ...source,
    kind: 'table' as const,
    columns: columns.map((column) => column.source),
    parent: null,
  }));
  return namesOf(config, { relations });
}

/** The same by the document as it is then: a person may change its objects while the task runs. */
export function namesNow(config: Pick<TaskConfig, 'objects' | 'nameCase'>, plan: () => Plan): () => NameMap {
  let known: { readonly objects: TaskConfig['objects']; readonly names: NameMap } | null = null;
  return () => {
    const { objects } = config;
    if (known?.objects !== objects) known = { objects, names: namesAsPlanned(config, plan()) };
    return known.names;
  };
}

/** What is told of a plan. */
export function planned({ steps, tables, statements, leftOut }: Plan): TaskEvent {
  const phases = statements.map(({ phase }) => (phase === 'before' ? 'b' : 'a')).join('');
  return { kind: 'planned', at: Date.now(), steps, tables, phases, leftOut: leftOut.length };
}

/** Decides everything the task will do, from the catalogs as they are now. Sends nothing that changes anything. */
export async function makePlan(config: TaskConfig, source: Source, destination: Destination): Promise<Plan> {
  const prepared = await prepare(config, source, destination);
  const [refused] = refusedTypes({ config, catalog: prepared.catalog, tables: prepared.plan.tables });
  if (refused !== undefined) throw typeRefused(refused);
  return { ...prepared.plan, present: await presentObjects(prepared, destination) };
}

/** As `makePlan`, with what the precheck and the preview tell of. */
export async function prepare(config: TaskConfig, source: Source, destination: Destination): Promise<Prepared> {
  return prepareFrom(config, await source.readCatalog(scopeOf(config)), destination);
}

/** The same from a catalog that was read already. */
export async function prepareFrom(config: TaskConfig, catalog: Catalog, destination: Destination): Promise<Prepared> {
  const names = namesOf(config, catalog);
  const columnType = (type: string) => destination.columnType(type, names);
  const shape = destination.shape?.bind(destination);
  const shaped = shape === undefined ? {} : { shape };
  const wanted = buildTables({ config, catalog, names, existing: new Map(), columnType, copyTarget: null });
  const sequences = catalog.objects.filter(({ kind }) => kind === 'sequence').map(nameOf);
  const asked = [...wanted.map((table) => table.destination), ...sequences.map((name) => names.relation(name))];
  const existing = new Map((await destination.existing(asked)).map((table) => [tableId(table), table]));
  const there = config.types.includes('schema') ? await destination.describe() : null;
  const copyTarget = copyTargetOf(config, destination, there);
  const tables = buildTables({ config, catalog, names, existing, columnType, copyTarget, ...shaped });
  if (there === null) {
    const present = sequences.filter((name) => existing.has(tableId(names.relation(name))) && isWanted(config, name));
    const plan = { tables, statements: [], leftOut: [], sequences: planSequences({ catalog, names }, tables, present) };
    return { plan: { steps: config.types, ...plan }, catalog, names, structure: null };
  }
  const structure = chooseStructure({ config, catalog, names, tables, there }, destination);
  const kept = makable(tables, structure.choice);
  const carried = [...structure.choice.chosen, ...structure.choice.present].filter(({ kind }) => kind === 'sequence').map(nameOf);
  const plan = {
    steps: config.types,
    tables: kept,
    statements: structure.writer.statements(structure.choice, kept),
    sequences: planSequences({ catalog, names }, kept, carried),
    leftOut: structure.choice.leftOut,
  };
  return { plan, catalog, names, structure };
}

function copyTargetOf(
  { destination: { type }, conflictMode }: TaskConfig,
  { capabilities }: Destination,
  there: DestinationCatalog | null,
): CopyTarget {
  return {
    formats: capabilities.copyFormats,
    ownTypes: capabilities.ownTypes === true || type === 'polardb-oracle',
    version: there?.version ?? null,
    keepsTypes: conflictMode === 'ignore',
  };
}

interface Planned {
  readonly config: TaskConfig;
  readonly catalog: Catalog;
  readonly names: NameMap;
  readonly tables: readonly TablePlan[];
  readonly there: DestinationCatalog;
}

function chooseStructure({ config, catalog, names, tables, there }: Planned, destination: Destination): PreparedStructure {
  const replicas = config.selectdb?.replicationNum ?? null;
  const writer = destination.structure({ catalog, names, there, options: config.structure, tables, replicas });
  const existing = new Set(tables.filter(({ origin }) => origin === 'existing').map(({ id }) => id));
  const present = (object: SchemaObject) => (object.kind === 'table' && existing.has(tableId(nameOf(object)))) || writer.present(object);
  const objects = destination.capabilities.tablesOnly === true ? catalog.objects.map(aloneInSchema) : catalog.objects;
  const choice = chooseObjects({ config, objects, tables, present, refuses: (object) => writer.refuses(object) });
  return { choice, writer, there, tables };
}

/** A table of a destination that has nothing else needs nothing but the place it is in. */
function aloneInSchema(object: SchemaObject): SchemaObject {
  if (object.kind !== 'table') return object;
  const place = objectId({ kind: 'schema', schema: null, name: object.schema ?? '', table: null });
  return { ...object, requires: object.requires.filter((id) => id === place) };
}

/** A table that cannot be made takes no rows; the precheck has said so. */
function makable(tables: readonly TablePlan[], { leftOut }: Choice): readonly TablePlan[] {
  const lost = new Set(leftOut.filter(({ kind }) => kind === 'table').map(({ id }) => id));
  return tables.filter(({ source }) => !lost.has(objectId({ kind: 'table', ...source, table: null })));
}

function nameOf({ schema, name }: ObjectName): TableName {
  return { schema: schema ?? '', name };
}

/** Without structure there is no choice to ask: whole schemas bring their sequences, others those that were named. */
function isWanted(config: TaskConfig, { schema, name }: TableName): boolean {
  const selection = config.objects.find((each) => each.schema === schema);
  if (selection === undefined) return false;
  if (selection.tables === undefined && selection.others === undefined) return true;
  return (selection.others ?? []).some((other) => other.kind === 'sequence' && other.name === name);
}

/** What the destination has already of the objects chosen, beside what the task would have made. */
export async function presentObjects({ catalog, structure }: Prepared, destination: Destination): Promise<readonly PresentObject[]> {
  if (structure === null) return [];
  const { choice, writer, there } = structure;
  const shown = choice.present.filter(({ kind }) => kind !== 'schema' && kind !== 'extension');
  const byId = new Map(there.objects.map((object) => [object.id, object]));
  const placed = (object: SchemaObject) => writer.place(object);
  const tables = await destination.tableDdl(shown.filter(({ kind }) => kind === 'table').map((object) => nameOf(placed(object))));
  const known = new Set(catalog.tables.map(tableId));
  return shown.flatMap((object) => {
    const place = placed(object);
    if (object.kind === 'table' && !known.has(tableId(nameOf(object)))) return [];
    const wanted = writer.ddl(object);
    const found = byId.get(objectId(place));
    const existing =
      object.kind === 'table' ? (tables.get(tableId(nameOf(place))) ?? '') : (found?.sql.map((sql) => `${sql};`).join('\n') ?? '');
    return [{ id: object.id, kind: object.kind, object: objectLabel(place), wanted, existing, same: wanted === existing }];
  });
}
