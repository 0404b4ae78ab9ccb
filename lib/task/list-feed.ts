import type { TaskKind } from '#engine/task/config.ts';
import type { StreamEvent } from '#lib/http/sse.ts';
import { perProcess } from '#lib/process.ts';
import { taskHub } from './hub.ts';
import { listTasks } from './list.ts';
import type { TaskRow } from './view.ts';

const FLUSH_MS = 500;

interface Listener {
  readonly kind: TaskKind | undefined;
  readonly send: (event: StreamEvent) => void;
}

/**
 * Reads what changed once for all browsers that have a list open, and tells only rows that look otherwise than before: most news of
 * a running task changes nothing in its row.
 */
class ListFeed {
  readonly #listeners = new Set<Listener>();
  readonly #changed = new Set<string>();
  /** Each row as it was last told to everybody who listens. */
  readonly #told = new Map<string, string>();
  #timer: NodeJS.Timeout | null = null;
  #unsubscribe: (() => void) | null = null;

  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    // Its list may show a row otherwise than the others were told of: one that then looks as before would be no news to them alone.
    this.#told.clear();
    this.#unsubscribe ??= taskHub().subscribe((taskId) => {
      this.#changed.add(taskId);
      this.#timer ??= setTimeout(() => void this.#flush(), FLUSH_MS);
    });
    return () => this.#remove(listener);
  }

  #remove(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#changed.clear();
    this.#told.clear();
  }

  async #flush(): Promise<void> {
    const ids = [...this.#changed];
    this.#changed.clear();
    try {
      const rows = await listTasks({ ids });
      this.#tell(rows, new Set(ids));
    } catch {
      // The store is away for a moment: told when it is back.
      for (const id of ids) this.#changed.add(id);
    }
    this.#timer = this.#changed.size > 0 && this.#listeners.size > 0 ? setTimeout(() => void this.#flush(), FLUSH_MS) : null;
  }

  #tell(rows: readonly TaskRow[], gone: Set<string>): void {
    const news = rows.filter((row) => {
      gone.delete(row.id);
      const now = JSON.stringify(row);
      if (this.#told.get(row.id) === now) return false;
      this.#told.set(row.id, now);
      return true;
    });
    for (const id of gone) this.#told.delete(id);
    // One message for all who look at the same kind: its bytes are made once (sse.ts).
    const kinds = new Set([...this.#listeners].map(({ kind }) => kind));
    const rowsOf = new Map([...kinds].map((kind) => [kind, rowsMessage(news, kind)]));
    const removed = gone.size > 0 ? { event: 'removed', data: [...gone] } : null;
    for (const { kind, send } of this.#listeners) {
      const own = rowsOf.get(kind) ?? null;
      if (own !== null) send(own);
      if (removed !== null) send(removed);
    }
  }
}

/** Null where none of them is of this kind. */
function rowsMessage(news: readonly TaskRow[], kind: TaskKind | undefined): StreamEvent | null {
  const own = kind === undefined ? news : news.filter((row) => row.kind === kind);
  return own.length > 0 ? { event: 'rows', data: own } : null;
}

/** Lets one browser follow the list: all rows first, then those that change, and the ids of those that went. */
export async function followList(kind: TaskKind | undefined, send: (event: StreamEvent) => void): Promise<() => void> {
  const waiting: StreamEvent[] = [];
  let begun = false;
  // Heard from before the list is read: what changes meanwhile is told after it.
  const end = perProcess('list-feed', () => new ListFeed()).add({ kind, send: (event) => (begun ? send(event) : waiting.push(event)) });
  try {
    send({ event: 'list', data: await listTasks(kind === undefined ? {} : { kind }) });
    begun = true;
    for (const event of waiting) send(event);
  } catch (error) {
    end();
    throw error;
  }
  return end;
}
