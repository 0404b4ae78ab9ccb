import { changing } from '#lib/http/route.ts';
import { filterAsked } from '#lib/task/asked.ts';
import { verifyFilter } from '#lib/task/browse.ts';

/** Whether a WHERE filter is one the source accepts, and where it is wrong. */
export const POST = changing<{ readonly id: string }, typeof filterAsked>(
  { action: 'task.verify-filter', body: filterAsked },
  ({ params, body: asked }) => verifyFilter(params.id, { schema: asked.schema, name: asked.table }, asked.where),
);
