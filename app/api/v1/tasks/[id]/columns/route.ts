import { z } from 'zod';
import { reading } from '#lib/http/route.ts';
import { browseColumns } from '#lib/task/browse.ts';

const query = z.object({ schema: z.string().min(1), table: z.string().min(1) });

/** The columns of one table of the task's source: `?schema=&table=`. */
export const GET = reading<{ readonly id: string }>(({ params, url }) => {
  const { schema, table } = query.parse(Object.fromEntries(url.searchParams));
  return browseColumns(params.id, { schema, name: table });
});
