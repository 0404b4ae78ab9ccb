import { changing } from '#lib/http/route.ts';
import { checkTask } from '#lib/task/precheck.ts';

/** Runs the precheck and answers with its findings. */
export const POST = changing<{ readonly id: string }>({ action: 'task.precheck' }, ({ params }) => checkTask(params.id));
