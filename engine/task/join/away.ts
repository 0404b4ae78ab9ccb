import type { Destination } from '../../destination/destination.ts';
import type { Away, SequencePlan } from '../../plan/plan.ts';
import type { Joins } from './joins.ts';

/**
 * Makes true at the destination what a person has taken away: no tables of the task any more. Repeated after a crash it changes nothing.
 * What the log still tells of them is passed over. `sequences`: of the task as it is by now.
 * @returns whether the task's tables are others now
 */
export async function leaveAway(
  { leaving }: Pick<Joins, 'leaving'>,
  destination: Pick<Destination, 'leave'>,
  { gone, sequences }: { readonly gone: readonly Away[]; readonly sequences: readonly SequencePlan[] },
): Promise<boolean> {
  if (gone.length === 0) return false;
  const ids = gone.map(({ id }) => id);
  await destination.leave?.(ids, sequences);
  leaving.left(ids);
  return true;
}
