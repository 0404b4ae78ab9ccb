import { type DraftConfig, fullConfig, NO_FULL, NO_START } from '#engine/task/config.ts';
import { type Limits, limitsOf } from '#engine/task/limits.ts';

/** A stored document, which may be of before there were limits. */
export type LimitedConfig = Partial<Pick<DraftConfig, 'full' | 'start'>>;

/** What the document asks for, and what it would ask for if it said nothing of streams. */
export function documentLimits({ full, start }: LimitedConfig): { readonly limits: Limits; readonly classStreams: number } {
  const whole = { full: { ...NO_FULL, ...full }, start: start ?? NO_START };
  const { streams: _, ...silent } = whole.full;
  return { limits: limitsOf(whole), classStreams: limitsOf({ ...whole, full: silent }).streams };
}

/** Whether so many streams can be asked for; undefined is what cannot be read. */
export function areStreams(streams: number | undefined): streams is number {
  return streams !== undefined && fullConfig.shape.streams.safeParse(streams).success;
}
