import type { StreamEvent } from '#lib/http/sse.ts';
import { taskHub } from './hub.ts';
import { listTasks } from './queries.ts';

const FLUSH_MS = 500;

/** Lets one browser follow the task list: all rows first, then each that changes, and the ids of those that went. */
export async function followList(send: (event: StreamEvent) => void): Promise<() => void> {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let ended = false;
  const flush = async (): Promise<void> => {
    const ids = [...changed];
    changed.clear();
    try {
      const rows = new Map((await listTasks(ids)).map((row) => [row.id, row]));
      for (const id of ended ? [] : ids) {
        const row = rows.get(id);
        send(row === undefined ? { event: 'removed', data: { id } } : { event: 'row', data: row });
      }
    } catch {
      // The store is away for a moment: told when it is back.
      for (const id of ids) changed.add(id);
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
