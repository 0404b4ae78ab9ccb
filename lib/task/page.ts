import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { isEngineError } from '#engine/errors.ts';
import { requireSession } from '#lib/session/session.ts';
import { readTask } from './queries.ts';
import type { TaskView } from './view.ts';

/** For pages: the task, or the page that says there is none. Layout, page and title of one request read it once. */
export const requireTask = cache(async (id: string): Promise<TaskView> => {
  try {
    return await readTask(id);
  } catch (error) {
    if (isEngineError(error) && error.code === 'task.not-found') notFound();
    throw error;
  }
});

/** Pages of one task go by its name, by which tabs can be told apart. */
export async function taskTitle({ params }: { readonly params: Promise<{ id: string }> }): Promise<Metadata> {
  await requireSession();
  const { config } = await requireTask((await params).id);
  return config.name === '' ? {} : { title: config.name };
}

/** What Next hands to a page. */
export type SearchParams = Promise<Readonly<Record<string, string | readonly string[] | undefined>>>;

/** As a browser reads them: of a name that is given twice the first counts. */
export async function toParams(asked: SearchParams): Promise<URLSearchParams> {
  const entries = Object.entries(await asked).flatMap(([name, value]) => {
    const first = typeof value === 'string' ? value : value?.[0];
    return first === undefined ? [] : [[name, first]];
  });
  return new URLSearchParams(entries);
}
