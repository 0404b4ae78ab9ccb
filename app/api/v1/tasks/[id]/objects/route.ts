import { z } from 'zod';
import { reading } from '#lib/http/route.ts';
import { browseObjects } from '#lib/task/browse.ts';

const query = z.object({ schema: z.string().min(1) });

/** What one schema of the task's source holds, tables only for what belongs with them: `?schema=`. */
export const GET = reading<{ readonly id: string }>(({ params, url }) =>
  browseObjects(params.id, query.parse(Object.fromEntries(url.searchParams)).schema),
);
