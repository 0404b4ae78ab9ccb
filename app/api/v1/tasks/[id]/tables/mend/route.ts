import { z } from 'zod';
import { changing } from '#lib/http/route.ts';
import { mendTable } from '#lib/task/table-mend.ts';

const body = z.strictObject({ table: z.string().min(1), action: z.enum(['retry', 'skip']) });

/** Loads a failed table again, or does without it; answers with the state of the task. */
export const POST = changing<{ readonly id: string }, typeof body>({ action: 'task.mend-table', body }, async ({ params, body: mend }) => ({
  state: await mendTable(params.id, mend),
}));
