import type { Destination } from '../../destination/destination.ts';
import type { Away, SequencePlan } from '../../plan/plan.ts';
import type { RunInit } from '../run-init.ts';
import type { Joins } from './joins.ts';
import { takenAway } from './words.ts';

/** Those that the source still publishes for the task. */
export function going({ away }: Pick<Joins, 'away'>): readonly Away[] {
  return away.filter(({ settled }) => !settled);
}

/**
 * Makes true at the destination what a person has taken away: no tables of the task any more. Repeated after a crash it changes nothing.
 * What the log still tells of them is passed over. `sequences`: of the task as it is by now.
 * @returns whether the task's tables are others now
 */
export async function leaveAway(
  joins: Joins | undefined,
  destination: Pick<Destination, 'leave'>,
  sequences: readonly SequencePlan[],
): Promise<boolean> {
  const gone = joins === undefined ? [] : going(joins);
  if (gone.length === 0) return false;
  const ids = gone.map(({ id }) => id);
  await destination.leave?.(ids, sequences);
  return true;
}

/** And at the source, beside the task: who makes an index of such a table has it locked for hours, and it is nothing to wait for. */
export async function withdrawAway(joins: Joins, { openSource, emit }: Pick<RunInit, 'openSource' | 'emit'>): Promise<void> {
  const gone = going(joins);
  if (gone.length === 0) return;
  await using task = await openSource();
  await task.withdraw(gone.map(({ source }) => source));
  await joins.settle();
  emit(takenAway(gone));
}
