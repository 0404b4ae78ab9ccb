import { z } from 'zod';
import { reading } from '#lib/http/route.ts';
import { readLog } from '#lib/task/log.ts';

const query = z.object({
  before: z.coerce.number().int().positive().nullable().default(null),
  level: z.enum(['info', 'warn', 'error']).nullable().default(null),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});

/** A page of the event log, newest first. */
export const GET = reading<{ readonly id: string }>(({ params, url }) =>
  readLog(params.id, query.parse(Object.fromEntries(url.searchParams))),
);
