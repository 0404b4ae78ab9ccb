import { NO_PROGRESS, type Progress } from '#engine/progress/progress.ts';
import type { DraftConfig } from '#engine/task/config.ts';
import { engine } from '#lib/engine.ts';
import { metadata } from '#lib/metadata/client.ts';
import { openDocument } from './document.ts';
import { type TaskEstimate, timeOf } from './estimate-time.ts';
import { findTask } from './store.ts';

/** Of the tasks that copied anything, the last ones: the machine may have been another before. */
const RECENT = 10;
/** Less says nothing of a rate. */
const LEAST_BYTES = 10_000_000;

/** @throws EngineError `task.not-found`, `document.incomplete`, or that the source cannot be read */
export async function estimateTask(id: string): Promise<TaskEstimate> {
  const config = await openDocument((await findTask(id)).config as unknown as DraftConfig);
  const [estimate, rate] = await Promise.all([engine().estimate(config), measuredRate()]);
  return { ...estimate, ...timeOf(estimate, config.full.throttle, rate) };
}

/** Bytes a second that earlier tasks copied, tables together; null when there were none worth measuring. */
async function measuredRate(): Promise<number | null> {
  const rows = await metadata().task.findMany({
    where: { startedAt: { not: null } },
    orderBy: { startedAt: 'desc' },
    select: { progress: true },
    take: RECENT,
  });
  let bytes = 0;
  let milliseconds = 0;
  for (const { progress } of rows) {
    const load = loadOf({ ...NO_PROGRESS, ...(progress as unknown as Partial<Progress> | null) });
    if (load === null) continue;
    bytes += load.bytes;
    milliseconds += load.milliseconds;
  }
  return milliseconds === 0 ? null : (bytes * 1_000) / milliseconds;
}

/** From the first table's first row to the last one's last. */
function loadOf(progress: Progress): { readonly bytes: number; readonly milliseconds: number } | null {
  const step = progress.steps.find((each) => each.step === 'full');
  if (step?.startedAt == null || step.finishedAt === null) return null;
  const bytes = Object.values(progress.tables).reduce((sum, { size }) => sum + size, 0);
  return bytes < LEAST_BYTES ? null : { bytes, milliseconds: Math.max(1, step.finishedAt - step.startedAt) };
}
