import type { ChangeEvent } from '../schema/row.ts';

/** Events in sections that end with a command: what comes after it is read with the tables as it leaves them. */
export function* toCommands(events: readonly ChangeEvent[]): Generator<readonly ChangeEvent[], void, undefined> {
  let from = 0;
  for (let at = 0; at < events.length; at += 1) {
    if (events[at]?.kind !== 'ddl') continue;
    yield events.slice(from, at + 1);
    from = at + 1;
  }
  if (from < events.length || events.length === 0) yield from === 0 ? events : events.slice(from);
}
