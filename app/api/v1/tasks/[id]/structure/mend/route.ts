import { changing } from '#lib/http/route.ts';
import { statementMend } from '#lib/task/asked.ts';
import { mendTask } from '#lib/task/structure.ts';

/** Runs a failed statement again, in other words if it brings some, or skips some; answers with the state of the task. */
export const POST = changing<{ readonly id: string }, typeof statementMend>(
  { action: 'task.mend', body: statementMend },
  async ({ params, body: mend }) => ({
    state: await mendTask(params.id, mend),
  }),
);
