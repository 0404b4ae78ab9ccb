import { changing } from '#lib/http/route.ts';
import { createReverse } from '#lib/task/copies.ts';

/** A draft that brings the destination's changes back; answers with its id and the tables whose filter it could not take over. */
export const POST = changing<{ readonly id: string }>({ action: 'task.reverse' }, ({ params, person }) =>
  createReverse(params.id, person.id),
);
