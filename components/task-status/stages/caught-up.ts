import type { Progress } from '#engine/progress/progress.ts';

/** Behind by less than this, the copy counts as caught up. */
const CAUGHT_UP_MS = 10_000;

/** Whether a followed task has nothing to catch up with, as far as its figures can be trusted. */
export function isCaughtUp({ stream, retry }: Pick<Progress, 'stream' | 'retry'>, silent: boolean): boolean {
  return !silent && retry === null && stream !== null && stream.lagMs < CAUGHT_UP_MS && (stream.waiting ?? 0) === 0;
}
