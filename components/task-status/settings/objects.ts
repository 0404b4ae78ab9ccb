import { caseOf } from '#engine/plan/case.ts';
import type { ObjectKind } from '#engine/schema/object.ts';
import type { Operations } from '#engine/schema/operation.ts';
import type { ColumnSelection, DraftConfig, SchemaSelection } from '#engine/task/config.ts';

/** One line of the summary: a whole schema, a table, or another object, under its names at both sides. */
export interface ObjectLine {
  readonly key: string;
  /** `schema`: all that is in it. */
  readonly kind: ObjectKind;
  readonly source: string;
  readonly destination: string;
  /** Of tables; null: all columns. */
  readonly columns: readonly ColumnSelection[] | null;
  /** Of tables; null: all rows. */
  readonly where: string | null;
  /** Chosen for it; null: nothing of its own. */
  readonly operations: Operations;
}

export type ObjectsConfig = Pick<DraftConfig, 'objects' | 'nameCase' | 'structure'>;

/** What is renamed by the policy as tables are; the rest keeps its name and goes with its schema. */
const RELATIONS = new Set<ObjectKind>(['view', 'materialized-view', 'sequence']);

export function objectLines({ objects, nameCase, structure }: ObjectsConfig): readonly ObjectLine[] {
  const eventTriggers = structure.eventTriggers.map((name) => lineOf('event-trigger', name, name));
  return [...objects.flatMap((selection) => linesOf(selection, nameCase)), ...eventTriggers];
}

function linesOf(selection: SchemaSelection, nameCase: DraftConfig['nameCase']): readonly ObjectLine[] {
  const { schema, as, tables, others, operations = null } = selection;
  const placed = as ?? caseOf(nameCase, 'schema', schema);
  if (tables === undefined && others === undefined) return [{ ...lineOf('schema', schema, placed), operations }];
  const tableName = (name: string) => tables?.find((table) => table.name === name)?.as ?? caseOf(nameCase, 'relation', name);
  const chosen = (tables ?? []).map(({ name, columns, where, operations: own }) => ({
    ...lineOf('table', `${schema}.${name}`, `${placed}.${tableName(name)}`),
    columns: columns?.map((column) => ({ ...column, as: column.as ?? caseOf(nameCase, 'column', column.name) })) ?? null,
    where: where ?? null,
    operations: own ?? operations,
  }));
  const rest = (others ?? []).map(({ kind, name, table }) => {
    if (table !== undefined) return lineOf(kind, `${schema}.${table}: ${name}`, `${placed}.${tableName(table)}: ${name}`);
    return lineOf(kind, `${schema}.${name}`, `${placed}.${RELATIONS.has(kind) ? caseOf(nameCase, 'relation', name) : name}`);
  });
  return [...chosen, ...rest];
}

function lineOf(kind: ObjectKind, source: string, destination: string): ObjectLine {
  return { key: JSON.stringify([kind, source]), kind, source, destination, columns: null, where: null, operations: null };
}

export function searched(lines: readonly ObjectLine[], search: string): readonly ObjectLine[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return lines;
  return lines.filter(({ source, destination }) => `${source}\n${destination}`.toLowerCase().includes(wanted));
}

/** `total → amount numeric(12,2)`: what is as at the source is not said. */
export function describeColumn({ name, as, type }: ColumnSelection): string {
  const named = as === undefined || as === name ? name : `${name} → ${as}`;
  return type === undefined ? named : `${named} ${type}`;
}
