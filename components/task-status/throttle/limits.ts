import { type DraftConfig, fullConfig, NO_FULL, NO_INCREMENTAL, NO_START } from '#engine/task/config.ts';
import { type Limits, limitsOf, streamsOf } from '#engine/task/limits.ts';

/** A step of the task that can be held back. */
export type LimitedPart = 'full' | 'incremental';

/** A stored document, which may be of before there were limits. */
export type LimitedConfig = Partial<Pick<DraftConfig, 'full' | 'incremental' | 'start'>>;

/** What the document asks for, and what its class says of streams (null: one for each processor, which the engine knows). */
export function documentLimits({ full, incremental, start }: LimitedConfig): {
  readonly limits: Limits;
  readonly classStreams: number | null;
} {
  const parts = { full: { ...NO_FULL, ...full }, incremental: { ...NO_INCREMENTAL, ...incremental } };
  const whole = { ...parts, start: start ?? NO_START };
  return { limits: limitsOf(whole), classStreams: streamsOf(whole.start.instanceClass) };
}

/** Whether so many streams can be asked for; undefined is what cannot be read. */
export function areStreams(streams: number | undefined): streams is number {
  return streams !== undefined && fullConfig.shape.streams.safeParse(streams).success;
}
