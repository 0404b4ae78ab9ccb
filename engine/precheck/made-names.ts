import { chooseObjects } from '../plan/choose.ts';
import type { NameMap } from '../plan/names.ts';
import type { TablePlan } from '../plan/plan.ts';
import { objectLabel, type SchemaObject } from '../schema/object.ts';
import { type Catalog, displayName, type TableName, tableId } from '../schema/table.ts';
import type { TaskConfig } from '../task/config.ts';

/** A name the task takes in a schema of the destination. */
export interface MadeName {
  readonly kind: 'table' | 'view' | 'sequence' | 'index' | 'type';
  readonly name: TableName;
  /** The table it comes with; null for what is none's. */
  readonly table: TablePlan | null;
  /** What it is made from, as a person names it at the source. */
  readonly from: string;
}

const KINDS: Readonly<Partial<Record<SchemaObject['kind'], MadeName['kind']>>> = {
  view: 'view',
  'materialized-view': 'view',
  sequence: 'sequence',
  index: 'index',
  constraint: 'index',
  type: 'type',
  domain: 'type',
};

/** What the selection means, as far as the source alone tells: nothing is at the destination, and it takes everything. */
export function chosenObjects(config: TaskConfig, catalog: Catalog, tables: readonly TablePlan[]): readonly SchemaObject[] {
  return chooseObjects({ config, objects: catalog.objects, tables, present: () => false, refuses: () => null }).chosen;
}

/** Every name the structure step would take at the destination. Without that step only the tables' own are used. */
export function madeNames(
  config: TaskConfig,
  { tables, chosen, names }: { readonly tables: readonly TablePlan[]; readonly chosen: readonly SchemaObject[]; readonly names: NameMap },
): readonly MadeName[] {
  const own = tables.map((table): MadeName => ({ kind: 'table', name: table.destination, table, from: displayName(table.source) }));
  if (!config.types.includes('schema') || config.destination.type === 'selectdb') return own;
  const plans = new Map(tables.map((table) => [table.id, table]));
  const others = chosen.flatMap((object): readonly MadeName[] => {
    const kind = KINDS[object.kind];
    if (kind === undefined || object.schema === null) return [];
    const { schema, name } = object;
    if (object.table !== null) {
      const table = plans.get(tableId(object.table)) ?? null;
      // Keys and indexes keep their names, also when their table is renamed; checks are no names of a schema.
      if (object.kind === 'constraint' && object.phase === 'before') return [];
      return [{ kind, name: { schema: names.relation(object.table).schema, name }, table, from: displayName(object.table) }];
    }
    const placed = kind === 'type' ? { schema: names.schema(schema), name } : names.relation({ schema, name });
    return [{ kind, name: placed, table: null, from: objectLabel(object) }];
  });
  return [...own, ...others];
}

/** Tables, sequences and indexes share one name space; so do tables and types, for every table is a type too. */
export function excludeEachOther(a: MadeName, b: MadeName): boolean {
  if (tableId(a.name) !== tableId(b.name)) return false;
  const kinds = [a.kind, b.kind];
  return !kinds.includes('type') || kinds.every((kind) => kind === 'type' || kind === 'table');
}
