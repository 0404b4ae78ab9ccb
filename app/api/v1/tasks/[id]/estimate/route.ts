import { reading } from '#lib/http/route.ts';
import { estimateTask } from '#lib/task/estimate.ts';

/** How much full load would copy, and how long that takes where it can be told. */
export const GET = reading<{ readonly id: string }>(({ params }) => estimateTask(params.id));
