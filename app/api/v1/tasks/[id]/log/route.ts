import { reading } from '#lib/http/route.ts';
import { readLog } from '#lib/task/log.ts';
import { logQuery } from '#lib/task/log-query.ts';

/** A page of the event log, newest first. */
export const GET = reading<{ readonly id: string }>(({ params, url }) =>
  readLog(params.id, logQuery.parse(Object.fromEntries(url.searchParams))),
);
