import { z } from 'zod';
import { changing } from '#lib/http/route.ts';
import { signalTask } from '#lib/task/verbs.ts';

const signal = z.enum(['start', 'pause', 'resume', 'stop']);

/**
 * Starts, pauses, resumes or stops the task; answers with the state it led to. With `?revision=` it is refused when the document that is
 * there is not the one that was seen.
 */
export const POST = changing<{ readonly id: string; readonly signal: string }>({ action: 'task.signal' }, async ({ params, url }) => ({
  state: await signalTask(params.id, signal.parse(params.signal), url.searchParams.get('revision')),
}));
