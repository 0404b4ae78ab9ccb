import { z } from 'zod';
import { changing } from '#lib/http/route.ts';
import { mendTask } from '#lib/task/structure.ts';

const body = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('retry'), statement: z.string().min(1), sql: z.string().regex(/\S/).max(4_000_000).optional() }),
  z.strictObject({ action: z.literal('skip'), statements: z.array(z.string().min(1)).min(1) }),
]);

/** Runs a failed statement again, in other words if it brings some, or skips some; answers with the state of the task. */
export const POST = changing<{ readonly id: string }, typeof body>({ action: 'task.mend', body }, async ({ params, body: mend }) => ({
  state: await mendTask(params.id, mend),
}));
