import { NO_PROGRESS, type Progress } from '#engine/progress/progress.ts';
import type { Text } from '#engine/text.ts';
import { taskHub } from './hub.ts';
import { findTask, taskStore } from './store.ts';

/** Puts a line into a task's log: what a person did with it. The log says it even when the page that asked is gone. */
export async function noteInLog(id: string, code: string, message: Text): Promise<void> {
  const stored = (await findTask(id)).progress as unknown as Partial<Progress> | null;
  const progress = taskHub().progress(id) ?? { ...NO_PROGRESS, ...stored };
  // What was done stays done when its line cannot be written.
  await taskStore()
    .append(id, [{ kind: 'log', at: Date.now(), level: 'info', code, message }], progress)
    .catch(() => {});
}
