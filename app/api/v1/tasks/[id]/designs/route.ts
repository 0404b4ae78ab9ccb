import { z } from 'zod';
import { reading } from '#lib/http/route.ts';
import { browseDesigns } from '#lib/task/browse.ts';

const query = z.union([z.object({ schema: z.string().min(1), table: z.string().min(1) }), z.object({})]);

/** How the task's tables would be made, where its destination has models of tables; of one: `?schema=&table=`. */
export const GET = reading<{ readonly id: string }>(({ params, url }) => {
  const asked = query.parse(Object.fromEntries(url.searchParams));
  return browseDesigns(params.id, 'table' in asked ? { schema: asked.schema, name: asked.table } : null);
});
