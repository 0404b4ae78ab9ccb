import { reading } from '#lib/http/route.ts';
import { browseSchemas } from '#lib/task/browse.ts';

/** The schemas of the task's source. */
export const GET = reading<{ readonly id: string }>(({ params }) => browseSchemas(params.id));
