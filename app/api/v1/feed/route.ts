import { streaming } from '#lib/http/route.ts';
import { followList } from '#lib/task/list-feed.ts';

/** The live task list: `list`, then `row` and `removed`. */
export const GET = streaming(async () => followList);
