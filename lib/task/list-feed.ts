import type { StreamEvent } from '#lib/http/sse.ts';
import { taskHub } from './hub.ts';
import { listTasks, readRow } from './queries.ts';

const FLUSH_MS = 500;

/** Lets one browser follow the task list: all rows first, then each that changes, and the ids of those that went. */
export async function followList(send: (event: StreamEvent) => void): Promise<() => void> {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let ended = false;
  const flush = async (): Promise<void> => {
    const ids = [...changed];
    changed.clear();
    for (const id of ids) {
      const row = await readRow(id).catch(() => undefined);
      if (ended || row === undefined) continue;
      send(row === null ? { event: 'removed', data: { id } } : { event: 'row', data: row });
    }
    timer = changed.size > 0 && !ended ? setTimeout(() => void flush(), FLUSH_MS) : null;
  };
  // Heard from before the list is read: what changes meanwhile is told after it.
  const unsubscribe = taskHub().subscribe((taskId) => {
    changed.add(taskId);
    timer ??= setTimeout(() => void flush(), FLUSH_MS);
  });
  const end = (): void => {
    ended = true;
    unsubscribe();
    if (timer !== null) clearTimeout(timer);
  };
  try {
    send({ event: 'list', data: await listTasks() });
  } catch (error) {
    end();
    throw error;
  }
  return end;
}
