import { schemaNames } from '../plan/build.ts';
import type { TablePlan } from '../plan/plan.ts';
import { type Catalog, displayName, type TableName, type TableSpec, tableId } from '../schema/table.ts';
import type { TaskConfig } from '../task/config.ts';

/** A name the task takes in a schema of the destination. */
export interface MadeName {
  readonly kind: 'table' | 'sequence' | 'index' | 'type';
  readonly name: TableName;
  /** The table it comes with; null for sequences and types. */
  readonly table: TablePlan | null;
  /** What it is made from, as a person names it at the source. */
  readonly from: string;
}

/** Every name the structure step would take at the destination. Without that step only the tables' own are used. */
export function madeNames(config: TaskConfig, catalog: Catalog, tables: readonly TablePlan[]): readonly MadeName[] {
  const own = tables.map((table): MadeName => ({ kind: 'table', name: table.destination, table, from: displayName(table.source) }));
  if (!config.types.includes('schema')) return own;
  const schemas = schemaNames(config);
  const specs = new Map(catalog.tables.map((spec) => [tableId(spec), spec]));
  const placed = (kind: 'sequence' | 'type', spec: TableName): MadeName => {
    const name = { schema: schemas.get(spec.schema) ?? spec.schema, name: spec.name };
    return { kind, name, table: null, from: displayName(spec) };
  };
  const sequences = catalog.sequences.map((spec) => placed('sequence', spec));
  const types = catalog.enums.map((spec) => placed('type', spec));
  return [...own, ...types, ...sequences, ...tables.flatMap((table) => indexNames(table, specs.get(table.id)))];
}

/** Keys and indexes keep their names, also when their table is renamed. */
function indexNames(table: TablePlan, spec: TableSpec | undefined): readonly MadeName[] {
  if (spec === undefined) return [];
  const chosen = new Set(table.columns.map((column) => column.source));
  const constraints = spec.constraints.filter(
    ({ kind, columns }) => ['primary', 'unique', 'exclusion'].includes(kind) && columns.every((column) => chosen.has(column)),
  );
  // An index over columns left out is not made; which columns it covers only its definition tells.
  const whole = spec.columns.every((column) => column.generated !== 'no' || chosen.has(column.name));
  const indexes = whole ? spec.indexes.filter((index) => index.valid) : [];
  return [...constraints, ...indexes].map(({ name }) => ({
    kind: 'index',
    name: { schema: table.destination.schema, name },
    table,
    from: displayName(table.source),
  }));
}

/** Tables, sequences and indexes share one name space; so do tables and types, for every table is a type too. */
export function excludeEachOther(a: MadeName, b: MadeName): boolean {
  if (tableId(a.name) !== tableId(b.name)) return false;
  const kinds = [a.kind, b.kind];
  return !kinds.includes('type') || kinds.every((kind) => kind === 'type' || kind === 'table');
}
