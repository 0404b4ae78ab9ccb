import { changing, streaming } from '#lib/http/route.ts';
import { checkTask } from '#lib/task/precheck.ts';
import { precheckRuns } from '#lib/task/precheck-runs.ts';

type Params = { readonly id: string };

/** The items of a precheck that runs, as they finish: `picture`, then a `finding` each, then `over`. */
export const GET = streaming<Params>(
  async ({ params }) =>
    async (send) =>
      precheckRuns().join(params.id, send),
);

/** Runs the precheck and answers with its findings. */
export const POST = changing<Params>({ action: 'task.precheck' }, ({ params }) => checkTask(params.id));
