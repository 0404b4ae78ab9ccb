import { z } from 'zod';
import { changing } from '#lib/http/route.ts';
import { diagnoseSide } from '#lib/task/browse.ts';

const body = z.strictObject({ side: z.enum(['source', 'destination']) });

/** Tests one of the task's connections, stage by stage. */
export const POST = changing<{ readonly id: string }, typeof body>({ action: 'task.diagnose', body }, ({ params, body: { side } }) =>
  diagnoseSide(params.id, side),
);
