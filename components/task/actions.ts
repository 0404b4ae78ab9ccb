import type { Step } from '#engine/plan/plan.ts';
import type { TaskState } from '#engine/task/state.ts';
import { type Operation, whyNot } from '#lib/task/permits.ts';

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
  const may = (operation: Operation) => whyNot(operation, { state, types, destination: null }) === null;
  const copyAgain = may('copy-again');
  return {
    configure: may('configure'),
    pause: may('pause'),
    resume: may('resume') && !copyAgain,
    copyAgain,
    stop: may('stop'),
    release: may('release'),
  };
}
