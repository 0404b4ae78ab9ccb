import type { TablePlan } from '../plan/plan.ts';
import type { ShapeColumn, TableShape } from '../schema/shape.ts';
import { BARE_COLUMN_STRUCTURE, BARE_TABLE_STRUCTURE } from './bare.ts';
import type { TableNow } from './infer.ts';
import type { ColumnStructure, TableStep, TableStructure } from './structure.ts';

interface Inferred {
  readonly plan: TablePlan;
  readonly known: TableShape;
  /** The columns of after. */
  readonly after: readonly ShapeColumn[];
  readonly now: TableNow;
  /** The table is copied again. */
  readonly again: boolean;
  /** Columns of after that the log carries of old rows. */
  readonly identity: readonly string[];
}

/**
 * The table before and after, alike in all that is not seen: constraints, indexes and defaults are neither taken away nor made. A column
 * that comes has no default and may be NULL, for what it had at its place in the log is not known.
 */
export function inferredStep({ plan, known, after, now, again, identity }: Inferred): TableStep {
  const there = new Map(now.structure.columns.map((column) => [column.number, column]));
  const base = (column: ShapeColumn): ColumnStructure => {
    const found = there.get(column.number) ?? bare(plan, known.columns.find(({ number }) => number === column.number) ?? column);
    return { ...found, number: column.number, name: column.name, type: column.type, generated: 'no', local: true };
  };
  const isOld = new Set(known.columns.map(({ number }) => number));
  const fresh = (column: ShapeColumn): ColumnStructure => {
    const { missing, ...rest } = base(column);
    return { ...rest, notNull: false, default: null, identity: 'no', sequence: null, missing: again ? null : missing };
  };
  const step = {
    before: table(plan, known.columns.map(base), plan.key),
    after: table(
      plan,
      after.map((column) => (isOld.has(column.number) ? base(column) : fresh(column))),
      keyOf(plan, known, { after, identity }),
    ),
    rewritten: false,
  };
  const last = again ? now.shape.last : Math.max(known.last, ...after.map(({ number }) => number));
  const file = again ? now.shape.file : known.file;
  return { ...step, told: { again, shape: { relation: known.relation, columns: after, last, file } } };
}

/** One that is gone by now, so that nobody can be asked. */
function bare(plan: TablePlan, { number, name, type }: ShapeColumn): ColumnStructure {
  const comparable = plan.columns.find(({ source }) => source === name)?.comparable ?? false;
  return { ...BARE_COLUMN_STRUCTURE, number, name, type, comparable };
}

function table({ source }: TablePlan, columns: readonly ColumnStructure[], key: readonly string[]): TableStructure {
  return {
    ...source,
    ...BARE_TABLE_STRUCTURE,
    // The key of a plan is its first key.
    replicaIdentity: 'full',
    keys: key.length === 0 ? [] : [key],
    columns,
  };
}

/** The one there was, by the names of after, as long as the log still carries it; else what it carries, unless that is all of the row. */
function keyOf(
  { key }: TablePlan,
  known: TableShape,
  { after, identity }: { readonly after: readonly ShapeColumn[]; readonly identity: readonly string[] },
): readonly string[] {
  const numbers = new Map(known.columns.map(({ name, number }) => [name, number]));
  const names = new Map(after.map(({ name, number }) => [number, name]));
  const kept = key.map((name) => names.get(numbers.get(name) ?? 0));
  if (kept.every((name) => name !== undefined && identity.includes(name))) return kept.filter((name) => name !== undefined);
  return after.every(({ name }) => identity.includes(name)) ? [] : identity;
}
