import { allowedSignals, isRunning, type TaskState } from '#engine/task/state.ts';
import { isDraft } from './state.ts';

export interface AllowedActions {
  readonly configure: boolean;
  readonly pause: boolean;
  readonly resume: boolean;
  readonly stop: boolean;
  /** Deletes the draft, or releases the task. */
  readonly release: boolean;
}

/** What a person may do with a task in this state. */
export function allowedActions(state: TaskState): AllowedActions {
  const signals = allowedSignals(state);
  return {
    configure: isDraft(state.name),
    pause: signals.includes('pause'),
    resume: signals.includes('resume'),
    stop: signals.includes('stop'),
    release: !isRunning(state.name) && state.name !== 'checking',
  };
}
