import { z } from 'zod';
import type { LimitsChange } from '../engine.ts';
import type { Limits } from '../schema/limits.ts';
import { fullConfig, type TaskConfig, throttleConfig } from './config.ts';
import { invalidLimits } from './refusals.ts';

export type { Limits, Throttle } from '../schema/limits.ts';

/** Where streams are not given; null: one for each processor. The published row rates of the classes are of the log. */
const STREAMS: Readonly<Record<TaskConfig['start']['instanceClass'], number | null>> = {
  micro: 1,
  small: 1,
  medium: 2,
  large: 4,
  xlarge: 6,
  '2xlarge': 8,
  unlimited: null,
};
const FEWEST = 2;
const MOST = 8;

/** Streams of an instance class; null: one for each processor of the engine's machine. */
export function streamsOf(instanceClass: TaskConfig['start']['instanceClass']): number | null {
  return STREAMS[instanceClass];
}

/**
 * What the document asks for. Two streams fill two processors; four on them cost the servers a tenth more processor time for the same
 * rows (24.5 s against 21.7 s for 1.5 GB).
 */
export function limitsOf({ full, start }: Pick<TaskConfig, 'full' | 'start'>, processors = FEWEST): Limits {
  const streams = full.streams ?? STREAMS[start.instanceClass] ?? Math.min(MOST, Math.max(FEWEST, processors));
  return { throttle: full.throttle, streams };
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
