import { limitsChange } from '#engine/task/limits.ts';
import { changing } from '#lib/http/route.ts';
import { adjustLimits } from '#lib/task/limits.ts';

/** Changes what holds a task back; what is left out stays as it is. Answers with the limits as they are then. */
export const PATCH = changing<{ readonly id: string }, typeof limitsChange>(
  { action: 'task.limits', body: limitsChange },
  ({ params, body }) => adjustLimits(params.id, body),
);
