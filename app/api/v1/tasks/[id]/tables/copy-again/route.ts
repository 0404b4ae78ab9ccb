import { changing } from '#lib/http/route.ts';
import { tableAsked } from '#lib/task/asked.ts';
import { copyTableAgain } from '#lib/task/table-copy.ts';

/** Has the rows of one table copied again; answers with the state of the task. */
export const POST = changing<{ readonly id: string }, typeof tableAsked>(
  { action: 'task.copy-table', body: tableAsked },
  async ({ params, body: { table } }) => ({
    state: await copyTableAgain(params.id, table),
  }),
);
