import { z } from 'zod';
import { changing } from '#lib/http/route.ts';
import { acceptFinding, checkTask } from '#lib/task/precheck.ts';

type Params = { readonly id: string; readonly code: string };

const body = z.strictObject({ accepted: z.boolean() });

/** Ignores a warning of the precheck, or takes that back. */
export const PUT = changing<Params, typeof body>({ action: 'task.accept', body }, ({ params, body: { accepted } }) =>
  acceptFinding(params.id, params.code, accepted),
);

/** Looks at this item again, and at no other; answers with all findings. */
export const POST = changing<Params>({ action: 'task.precheck' }, ({ params }) => checkTask(params.id, params.code));
