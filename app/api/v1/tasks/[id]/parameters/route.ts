import { parameterChange } from '#engine/task/parameters.ts';
import { changing } from '#lib/http/route.ts';
import { changeParameters } from '#lib/task/parameters.ts';

/** Changes parameters of a task that has begun, by their paths in the document; says whether its worker began again for it. */
export const PATCH = changing<{ readonly id: string }, typeof parameterChange>(
  { action: 'task.parameters', body: parameterChange },
  ({ params, body }) => changeParameters(params.id, body),
);
