import type { TaskEvent } from './event.ts';

type RetryEvent = Extract<TaskEvent, { kind: 'retry' }>;

/** For so long the same failure that is over with its first retry is told once: it may come twice a second. */
const QUIET_MS = 60_000;

/** What was told of retries last. */
export interface Repeats {
  readonly code: string;
  /** When it was told. */
  readonly at: number;
  /** How often it came since without being told. */
  readonly count: number;
  /** The retry that is waited for now was not told. */
  readonly quiet: boolean;
}

/** Whether a retry is one more of those that were told a moment ago and recovered at once. */
export function isRepeated(before: Repeats | null, { at, attempt, error }: RetryEvent): boolean {
  return before !== null && before.code === error.code && attempt === 1 && at >= before.at && at - before.at < QUIET_MS;
}

/** After a retry. Pure. */
export function repeated(before: Repeats | null, event: RetryEvent): Repeats {
  if (before !== null && isRepeated(before, event)) return { ...before, count: before.count + 1, quiet: true };
  return { code: event.error.code, at: event.at, count: 0, quiet: false };
}
