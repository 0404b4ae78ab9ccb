import { reading } from '#lib/http/route.ts';
import { eventStream } from '#lib/http/sse.ts';
import { followList } from '#lib/task/list-feed.ts';

/** The live task list: `list`, then `row` and `removed`. */
export const GET = reading(async ({ request }) => eventStream(request, followList));
