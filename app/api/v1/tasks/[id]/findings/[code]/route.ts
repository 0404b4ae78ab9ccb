import { z } from 'zod';
import { changing } from '#lib/http/route.ts';
import { acceptFinding } from '#lib/task/precheck.ts';

const body = z.strictObject({ accepted: z.boolean() });

/** Ignores a warning of the precheck, or takes that back. */
export const PUT = changing<{ readonly id: string; readonly code: string }, typeof body>(
  { action: 'task.accept', body },
  ({ params, body: { accepted } }) => acceptFinding(params.id, params.code, accepted),
);
