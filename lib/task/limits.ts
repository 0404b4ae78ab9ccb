import type { LimitsChange } from '#engine/engine.ts';
import type { Limits } from '#engine/schema/limits.ts';
import { engine } from '#lib/engine.ts';
import { findTask } from './store.ts';
import { inTurn } from './turn.ts';

/**
 * Changes what holds a task back, in its document and, at once, where it runs.
 * @throws EngineError `task.not-found`, `limits.invalid`, `task.transition-refused`
 */
export function adjustLimits(id: string, change: LimitsChange): Promise<Limits> {
  return inTurn(id, async () => {
    await findTask(id);
    return engine().adjust(id, change);
  });
}
