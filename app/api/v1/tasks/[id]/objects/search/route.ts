import { z } from 'zod';
import { reading } from '#lib/http/route.ts';
import { findObjects } from '#lib/task/browse.ts';

const query = z.object({ for: z.string().trim().min(1).max(256) });

/** The schemas of the task's source that hold something of this name, and how much: `?for=`. */
export const GET = reading<{ readonly id: string }>(({ params, url }) =>
  findObjects(params.id, query.parse(Object.fromEntries(url.searchParams)).for),
);
