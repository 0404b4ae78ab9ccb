import { changing } from '#lib/http/route.ts';
import { ddlMend } from '#lib/task/asked.ts';
import { mendDdl } from '#lib/task/ddl-mend.ts';

/** Runs a command that the destination refused again, other statements in its place, or passes it over; answers with the state of the task. */
export const POST = changing<{ readonly id: string }, typeof ddlMend>(
  { action: 'task.mend-ddl', body: ddlMend },
  async ({ params, body: mend }) => ({
    state: await mendDdl(params.id, mend),
  }),
);
