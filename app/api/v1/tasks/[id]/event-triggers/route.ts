import { reading } from '#lib/http/route.ts';
import { browseEventTriggers } from '#lib/task/browse.ts';

/** The names of the event triggers of the task's source. */
export const GET = reading<{ readonly id: string }>(({ params }) => browseEventTriggers(params.id));
