import { z } from 'zod';
import type { LimitsChange } from '../engine.ts';
import type { Limits } from '../schema/limits.ts';
import { fullConfig, type TaskConfig, throttleConfig } from './config.ts';
import { invalidLimits } from './refusals.ts';

export type { Limits, Throttle } from '../schema/limits.ts';

/**
 * Where streams are not given; the published row rates of the classes are of the log. On two cores 2, 4 and 8 streams took 3.6, 2.9 and
 * 3.5 s for the same rows (medians of 3); with more cores a person may ask for more.
 */
const STREAMS: Readonly<Record<TaskConfig['start']['instanceClass'], number>> = {
  micro: 1,
  small: 1,
  medium: 2,
  large: 2,
  xlarge: 3,
  '2xlarge': 4,
  unlimited: 4,
};

/** What the document asks for. */
export function limitsOf({ full, start }: Pick<TaskConfig, 'full' | 'start'>): Limits {
  return { throttle: full.throttle, streams: full.streams ?? STREAMS[start.instanceClass] };
}

/** What a person may ask for, of the document's own shapes; what is absent stays as it is. */
export const limitsChange = z.strictObject({
  throttle: throttleConfig.nullable().exactOptional(),
  streams: fullConfig.shape.streams.unwrap().nullable().exactOptional(),
});

/**
 * The document's part on full load with limits changed; streams that are not given any more leave no key behind.
 * @throws EngineError `limits.invalid` naming every value that cannot be used
 */
export function withLimits(full: TaskConfig['full'], change: LimitsChange): TaskConfig['full'] {
  const parsed = limitsChange.safeParse(change);
  if (!parsed.success) throw invalidLimits(parsed.error.issues);
  const { throttle = full.throttle, streams = full.streams ?? null } = parsed.data;
  const { streams: _, ...rest } = full;
  return { ...rest, throttle, ...(streams === null ? {} : { streams }) };
}
