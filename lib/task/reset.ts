import type { ReleaseReport } from '#engine/engine.ts';
import { NO_PROGRESS } from '#engine/progress/progress.ts';
import type { DraftConfig } from '#engine/task/config.ts';
import type { TaskState } from '#engine/task/state.ts';
import { text } from '#engine/text.ts';
import { engine } from '#lib/engine.ts';
import { metadata } from '#lib/metadata/client.ts';
import { taskHub } from './hub.ts';
import { nextState } from './next-state.ts';
import { noteInLog } from './note.ts';
import { findPermitted } from './operated.ts';
import { json, NO_JSON, taskStore } from './store.ts';
import { inTurn } from './turn.ts';

/**
 * Makes a task that has begun a draft again, with its document: what it keeps in both databases is removed first, rows and structure at
 * the destination stay. While something could not be removed the task stays as it is: begun anew it would take up an old slot or old
 * marks, and leave out what happened meanwhile.
 * @throws EngineError `task.not-found`, `task.operation-refused`
 */
export function resetTask(id: string): Promise<ReleaseReport> {
  return inTurn(id, async () => {
    const row = await findPermitted(id, 'reset');
    const draft = nextState(row.state as unknown as TaskState, { kind: 'reset' });
    const report = await engine().release(id);
    if (report.leftovers.length > 0) return report;
    taskStore().forget(id);
    const config: DraftConfig = { ...(row.config as unknown as DraftConfig), accepted: [] };
    await metadata().task.update({
      where: { id },
      data: {
        config: json(config),
        state: json(draft),
        stateName: draft.name,
        findings: NO_JSON,
        checkedAt: null,
        plan: NO_JSON,
        progress: NO_JSON,
        summary: NO_JSON,
        startedAt: null,
        finishedAt: null,
      },
      select: { id: true },
    });
    taskHub().publish(id, { kind: 'progress', progress: NO_PROGRESS });
    taskHub().publish(id, { kind: 'state', state: draft });
    taskHub().publish(id, { kind: 'document' });
    const told = text('Reset: the task is a draft again', '任务已重置为草稿');
    await noteInLog(id, 'task.reset', told);
    return report;
  });
}
