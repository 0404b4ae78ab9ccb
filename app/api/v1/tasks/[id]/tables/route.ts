import { z } from 'zod';
import { reading } from '#lib/http/route.ts';
import { browseTables } from '#lib/task/browse.ts';

const query = z.object({ schema: z.string().min(1) });

/** The tables of one schema of the task's source: `?schema=`. */
export const GET = reading<{ readonly id: string }>(({ params, url }) =>
  browseTables(params.id, query.parse(Object.fromEntries(url.searchParams)).schema),
);
