import type { TableMend } from '#engine/engine.ts';
import type { TaskState } from '#engine/task/state.ts';
import { engine } from '#lib/engine.ts';
import { ifFailedUnlessOpposite } from './opposite.ts';
import { findTask } from './store.ts';
import { inTurn } from './turn.ts';

/**
 * Has a table whose rows failed to load loaded again, or passed over; the rest goes on.
 * @throws EngineError `task.not-found`, `table.not-failed`
 */
export function mendTable(id: string, mend: TableMend): Promise<TaskState> {
  return inTurn(id, async () => {
    const row = await findTask(id);
    return ifFailedUnlessOpposite(row, () => engine().mendTable(id, mend));
  });
}
