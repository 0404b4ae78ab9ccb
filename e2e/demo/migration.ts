import type { Engine, Notice } from '#engine/engine.ts';
import { type EngineError, errorFrom } from '#engine/errors.ts';
import type { Progress } from '#engine/progress/progress.ts';
import { type TaskConfig, taskConfig } from '#engine/task/config.ts';
import type { TaskState } from '#engine/task/state.ts';
import type { PostgresServer } from '#lib/postgres/server.ts';
import { SCHEMAS } from './dataset.ts';
import { DATABASE, type Stack } from './stack.ts';

/** The whole shop: structure, rows, and every change from then on. */
export function shopTask(name: string, stack: Stack): TaskConfig {
  return taskConfig.parse({
    name,
    source: endpoint(stack.source),
    destination: endpoint(stack.destination),
    types: ['schema', 'full', 'incremental'],
    objects: SCHEMAS.map((schema) => ({ schema })),
    // The shop has tables without a key on purpose.
    accepted: ['PG_PRIMARY_KEY'],
  });
}

function endpoint({ host, port, user, password }: PostgresServer): unknown {
  return { type: 'postgresql', host, port, database: DATABASE, user, password };
}

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
  return state.name === 'failed' ? errorFrom(state.error) : null;
}
