import type { Progress } from '#engine/progress/progress.ts';
import type { TaskState } from '#engine/task/state.ts';

/** What the task itself shows of the way to the switch; what only people know is not here. */
export interface CutOver {
  /** Hardly behind, and no table waits for its rows. */
  readonly caughtUp: boolean;
  /** For how long no change has come. */
  readonly quietMs: number;
  readonly quiet: boolean;
  /** Paused by a person, or stopped, while it followed changes: what it had read is applied, and sequences are those of the source. */
  readonly paused: boolean;
  readonly stopped: boolean;
}

const HARDLY_BEHIND_MS = 5_000;
const QUIET_MS = 60_000;

/** Pure. Times are those the engine told, whatever the clock of the reader says. */
export function cutOverOf(state: TaskState, { stream, history }: Pick<Progress, 'stream' | 'history'>): CutOver {
  const { recent } = history;
  const [first, last] = [recent[0], recent.at(-1)];
  const busy = recent.findLast(({ rate }) => rate > 0) ?? first;
  const quietMs = busy === undefined || last === undefined ? 0 : last.at - busy.at;
  const stopped = state.name === 'stopped';
  return {
    caughtUp: stream !== null && (stream.waiting ?? 0) === 0 && stream.lagMs < HARDLY_BEHIND_MS,
    quietMs,
    quiet: quietMs >= QUIET_MS,
    paused: stopped || (state.name === 'paused' && state.from === 'streaming' && state.error === undefined),
    stopped,
  };
}
