import { z } from 'zod';
import { fullConfig, throttleConfig } from '#engine/task/config.ts';
import { changing } from '#lib/http/route.ts';
import { adjustLimits } from '#lib/task/limits.ts';

const body = z.strictObject({
  throttle: throttleConfig.nullable().exactOptional(),
  streams: fullConfig.shape.streams.unwrap().nullable().exactOptional(),
});

/** Changes what holds full load back; what is left out stays as it is. Answers with the limits as they are then. */
export const PATCH = changing<{ readonly id: string }, typeof body>({ action: 'task.limits', body }, ({ params, body: change }) =>
  adjustLimits(params.id, change),
);
