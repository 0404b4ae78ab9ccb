import type { Progress } from '#engine/progress/progress.ts';
import { loadSummary } from '#engine/progress/summary.ts';
import { isRunning, type TaskState } from '#engine/task/state.ts';

export type LinkState = 'flowing' | 'idle' | 'waiting' | 'broken' | 'ended';

/** What passes between the three just now; null is not known, or not now. */
export interface Flow {
  readonly links: { readonly source: LinkState; readonly destination: LinkState };
  readonly rate: number | null;
  readonly byteRate: number | null;
  readonly lagMs: number | null;
  readonly etaSeconds: number | null;
}

const NOTHING = { rate: null, byteRate: null, lagMs: null, etaSeconds: null };

/** What the drawing shows of a task. Pure. `old`: nobody tells what happens now, so nothing may look as if it moved. */
export function flowOf(progress: Progress, state: TaskState, old: boolean): Flow {
  const error = state.name === 'failed' ? state.error : (progress.retry?.error ?? null);
  if (error !== null && (state.name === 'failed' || isRunning(state.name))) {
    return { ...NOTHING, links: { source: broken(error.side, 'source'), destination: broken(error.side, 'destination') } };
  }
  if (!isRunning(state.name)) return { ...NOTHING, links: both(restOf(state)) };
  if (old) return { ...NOTHING, links: both('idle') };
  if (state.name === 'preparing') return { ...NOTHING, links: { source: 'waiting', destination: 'flowing' } };
  if (state.name === 'loading') {
    const { rate, byteRate, etaSeconds } = loadSummary(progress);
    return { rate, byteRate, etaSeconds, lagMs: null, links: both(rate > 0 || byteRate > 0 ? 'flowing' : 'idle') };
  }
  const { stream } = progress;
  if (stream === null) return { ...NOTHING, links: both('idle') };
  const { rate, byteRate, lagMs } = stream;
  return { rate, byteRate, lagMs, etaSeconds: null, links: both(rate > 0 ? 'flowing' : 'idle') };
}

const both = (state: LinkState): Flow['links'] => ({ source: state, destination: state });

/** A fault of the engine's own is drawn on both sides of it. */
function broken(side: string, link: 'source' | 'destination'): LinkState {
  return side === link || side === 'task' ? 'broken' : 'idle';
}

function restOf({ name }: TaskState): LinkState {
  if (name === 'finished' || name === 'stopped') return 'ended';
  return name === 'paused' ? 'idle' : 'waiting';
}
