import { changing } from '#lib/http/route.ts';
import { sideAsked } from '#lib/task/asked.ts';
import { diagnoseSide } from '#lib/task/browse.ts';

/** Tests one of the task's connections, stage by stage. */
export const POST = changing<{ readonly id: string }, typeof sideAsked>(
  { action: 'task.diagnose', body: sideAsked },
  ({ params, body: { side } }) => diagnoseSide(params.id, side),
);
