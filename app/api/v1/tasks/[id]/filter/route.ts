import { z } from 'zod';
import { changing } from '#lib/http/route.ts';
import { verifyFilter } from '#lib/task/browse.ts';

const body = z.strictObject({ schema: z.string().min(1), table: z.string().min(1), where: z.string().max(100_000) });

/** Whether a WHERE filter is one the source accepts, and where it is wrong. */
export const POST = changing<{ readonly id: string }, typeof body>({ action: 'task.verify-filter', body }, ({ params, body: asked }) =>
  verifyFilter(params.id, { schema: asked.schema, name: asked.table }, asked.where),
);
