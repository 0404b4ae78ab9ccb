import { changing } from '#lib/http/route.ts';
import { renameTask, taskName } from '#lib/task/rename.ts';

/** Gives the task another name; in any state. */
export const POST = changing<{ readonly id: string }, typeof taskName>({ action: 'task.rename', body: taskName }, ({ params, body }) =>
  renameTask(params.id, body.name),
);
