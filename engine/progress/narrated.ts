import type { TaskEvent } from './event.ts';
import { narrate } from './narrate.ts';
import { Folding, type Progress } from './progress.ts';

/** What was told, with the lines of the log that it comes to, and the picture after it. Pure. */
export function narrated(
  before: Progress,
  told: readonly TaskEvent[],
): { readonly events: readonly TaskEvent[]; readonly progress: Progress } {
  const events: TaskEvent[] = [];
  const folding = new Folding(before);
  for (const event of told) {
    events.push(event, ...narrate(event, folding.progress));
    folding.add(event);
  }
  return { events, progress: folding.progress };
}
