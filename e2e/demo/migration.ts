import type { Engine, Notice } from '#engine/engine.ts';
import { type EngineError, errorFrom } from '#engine/errors.ts';
import type { Progress } from '#engine/progress/progress.ts';
import { errorOf, type TaskState } from '#engine/task/state.ts';

export interface Watch {
  /** @throws EngineError when the task fails first, or `signal`'s reason */
  until(holds: (state: TaskState, progress: Progress) => boolean, signal: AbortSignal): Promise<Progress>;
  end(): void;
}

/** Follows a task from outside, as the console's status page does. */
export async function watchTask(engine: Engine, taskId: string, tell: (notice: Notice) => void): Promise<Watch> {
  let state: TaskState | null = null;
  let progress: Progress | null = null;
  const waiting = new Set<() => void>();
  const end = await engine.watch(taskId, (notice) => {
    if (notice.kind !== 'events') state = notice.state;
    if (notice.kind !== 'state') progress = notice.progress;
    tell(notice);
    for (const look of waiting) look();
  });
  const until: Watch['until'] = (holds, signal) =>
    new Promise((settle, refuse) => {
      const done = (finish: () => void) => {
        waiting.delete(look);
        signal.removeEventListener('abort', stop);
        finish();
      };
      const look = () => {
        if (state === null || progress === null) return;
        const now = progress;
        const failure = failureOf(state);
        if (failure !== null) done(() => refuse(failure));
        else if (holds(state, now)) done(() => settle(now));
      };
      const stop = () => done(() => refuse(signal.reason));
      waiting.add(look);
      signal.addEventListener('abort', stop);
      if (signal.aborted) stop();
      look();
    });
  return { until, end };
}

function failureOf(state: TaskState): EngineError | null {
  const error = errorOf(state);
  return error && errorFrom(error);
}
