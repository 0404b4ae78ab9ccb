import { changing } from '#lib/http/route.ts';
import { changeEndpoint, endpointChange } from '#lib/task/endpoint-change.ts';

/** Another account, password or address of one of the task's databases; the database itself must be the same. */
export const PUT = changing<{ readonly id: string }, typeof endpointChange>(
  { action: 'task.endpoint', body: endpointChange },
  ({ params, body }) => changeEndpoint(params.id, body),
);
