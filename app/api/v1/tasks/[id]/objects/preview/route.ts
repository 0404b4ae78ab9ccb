import { changing } from '#lib/http/route.ts';
import { objectsChange } from '#lib/openapi/body.ts';
import { previewObjects } from '#lib/task/objects-change.ts';

/** What another objects section would come to; changes nothing. */
export const POST = changing<{ readonly id: string }, typeof objectsChange>(
  { action: 'task.objects-preview', body: objectsChange },
  ({ params, body }) => previewObjects(params.id, body),
);
