import { createHash } from 'node:crypto';

/**
 * Names of what a task keeps at the source: `dts_sync_` as the seeds name it (dts.md 10.2), then the task. A slot name may
 * hold lower-case letters, digits and underscores only, 63 at most.
 */
export function syncName(taskId: string): string {
  const readable = taskId
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 36);
  const unique = createHash('sha256').update(taskId).digest('hex').slice(0, 10);
  return `dts_sync_${readable}_${unique}`;
}
