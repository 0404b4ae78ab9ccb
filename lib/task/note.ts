import type { Text } from '#engine/text.ts';
import { progressOf } from './progress.ts';
import { taskStore } from './store.ts';

/** Puts a line into a task's log: what a person did with it. The log says it even when the page that asked is gone. */
export async function noteInLog(id: string, code: string, message: Text): Promise<void> {
  const progress = await progressOf(id);
  // What was done stays done when its line cannot be written.
  await taskStore()
    .append(id, [{ kind: 'log', at: Date.now(), level: 'info', code, message }], progress)
    .catch(() => {});
}
