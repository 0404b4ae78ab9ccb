import type { Page } from '@playwright/test';
import type { TaskView } from '#lib/task/view.ts';
import type { Stack } from '../stack.ts';

export const TASK = 'shop to cloud';

/** What one person's way goes through: a stack, one browser window, and the task that is made on the way. */
export class Walk {
  #stack: Stack | null = null;
  #page: Page | null = null;
  id = '';

  begin(stack: Stack, page: Page): void {
    this.#stack = stack;
    this.#page = page;
  }

  get stack(): Stack {
    if (this.#stack === null) throw new Error('The walk has not begun.');
    return this.#stack;
  }

  get page(): Page {
    if (this.#page === null) throw new Error('The walk has not begun.');
    return this.#page;
  }

  /** The API with the person's own session. */
  async get<T>(path: string): Promise<T> {
    const answer = await this.page.request.get(`${this.stack.url}/api/v1/tasks/${this.id}${path}`);
    if (!answer.ok()) throw new Error(`GET ${path}: ${answer.status()} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  task(): Promise<TaskView> {
    return this.get<TaskView>('');
  }
}
