import type { SourceTimeline } from '../plan/plan.ts';
import { distance, type Position } from '../schema/row.ts';

/** `elsewhere`: the source's timeline did not come from the one that was followed. `lacking`: it did, so many bytes before its end. */
export type Beyond = { readonly kind: 'elsewhere' } | { readonly kind: 'lacking'; readonly bytes: number };

/**
 * What the destination has that is not part of the source's log; null: nothing. `reached`: up to where the destination has it. Also where
 * no row may have been in it: a position counts every record, and what the source has written at that place since would be passed over.
 */
export function beyond(known: SourceTimeline, ends: ReadonlyMap<number, Position>, reached: Position): Beyond | null {
  const end = ends.get(known.number);
  if (end === undefined) return { kind: 'elsewhere' };
  const seen = known.until ?? reached;
  return end < seen ? { kind: 'lacking', bytes: distance(end, seen) } : null;
}

/**
 * What is to be remembered from here on. Where the timeline is not told, as at a standby, the one of before holds for what was reached by
 * then, and for nothing that is followed since.
 */
export function remembered(now: number | null, known: SourceTimeline | null, reached: Position | null): SourceTimeline | null {
  if (now !== null) return { number: now };
  return known === null || reached === null ? null : { ...known, until: known.until ?? reached };
}
