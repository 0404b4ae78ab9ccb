import { draftConfig } from '#engine/task/config.ts';
import { changing, reading } from '#lib/http/route.ts';
import { readTask } from '#lib/task/queries.ts';
import { releaseTask, saveDraft } from '#lib/task/verbs.ts';

type Params = { readonly id: string };

export const GET = reading<Params>(({ params }) => readTask(params.id));

/**
 * Saves the draft's document; answers with the state it led to. Secrets that are left out stay as they are. With `?revision=` it is refused
 * when the document that is there is not the one that was edited.
 */
export const PUT = changing<Params, typeof draftConfig>({ action: 'task.edit', body: draftConfig }, ({ params, body, url }) =>
  saveDraft(params.id, body, url.searchParams.get('revision')),
);

/** Releases the task. `?forget=true` drops the record even when something could not be removed. */
export const DELETE = changing<Params>({ action: 'task.release' }, ({ params, url }) =>
  releaseTask(params.id, url.searchParams.get('forget') === 'true'),
);
