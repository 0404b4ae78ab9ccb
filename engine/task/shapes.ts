import { notSeen } from '../ddl/tell.ts';
import type { Plan, TablePlan } from '../plan/plan.ts';
import type { TableShape } from '../schema/shape.ts';
import type { Source } from '../source/source.ts';
import type { RunInit } from './run-init.ts';

/**
 * Where the source notes no commands, keeps with the plan how the columns of its tables are before the log begins: what was done to them
 * is found out by comparison. What is known of them already stays, for rows may have been read since.
 */
export async function keepShapes(
  { plan: current, savePlan, emit }: Pick<RunInit, 'plan' | 'savePlan' | 'emit'>,
  source: Pick<Source, 'tableShapes'>,
): Promise<void> {
  emit(notSeen());
  const plan = current();
  if (plan === null) return;
  const tables = plan.tables.filter(({ hasRows, shape }) => hasRows && shape === undefined);
  if (tables.length === 0) return;
  const found = await source.tableShapes(tables.map((table) => table.source));
  await savePlan(withShapes(plan, new Set(tables), found));
}

function withShapes(plan: Plan, wanted: ReadonlySet<TablePlan>, found: ReadonlyMap<string, TableShape>): Plan {
  const tables = plan.tables.map((table) => {
    const shape = found.get(table.id);
    return wanted.has(table) && shape !== undefined && isPlanned(table, shape) ? { ...table, shape } : table;
  });
  return { ...plan, tables };
}

/** It may have been changed since it was planned: then nothing is known of it. */
function isPlanned({ columns, leftOut }: TablePlan, shape: TableShape): boolean {
  const planned = new Set(columns.map(({ source }) => source));
  const there = new Set(shape.columns.map(({ name }) => name));
  return [...planned].every((name) => there.has(name)) && [...there].every((name) => planned.has(name) || leftOut.includes(name));
}
