import type { Plan, SequencePlan } from '../plan/plan.ts';
import type { TableId } from '../schema/table.ts';

/** How tables come to a task later, and leave it. Where both are absent a task keeps the tables it began with. */
export interface Membership {
  /**
   * Makes the tables of a joining run a part of this task in one transaction: marks and plans become the task's own, nothing else is left
   * of that run. After `open`, between batches: what is applied then is of them as well. `sequences`: the task's before.
   */
  adopt?(joining: string, plan: Plan, sequences: readonly SequencePlan[]): Promise<void>;
  /**
   * Forgets tables in one transaction; their rows stay. Repeatable; after `open`, between batches. `sequences`: the task's before.
   */
  leave?(tables: readonly TableId[], sequences: readonly SequencePlan[]): Promise<void>;
}
