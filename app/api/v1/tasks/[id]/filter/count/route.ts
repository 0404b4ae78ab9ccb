import { changing } from '#lib/http/route.ts';
import { countAsked } from '#lib/task/asked.ts';
import { countFiltered } from '#lib/task/browse.ts';

/** How many rows a WHERE filter lets through. Who goes away ends the counting at the source. */
export const POST = changing<{ readonly id: string }, typeof countAsked>(
  { action: 'task.count-filter', body: countAsked },
  ({ params, body: { schema, table, where }, request }) =>
    countFiltered(params.id, { table: { schema, name: table }, where, signal: request.signal }),
);
