import type { Progress } from '#engine/progress/progress.ts';
import type { TaskState } from '#engine/task/state.ts';
import { perProcess } from '#lib/process.ts';
import type { LogLine } from './view.ts';

/** What the rest of the process hears of a task, after it is stored. */
export type News =
  | { readonly kind: 'state'; readonly state: TaskState }
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'log'; readonly lines: readonly LogLine[] }
  /** Document or findings changed. */
  | { readonly kind: 'document' }
  | { readonly kind: 'removed' };

type Listener = (taskId: string, news: News) => void;

/** Carries news of tasks from those who store them to the event streams. */
export class TaskHub {
  readonly #listeners = new Set<Listener>();
  readonly #progress = new Map<string, Progress>();

  publish(taskId: string, news: News): void {
    if (news.kind === 'progress') this.#progress.set(taskId, news.progress);
    if (news.kind === 'removed') this.#progress.delete(taskId);
    for (const listener of this.#listeners) listener(taskId, news);
  }

  /** Fresher than the stored one, which is written every other second. */
  progress(taskId: string): Progress | undefined {
    return this.#progress.get(taskId);
  }

  /** All of them: of the tasks that worked in this process. */
  allProgress(): ReadonlyMap<string, Progress> {
    return this.#progress;
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** The one hub of this process. */
export function taskHub(): TaskHub {
  return perProcess('task-hub', () => new TaskHub());
}
