import { changing } from '#lib/http/route.ts';
import { tableMend } from '#lib/task/asked.ts';
import { mendTable } from '#lib/task/table-mend.ts';

/** Loads a failed table again, or does without it; answers with the state of the task. */
export const POST = changing<{ readonly id: string }, typeof tableMend>(
  { action: 'task.mend-table', body: tableMend },
  async ({ params, body: mend }) => ({
    state: await mendTable(params.id, mend),
  }),
);
