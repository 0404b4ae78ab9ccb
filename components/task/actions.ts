import type { Step } from '#engine/plan/plan.ts';
import { allowedSignals, canCopyAgain, isRunning, type TaskState } from '#engine/task/state.ts';
import { isDraft } from './state.ts';

export interface AllowedActions {
  readonly configure: boolean;
  readonly pause: boolean;
  readonly resume: boolean;
  /** In place of resuming, where the source has not kept what it would go on with. */
  readonly copyAgain: boolean;
  readonly stop: boolean;
  /** Deletes the draft, or releases the task. */
  readonly release: boolean;
}

/** What a person may do with a task in this state. */
export function allowedActions(state: TaskState, types: readonly Step[]): AllowedActions {
  const signals = allowedSignals(state);
  const copyAgain = canCopyAgain(state, types);
  return {
    configure: isDraft(state.name),
    pause: signals.includes('pause'),
    resume: signals.includes('resume') && !copyAgain,
    copyAgain,
    stop: signals.includes('stop'),
    release: !isRunning(state.name) && state.name !== 'checking',
  };
}
