import { changing } from '#lib/http/route.ts';
import { createSimilar } from '#lib/task/copies.ts';

/** A draft with this task's document, without its passwords; answers with its id. */
export const POST = changing<{ readonly id: string }>({ action: 'task.similar' }, ({ params, person }) =>
  createSimilar(params.id, person.id),
);
