import { changing } from '#lib/http/route.ts';
import { resetTask } from '#lib/task/reset.ts';

/** Makes a task that has begun a draft again; answers with what could not be removed, and then it stays as it is. */
export const POST = changing<{ readonly id: string }>({ action: 'task.reset' }, ({ params }) => resetTask(params.id));
