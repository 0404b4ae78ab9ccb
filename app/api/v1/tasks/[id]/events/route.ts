import { streaming } from '#lib/http/route.ts';
import { followTask } from '#lib/task/feed.ts';
import { findTask } from '#lib/task/store.ts';

/** The live task: `picture`, then `patch` after `patch`; goes on after Last-Event-ID (or `?after=`) where it can. */
export const GET = streaming<{ readonly id: string }>(async ({ params, request, url }) => {
  await findTask(params.id);
  const after = request.headers.get('last-event-id') ?? url.searchParams.get('after');
  return (send) => followTask(params.id, after, send);
});
