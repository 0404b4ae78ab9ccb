import { changing } from '#lib/http/route.ts';
import { batch, batchForm } from '#lib/task/batch.ts';

/** Starts, pauses, stops or releases many tasks; answers with what came of each. */
export const POST = changing<Record<never, never>, typeof batchForm>(
  { action: 'task.batch', body: batchForm, detail: ({ body: { action, ids } }) => ({ action, tasks: ids.join(', ') }) },
  ({ body, person }) => batch(body, person),
);
