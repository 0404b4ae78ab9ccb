import { notFound } from 'next/navigation';
import { isEngineError } from '#engine/errors.ts';
import { readTask } from './queries.ts';
import type { TaskView } from './view.ts';

/** For pages: the task, or the page that says there is none. */
export async function requireTask(id: string): Promise<TaskView> {
  try {
    return await readTask(id);
  } catch (error) {
    if (isEngineError(error) && error.code === 'task.not-found') notFound();
    throw error;
  }
}
