import type { StateTone } from '#components/ui/state-pill.tsx';
import type { StateName } from '#engine/task/state.ts';

export const STATE_TONE: Readonly<Record<StateName, StateTone>> = {
  draft: 'neutral',
  checking: 'running',
  blocked: 'warning',
  ready: 'info',
  preparing: 'running',
  loading: 'running',
  streaming: 'running',
  finished: 'success',
  stopped: 'neutral',
  paused: 'warning',
  failed: 'danger',
};

const BEFORE_START: readonly StateName[] = ['draft', 'checking', 'blocked', 'ready'];

/** Not started yet: the task belongs to the wizard. */
export function isDraft(name: StateName): boolean {
  return BEFORE_START.includes(name);
}
