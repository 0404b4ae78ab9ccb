import type { ExistingTable } from '../destination/destination.ts';
import { type ObjectId, objectId } from '../schema/object.ts';
import { type Catalog, type ColumnSpec, type TableId, type TableName, type TableSpec, tableId } from '../schema/table.ts';
import type { SelectDbTable, TableSelection, TaskConfig } from '../task/config.ts';
import { type CopyTarget, chooseCopy } from './copy.ts';
import { fitInto } from './fit.ts';
import { givenPart, givenType } from './given.ts';
import type { NameMap } from './names.ts';
import { operationsFor } from './operations.ts';
import type { ColumnPlan, SequencePlan, TablePlan } from './plan.ts';

/** The parts of the task document that decide the plan. */
export type PlanConfig = Pick<TaskConfig, 'objects' | 'types' | 'nameCase' | 'conflictMode' | 'operations'>;

export interface BuildInput {
  readonly config: PlanConfig;
  readonly catalog: Catalog;
  readonly names: NameMap;
  /** What the destination has under the names of the tables, by id. */
  readonly existing: ReadonlyMap<TableId, ExistingTable>;
  readonly columnType: (type: string) => string;
  /** Null where the destination is not asked: how rows travel is then left open. */
  readonly copyTarget: CopyTarget | null;
  /** Gives a table the destination's shape, where that has models of tables. */
  readonly shape?: (table: TablePlan, spec: TableSpec, chosen: SelectDbTable | undefined, there: ExistingTable | null) => TablePlan;
}

/** The tables of the plan; the destination adds the statements. Pure. */
export function buildTables(input: BuildInput): readonly TablePlan[] {
  const shape = input.shape ?? ((table: TablePlan) => table);
  const tables = choose(input).map((each) => {
    const table = planTable(input, each);
    const chosen = each.selection?.selectdb ?? modelOf(input.config, each.spec);
    return shape(table, each.spec, chosen, input.existing.get(tableId(table.destination)) ?? null);
  });
  return withMerged(tables);
}

function withMerged(tables: readonly TablePlan[]): readonly TablePlan[] {
  const seen = new Set<TableId>();
  const several = new Set<TableId>();
  for (const { destination } of tables) (seen.has(tableId(destination)) ? several : seen).add(tableId(destination));
  if (several.size === 0) return tables;
  return tables.map((table) => (several.has(tableId(table.destination)) ? { ...table, merged: true } : table));
}

interface Chosen {
  readonly spec: TableSpec;
  /** The table's own selection, or for a partition its ancestor's: columns are the same, the name is its own. */
  readonly selection: TableSelection | null;
  /** Where types are given: of a partition that is named without columns, its ancestor's. */
  readonly typed: TableSelection['columns'];
  /** The table and what it is a partition of, upwards. */
  readonly line: readonly TableName[];
}

/** The selected tables and every partition below a selected one. */
function choose(input: BuildInput): readonly Chosen[] {
  const byId = new Map(input.catalog.tables.map((spec) => [tableId(spec), spec]));
  const found: Chosen[] = [];
  for (const spec of input.catalog.tables) {
    const own = selectionOf(input.config, spec);
    const line = lineOf(byId, spec);
    const inherited = inheritedSelection(input.config, byId, spec);
    if (own === null && inherited === null && !hasChosenAncestor(input.config, byId, spec)) continue;
    const selection = own === null || own === 'whole' ? inherited : own;
    found.push({ spec, selection, typed: selection?.columns ?? inherited?.columns, line });
  }
  return found;
}

/** Of a table of a schema that is chosen whole. */
export function modelOf({ objects }: Pick<PlanConfig, 'objects'>, { schema, name }: TableName): SelectDbTable | undefined {
  return objects.find((object) => object.schema === schema)?.selectdb?.[name];
}

/** What the task says of a table by its name; a partition may be chosen by its parent's. */
export function selectionOf(config: Pick<PlanConfig, 'objects'>, table: TableName): TableSelection | 'whole' | null {
  const schema = config.objects.find((object) => object.schema === table.schema);
  if (schema === undefined) return null;
  if (schema.tables === undefined && schema.others === undefined) return 'whole';
  return schema.tables?.find((each) => each.name === table.name) ?? null;
}

function parentOf(byId: ReadonlyMap<string, TableSpec>, spec: TableSpec): TableSpec | undefined {
  return spec.partitionOf === null ? undefined : byId.get(tableId(spec.partitionOf));
}

function lineOf(byId: ReadonlyMap<string, TableSpec>, spec: TableSpec): readonly TableName[] {
  const parent = parentOf(byId, spec);
  return parent === undefined ? [spec] : [spec, ...lineOf(byId, parent)];
}

function inheritedSelection(config: PlanConfig, byId: ReadonlyMap<string, TableSpec>, spec: TableSpec): TableSelection | null {
  const parent = parentOf(byId, spec);
  if (parent === undefined) return null;
  const own = selectionOf(config, parent);
  return own !== null && own !== 'whole' ? own : inheritedSelection(config, byId, parent);
}

function hasChosenAncestor(config: PlanConfig, byId: ReadonlyMap<string, TableSpec>, spec: TableSpec): boolean {
  const parent = parentOf(byId, spec);
  return parent !== undefined && (selectionOf(config, parent) !== null || hasChosenAncestor(config, byId, parent));
}

