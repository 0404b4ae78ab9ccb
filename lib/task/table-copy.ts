import type { TaskState } from '#engine/task/state.ts';
import { engine } from '#lib/engine.ts';
import { findPermitted } from './operated.ts';
import { inTurn } from './turn.ts';

/**
 * Has the rows of one table taken from the destination and copied again; the others go on.
 * @throws EngineError `task.not-found`, `task.operation-refused`, `table.not-copied-again`
 */
export function copyTableAgain(id: string, table: string): Promise<TaskState> {
  return inTurn(id, async () => {
    await findPermitted(id, 'copy-table');
    return engine().copyTable(id, table);
  });
}
