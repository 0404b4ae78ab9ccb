import { changing } from '#lib/http/route.ts';
import { checkAgain } from '#lib/task/check-again.ts';

/** Looks once more at what must hold while the task goes on; answers with the findings, which are not kept. */
export const POST = changing<{ readonly id: string }>({ action: 'task.check-again' }, ({ params }) => checkAgain(params.id));
