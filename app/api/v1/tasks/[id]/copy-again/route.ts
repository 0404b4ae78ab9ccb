import { changing } from '#lib/http/route.ts';
import { copyTaskAgain } from '#lib/task/copy-again.ts';

/** Empties the task's tables and copies all rows under a new snapshot; answers with the state of the task. */
export const POST = changing<{ readonly id: string }>({ action: 'task.copy-again' }, async ({ params }) => ({
  state: await copyTaskAgain(params.id),
}));
