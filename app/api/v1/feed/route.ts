import { taskKind } from '#engine/task/config.ts';
import { streaming } from '#lib/http/route.ts';
import { followList } from '#lib/task/list-feed.ts';

/** The live task list, of one `?kind=` or of both: `list`, then `rows` and `removed`. */
export const GET = streaming(async ({ url }) => {
  const kind = taskKind.optional().parse(url.searchParams.get('kind') ?? undefined);
  return (send) => followList(kind, send);
});
