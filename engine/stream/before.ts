import type { ChangeEvent, Position } from '../schema/row.ts';

/**
 * Events of transactions that are committed before a place in the log. `over` is that place once one has come that is not: all before it
 * is in `events` then, or was before.
 */
export function before(
  events: readonly ChangeEvent[],
  until: Position | null,
): { readonly events: readonly ChangeEvent[]; readonly over: Position | null } {
  const at = until === null ? -1 : events.findIndex((event) => event.kind === 'begin' && event.commit >= until);
  return at < 0 ? { events, over: null } : { events: events.slice(0, at), over: until };
}
