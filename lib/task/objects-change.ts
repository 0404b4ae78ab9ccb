import type { ObjectsPreview } from '#engine/engine.ts';
import type { DraftConfig } from '#engine/task/config.ts';
import { counted, text } from '#engine/text.ts';
import { engine } from '#lib/engine.ts';
import type { ObjectsChange } from '#lib/openapi/body.ts';
import { noteInLog } from './note.ts';
import { findPermitted } from './operated.ts';
import { readTask } from './queries.ts';
import { draftChanged, revisionOf } from './revision.ts';
import type { StoredTask } from './store.ts';
import { inTurn } from './turn.ts';
import type { TaskView } from './view.ts';

/**
 * What a change of objects would come to; nothing is changed.
 * @throws EngineError `task.not-found`, `task.operation-refused`, `task.draft-changed`
 */
export async function previewObjects(id: string, change: ObjectsChange): Promise<ObjectsPreview> {
  requireRevision(await findPermitted(id, 'objects'), change);
  const { objects, accepted } = change;
  return engine().previewObjects(id, { objects, accepted });
}

/**
 * Gives a task that follows changes another objects section.
 * @throws EngineError `task.not-found`, `task.operation-refused`, `task.draft-changed`, `objects.*`
 */
export function changeObjects(id: string, change: ObjectsChange): Promise<TaskView> {
  return inTurn(id, async () => {
    requireRevision(await findPermitted(id, 'objects'), change);
    const { objects, accepted } = change;
    const { added, removed } = await engine().changeObjects(id, { objects, accepted });
    await noteInLog(
      id,
      'task.objects',
      text(
        `Objects changed: ${counted(added.length, 'table')} to be added, ${removed.length} taken away`,
        `任务对象已修改：新增 ${added.length} 张表，移除 ${removed.length} 张表`,
      ),
    );
    return readTask(id);
  });
}

function requireRevision({ name, config }: StoredTask, { revision }: ObjectsChange): void {
  if (revision !== undefined && revision !== revisionOf(config as unknown as DraftConfig)) throw draftChanged(name);
}
