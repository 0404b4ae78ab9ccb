import type { Mend, TableMend } from '../engine.ts';
import type { EngineError, ErrorReport } from '../errors.ts';
import type { Plan } from '../plan/plan.ts';
import type { TaskEvent } from '../progress/event.ts';
import type { Progress, StructureProgress } from '../progress/progress.ts';
import { displayName } from '../schema/table.ts';
import type { ToWorker } from './messages.ts';
import { notFailed, tableNotFailed } from './refusals.ts';

/** What a person's word about something that failed comes to. */
export interface Mending {
  readonly action: 'retry' | 'skip';
  /** For the picture as it is; null when what it is about has not failed. */
  readonly event: (progress: Progress) => TaskEvent | null;
  readonly refusal: (progress: Progress) => EngineError;
  /** The same plan where nothing has to be noted. */
  readonly plan: (plan: Plan) => Plan;
  readonly message: ToWorker;
}

export function mendingOf(mend: Mend): Mending {
  return {
    action: mend.action,
    event: ({ structure }) => {
      const indexes = mendedPlaces(mend, structure);
      return indexes === null ? null : { kind: 'statements', at: Date.now(), indexes, state: stateAfter(mend) };
    },
    refusal: notFailed,
    plan: (plan) => mended(plan, mend),
    message: { kind: 'mend', mend },
  };
}

export function mendingOfTable(mend: TableMend): Mending {
  const { action, table: id } = mend;
  return {
    action,
    event: ({ tables }) => (tables[id]?.state === 'failed' ? { kind: 'table', at: Date.now(), id, state: stateAfter(mend) } : null),
    refusal: ({ tables }) => tableNotFailed(tables[id] === undefined ? id : displayName(tables[id].source)),
    plan: (plan) => mendedTable(plan, mend),
    message: { kind: 'mend-table', mend },
  };
}

function stateAfter({ action }: Pick<Mending, 'action'>): 'skipped' | 'waiting' {
  return action === 'skip' ? 'skipped' : 'waiting';
}

/** The plan with what a person decided about failed statements. Pure. */
export function mended(plan: Plan, mend: Mend): Plan {
  if (mend.action === 'skip') return { ...plan, skipped: [...new Set([...(plan.skipped ?? []), ...mend.statements])] };
  const { statement: id, sql } = mend;
  if (sql === undefined) return plan;
  return { ...plan, statements: plan.statements.map((each) => (each.id === id ? { ...each, sql } : each)) };
}

/** The plan with what a person decided about a table whose rows failed to load. Pure. */
export function mendedTable(plan: Plan, { action, table }: TableMend): Plan {
  const { skippedTables = [] } = plan;
  if (skippedTables.includes(table) === (action === 'skip')) return plan;
  return { ...plan, skippedTables: action === 'skip' ? [...skippedTables, table] : skippedTables.filter((id) => id !== table) };
}

/** Whether a person has dealt with everything that failed. */
export function isMended({ structure, tables }: Progress): boolean {
  return structure.failed.length === 0 && !hasFailedTable(tables);
}

/** Whether what the task has failed for was mended while that was on its way. */
export function isMendedMeanwhile({ code }: Pick<ErrorReport, 'code'>, { structure, tables }: Progress, tablesMended: boolean): boolean {
  if (code === 'structure.failed') return structure.failed.length === 0;
  // Only once for each time they are mended: what fails without a table that says so would begin again and again.
  return code.startsWith('table.') && tablesMended && !hasFailedTable(tables);
}

function hasFailedTable(tables: Progress['tables']): boolean {
  return Object.values(tables).some(({ state }) => state === 'failed');
}

/** Places in the plan of the statements a mend is about; null when one of them did not fail. */
export function mendedPlaces(mend: Mend, { failed }: StructureProgress): readonly number[] | null {
  const wanted = new Set(mend.action === 'skip' ? mend.statements : [mend.statement]);
  const indexes = failed.filter(({ id }) => wanted.has(id)).map(({ index }) => index);
  return indexes.length === 0 || indexes.length < wanted.size ? null : indexes;
}
