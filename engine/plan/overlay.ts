import type { TableId } from '../schema/table.ts';
import type { Plan, SequencePlan, TablePlan } from './plan.ts';
import type { RefusedDdls } from './refused-ddl.ts';

/** What commands of the source have made of a plan. It is kept with the rows, for it holds from the same place of the log on. */
export interface PlanOverlay {
  /** Null: no table of the task any more. */
  readonly tables: ReadonlyMap<TableId, TablePlan | null>;
  readonly sequences: readonly SequencePlan[] | null;
  /** Commands that the destination refused and that nobody has dealt with, by id, the oldest first. Absent: none. */
  readonly refused?: RefusedDdls;
  /** Of tables whose rows a person wanted copied again: the id of what is dealt with. Absent: none. */
  readonly copied?: ReadonlyMap<TableId, string>;
}

export const NO_OVERLAY: PlanOverlay = { tables: new Map(), sequences: null };

/** The plan as it is by now; what came later comes last. */
export function overlaid(plan: Plan, { tables, sequences }: PlanOverlay): Plan {
  if (tables.size === 0 && sequences === null) return plan;
  const known = new Set(plan.tables.map(({ id }) => id));
  const kept = plan.tables.flatMap((table) => {
    const now = tables.get(table.id);
    return now === undefined ? [table] : now === null ? [] : [now];
  });
  const come = [...tables].flatMap(([id, table]) => (known.has(id) || table === null ? [] : [table]));
  return { ...plan, tables: [...kept, ...come], sequences: sequences ?? plan.sequences };
}
