import type { DdlMend } from '#engine/engine.ts';
import type { TaskState } from '#engine/task/state.ts';
import { engine } from '#lib/engine.ts';
import { ifFailedUnlessOpposite } from './opposite.ts';
import { findTask } from './store.ts';
import { inTurn } from './turn.ts';

/**
 * Has a command that the destination refused run again, in other words if need be, or passed over; the rest goes on.
 * @throws EngineError `task.not-found`, `ddl.not-refused`, `ddl.edit-refused`
 */
export function mendDdl(id: string, mend: DdlMend): Promise<TaskState> {
  return inTurn(id, async () => {
    const row = await findTask(id);
    return ifFailedUnlessOpposite(row, () => engine().mendDdl(id, mend));
  });
}