function planTable(input: BuildInput, chosen: Chosen): TablePlan {
  const { spec, selection, typed } = chosen;
  const operations = operationsFor(input.config, chosen.line);
  const where = filterFor(input.config, chosen.line);
  const destination = input.names.relation(spec);
  const holder = input.existing.get(tableId(destination));
  const there = holder === undefined || holder.kind === 'other' ? null : holder;
  const picked = new Map((selection?.columns ?? []).map((column) => [column.name, column]));
  const wanted = spec.columns
    .filter((column) => column.generated === 'no' && (selection?.columns === undefined || picked.has(column.name)))
    .map((column) => ({ spec: column, plan: planColumn(input, { table: spec, column, there, given: givenType(typed, column) }) }));
  const copied = taken(input, wanted, there);
  const chosenNames = new Set(copied.map(({ plan }) => plan.source));
  const isLeftOut = ({ generated, name, reads }: ColumnSpec) =>
    generated === 'no' ? !chosenNames.has(name) : !reads.every((each) => chosenNames.has(each));
  const key = keyOf(spec, chosenNames);
  return {
    id: tableId(spec),
    source: { schema: spec.schema, name: spec.name },
    destination,
    columns: copied.map(({ plan }) => plan),
    key,
    keyObjects: keyObjects(spec, key),
    ...(input.copyTarget === null ? {} : { copy: chooseCopy(copied, input.copyTarget, there) }),
    where,
    whereColumns:
      where === null ? [] : spec.columns.filter((column) => column.generated === 'no').map(({ name, type }) => ({ name, type })),
    leftOut: spec.columns.filter(isLeftOut).map(({ name }) => name),
    origin: !input.config.types.includes('schema') || holder !== undefined ? 'existing' : 'create',
    hasRows: spec.kind === 'table',
    identityAlways: copied.some(({ plan }) => plan.identityAlways === true),
    estimatedRows: spec.estimatedRows,
    bytes: spec.bytes,
    ...(operations === null ? {} : { operations }),
  };
}

interface Wanted {
  readonly spec: ColumnSpec;
  readonly plan: ColumnPlan;
}

/** *Ignore Errors and Proceed* (dts.md 1.4): only columns that both have are written. Otherwise a difference stays an error. */
function taken(input: BuildInput, wanted: readonly Wanted[], there: ExistingTable | null): readonly Wanted[] {
  if (there === null || input.config.conflictMode !== 'ignore') return wanted;
  const plans = wanted.map(({ plan }) => plan);
  const written = new Set(fitInto(plans, there).written);
  return wanted.filter(({ plan }) => written.has(plan));
}

/** The filter of the table, else of the nearest it is a partition of: one that is named by itself is part of its root no less. */
function filterFor(config: PlanConfig, line: readonly TableName[]): string | null {
  for (const table of line) {
    const own = selectionOf(config, table);
    if (own !== null && own !== 'whole' && own.where !== undefined) return own.where;
  }
  return null;
}

/** What a table that is there numbers by itself is its own affair, whatever the source does. */
function planColumn(
  input: BuildInput,
  {
    table,
    column,
    there,
    given,
  }: { readonly table: TableName; readonly column: ColumnSpec; readonly there: ExistingTable | null; readonly given: string | null },
): ColumnPlan {
  const destination = input.names.column(table, column.name);
  const identity = there === null ? column.identity : there.columns.find(({ name }) => name === destination)?.identity;
  return {
    source: column.name,
    destination,
    type: input.columnType(column.type),
    comparable: column.comparable,
    ...(identity === 'always' ? { identityAlways: true } : {}),
    ...(given === null ? {} : givenPart(given, column, input.columnType)),
  };
}

/** A key is a constraint or an index alone; which of the two is not asked. */
function keyObjects({ schema, name: table, keys }: TableSpec, key: readonly string[]): readonly ObjectId[] {
  if (key.length === 0) return [];
  const same = keys.filter(({ columns }) => columns.length === key.length && columns.every((column) => key.includes(column)));
  const kinds = ['constraint', 'index'] as const;
  return same.flatMap(({ name }) => kinds.map((kind) => objectId({ kind, schema, name, table: { schema, name: table } })));
}

/**
 * What finds one row at the destination when the log tells of a change. With a partial old row only the identity's columns are
 * there; with the whole row the best key is taken, and all columns when there is none.
 */
function keyOf(spec: TableSpec, chosen: ReadonlySet<string>): readonly string[] {
  const best =
    spec.replicaIdentity === 'full'
      ? (spec.keys.find((key) => key.primary) ?? spec.keys.find((key) => key.notNull))?.columns
      : spec.identityColumns;
  return best?.every((column) => chosen.has(column)) ? best : [];
}

/** The sequences whose numbers are carried: those chosen, and the ones behind identity columns. */
export function planSequences(
  input: Pick<BuildInput, 'catalog' | 'names'>,
  tables: readonly TablePlan[],
  sequences: readonly TableName[],
): readonly SequencePlan[] {
  const named = sequences.map(({ schema, name }) => ({
    source: { sequence: { schema, name } },
    destination: { sequence: input.names.relation({ schema, name }) },
  }));
  const plans = new Map(tables.map((table) => [table.id, table]));
  // A partition's identity column is its parent's.
  const identities = input.catalog.tables
    .filter(({ partitionOf }) => partitionOf === null)
    .flatMap((spec) =>
      spec.columns.filter(({ identity }) => identity !== 'no').map(({ name }) => ({ plan: plans.get(tableId(spec)), name })),
    )
    .flatMap(({ plan, name }) => {
      const to = plan?.columns.find((each) => each.source === name);
      if (plan === undefined || to === undefined) return [];
      return [{ source: { table: plan.source, column: name }, destination: { table: plan.destination, column: to.destination } }];
    });
  return [...named, ...identities];
}
