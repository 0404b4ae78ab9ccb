import type { TaskState } from '#engine/task/state.ts';
import { engine } from '#lib/engine.ts';
import { findTask } from './store.ts';
import { inTurn } from './turn.ts';

/**
 * Has all rows of a task copied again, whose source has not kept the log it would go on from.
 * @throws EngineError `task.not-found`, `task.copy-again-refused`
 */
export function copyTaskAgain(id: string): Promise<TaskState> {
  return inTurn(id, async () => {
    await findTask(id);
    return engine().copyAgain(id);
  });
}
