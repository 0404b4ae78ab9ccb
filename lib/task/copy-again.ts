import type { TaskState } from '#engine/task/state.ts';
import { engine } from '#lib/engine.ts';
import { unlessOpposite } from './opposite.ts';
import { findTask } from './store.ts';
import { inTurn } from './turn.ts';

/**
 * Has all rows of a task copied again, whose source has not kept the log it would go on from.
 * @throws EngineError `task.not-found`, `task.copy-again-refused`, `task.opposite-runs`
 */
export function copyTaskAgain(id: string): Promise<TaskState> {
  return inTurn(id, async () => {
    const row = await findTask(id);
    return unlessOpposite(row, () => engine().copyAgain(id));
  });
}
