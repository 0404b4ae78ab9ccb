import { NO_PROGRESS, type Progress } from '#engine/progress/progress.ts';
import { metadata } from '#lib/metadata/client.ts';
import { taskHub } from './hub.ts';

/**
 * How far a task is: as this process saw it last, else as it was stored, with what versions of before left out. It is read by itself
 * and not with the rest of a task: of thousands of tables it is megabytes, and few who ask for a task ask for that.
 */
export async function progressOf(id: string): Promise<Progress> {
  const live = taskHub().progress(id);
  if (live !== undefined) return live;
  const row = await metadata().task.findUnique({ where: { id }, select: { progress: true } });
  return { ...NO_PROGRESS, ...(row?.progress as unknown as Partial<Progress> | null | undefined) };
}
