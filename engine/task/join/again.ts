import type { Again, Joining, Plan, TablePlan } from '../../plan/plan.ts';
import type { TaskConfig } from '../config.ts';

/** A table of the task that is to be copied again, and is the task's still. */
export interface Staying extends Joining {
  readonly again: Again;
}

export function isStaying(joining: Joining): joining is Staying {
  return joining.again !== undefined && joining.again.left === undefined;
}

/** What becomes of it once the destination has it as the joining run's: a run like that of any table that joins, whose rows are to be copied. */
export function leftWith({ again }: Staying, table: TablePlan, { objects, sequences }: Leaving): Partial<Joining> {
  const plan: Plan = { steps: ['full', 'incremental'], tables: [table], statements: [], sequences, leftOut: [] };
  return { again: { ...again, left: true }, objects: objectsOf(objects, table), state: 'streaming', plan, ids: [table.id] };
}

export interface Leaving extends Pick<Plan, 'sequences'> {
  /** Of the task. */
  readonly objects: TaskConfig['objects'];
}

/** The table alone, with what the task says of it; every other schema is there with no table at all, for the names that it has for them. */
function objectsOf(objects: TaskConfig['objects'], { source }: TablePlan): TaskConfig['objects'] {
  return objects.map(({ others: _, ...object }) => {
    if (object.schema !== source.schema) return { ...object, tables: [] };
    return { ...object, tables: [object.tables?.find(({ name }) => name === source.name) ?? { name: source.name }] };
  });
}
