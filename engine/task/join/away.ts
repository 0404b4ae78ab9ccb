import type { Destination } from '../../destination/destination.ts';
import type { Source } from '../../source/source.ts';
import type { RunInit } from '../run-init.ts';
import { takenAway } from './words.ts';

/**
 * Makes true what a person has taken away: no tables of the task any more, at the destination first, then no longer published. Repeated
 * after a crash it changes nothing. What the log still tells of them is passed over.
 * @returns whether the task's tables are others now
 */
export async function settleAway(
  { joins, emit }: Pick<RunInit, 'joins' | 'emit'>,
  source: Pick<Source, 'withdraw'>,
  destination: Pick<Destination, 'leave'>,
): Promise<boolean> {
  const gone = joins?.away.filter(({ settled }) => !settled) ?? [];
  if (joins === undefined || gone.length === 0) return false;
  await destination.leave?.(gone.map(({ id }) => id));
  await source.withdraw(gone.map((each) => each.source));
  await joins.settle();
  emit(takenAway(gone));
  return true;
}
