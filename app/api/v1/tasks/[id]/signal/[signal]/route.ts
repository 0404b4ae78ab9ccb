import { z } from 'zod';
import { changing } from '#lib/http/route.ts';
import { signalTask } from '#lib/task/verbs.ts';

const signal = z.enum(['start', 'pause', 'resume', 'stop']);

/** Starts, pauses, resumes or stops the task; answers with the state it led to. */
export const POST = changing<{ readonly id: string; readonly signal: string }>({ action: 'task.signal' }, async ({ params }) => ({
  state: await signalTask(params.id, signal.parse(params.signal)),
}));
