import { z } from 'zod';
import type { LimitsChange } from '../engine.ts';
import type { Limits } from '../schema/limits.ts';
import {
  changeThrottleConfig,
  type EndpointType,
  fullConfig,
  instanceClass,
  selectdbConfig,
  type TaskConfig,
  throttleConfig,
  walLimitConfig,
} from './config.ts';
import { invalidLimits } from './refusals.ts';

export type { ChangeThrottle, Limits, Throttle } from '../schema/limits.ts';

/** Where streams are not given; null: one for each processor. */
const STREAMS: Readonly<Record<TaskConfig['start']['instanceClass'], number | null>> = {
  micro: 1,
  small: 1,
  medium: 2,
  large: 4,
  xlarge: 6,
  '2xlarge': 8,
  unlimited: null,
};
/** Changed rows a second, as the classes are published; null: any number. */
const ROWS: Readonly<Record<TaskConfig['start']['instanceClass'], number | null>> = {
  micro: 200,
  small: 2_000,
  medium: 5_000,
  large: 6_000,
  xlarge: 7_000,
  '2xlarge': 11_000,
  unlimited: null,
};
const FEWEST = 2;
const MOST = 8;

/** Streams of an instance class; null: one for each processor of the engine's machine. */
export function streamsOf(instanceClass: TaskConfig['start']['instanceClass']): number | null {
  return STREAMS[instanceClass];
}

/** Changed rows a second that an instance class lets through; null: any number. */
export function classRowsOf(instanceClass: TaskConfig['start']['instanceClass']): number | null {
  return ROWS[instanceClass];
}

/** The parts of the document that limits are in. */
export type LimitedParts = Pick<TaskConfig, 'full' | 'incremental'> & Partial<Pick<TaskConfig, 'start' | 'selectdb'>>;

/**
 * What the document asks for. Two streams fill two processors; four on them cost the servers a tenth more processor time for the same
 * rows (24.5 s against 21.7 s for 1.5 GB).
 */
export function limitsOf({ full, incremental, start, selectdb }: LimitedParts & Pick<TaskConfig, 'start'>, processors = FEWEST): Limits {
  const streams = full.streams ?? STREAMS[start.instanceClass] ?? Math.min(MOST, Math.max(FEWEST, processors));
  const { throttle, walLimit } = incremental;
  const gatherMs = selectdb?.reservoirMilliseconds;
  return {
    throttle: full.throttle,
    streams,
    incremental: throttle,
    classRows: ROWS[start.instanceClass],
    walLimit,
    ...(gatherMs === undefined ? {} : { gatherMs }),
  };
}

/** What a person may ask for, of the document's own shapes; what is absent stays as it is. */
export const limitsChange = z.strictObject({
  throttle: throttleConfig.nullable().exactOptional(),
  incremental: changeThrottleConfig.nullable().exactOptional(),
  streams: fullConfig.shape.streams.unwrap().nullable().exactOptional(),
  walLimit: walLimitConfig.exactOptional(),
  instanceClass: instanceClass.exactOptional(),
  reservoirMilliseconds: selectdbConfig.shape.reservoirMilliseconds.unwrap().exactOptional(),
});

/**
 * The document's parts with limits changed; streams that are not given any more leave no key behind.
 * @throws EngineError `limits.invalid` naming every value that cannot be used, or that means nothing for the destination
 */
export function withLimits(parts: LimitedParts, change: LimitsChange, destination: EndpointType | null = null): LimitedParts {
  const { full, incremental, start, selectdb } = parts;
  const parsed = limitsChange.safeParse(change);
  if (!parsed.success) throw invalidLimits(parsed.error.issues);
  const { throttle = full.throttle, incremental: changes = incremental.throttle, streams = full.streams ?? null } = parsed.data;
  const { walLimit = incremental.walLimit, instanceClass: chosen, reservoirMilliseconds } = parsed.data;
  if (reservoirMilliseconds !== undefined && destination !== 'selectdb')
    throw invalidLimits([{ path: ['reservoirMilliseconds'], message: 'only for SelectDB' }]);
  const { streams: _, ...rest } = full;
  return {
    full: { ...rest, throttle, ...(streams === null ? {} : { streams }) },
    incremental: { ...incremental, throttle: changes, walLimit },
    ...(chosen === undefined ? {} : { start: { ...start, instanceClass: chosen } }),
    ...(reservoirMilliseconds === undefined ? {} : { selectdb: { ...selectdb, reservoirMilliseconds } }),
  };
}
