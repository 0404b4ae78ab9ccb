import type { TablePlan } from '../plan/plan.ts';
import type { TableStep } from './structure.ts';

/** What is known of how the source has a table goes on with each command on it; not with one that was found out, which tells of columns alone. */
export function asLeftBy({ told, after }: Pick<TableStep, 'told' | 'after'>, { atSource, ...plan }: TablePlan): TablePlan {
  return atSource === undefined || told !== undefined || after === null ? plan : { ...plan, atSource: { ...atSource, structure: after } };
}
