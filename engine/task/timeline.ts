import type { SourceTimeline } from '../plan/plan.ts';
import type { Position } from '../schema/row.ts';

/**
 * Whether the destination has something that is not part of the source's log: the timeline it was followed on is none that the source's
 * own came from, or was left before it. `reached`: up to where the destination has it.
 */
export function isBeyond(known: SourceTimeline, ends: ReadonlyMap<number, Position>, reached: Position): boolean {
  const end = ends.get(known.number);
  return end === undefined || end < (known.until ?? reached);
}

/**
 * What is to be remembered from here on. Where the timeline is not told, as at a standby, the one of before holds for what was reached by
 * then, and for nothing that is followed since.
 */
export function remembered(now: number | null, known: SourceTimeline | null, reached: Position | null): SourceTimeline | null {
  if (now !== null) return { number: now };
  return known === null || reached === null ? null : { ...known, until: known.until ?? reached };
}
