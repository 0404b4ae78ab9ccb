import { z } from 'zod';
import type { DraftConfig } from '#engine/task/config.ts';
import { text } from '#engine/text.ts';
import { metadata } from '#lib/metadata/client.ts';
import { taskHub } from './hub.ts';
import { noteInLog } from './note.ts';
import { findPermitted } from './operated.ts';
import { json } from './store.ts';
import { inTurn } from './turn.ts';

export const taskName = z.strictObject({ name: z.string().trim().min(1).max(128) });

/**
 * Gives a task another name, whatever it does: nothing in either database is called by it.
 * @throws EngineError `task.not-found`
 */
export function renameTask(id: string, name: string): Promise<{ readonly name: string }> {
  return inTurn(id, async () => {
    const row = await findPermitted(id, 'rename');
    if (row.name === name) return { name };
    const config = { ...(row.config as unknown as DraftConfig), name };
    await metadata().task.update({ where: { id }, data: { name, config: json(config) }, select: { id: true } });
    taskHub().publish(id, { kind: 'document' });
    await noteInLog(id, 'task.renamed', text(`Renamed from ${row.name} to ${name}`, `任务名称由 ${row.name} 改为 ${name}`));
    return { name };
  });
}
