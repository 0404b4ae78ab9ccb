import { z } from 'zod';
import { changing } from '#lib/http/route.ts';
import { mendDdl } from '#lib/task/ddl-mend.ts';

const about = { refused: z.string().min(1), attempt: z.number().int().min(1) };
const body = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('retry'), ...about, sql: z.string().regex(/\S/).max(4_000_000).optional() }),
  z.strictObject({ action: z.literal('skip'), ...about }),
]);

/** Runs a command that the destination refused again, other statements in its place, or passes it over; answers with the state of the task. */
export const POST = changing<{ readonly id: string }, typeof body>({ action: 'task.mend-ddl', body }, async ({ params, body: mend }) => ({
  state: await mendDdl(params.id, mend),
}));
