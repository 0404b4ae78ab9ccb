import { type LogFilter, matchesLog } from '#lib/task/log-filter.ts';
import type { LogLine } from '#lib/task/view.ts';

/**
 * Stored pages and live lines as one log, newest first, each line once. Stored ones are looked at again: a range that goes along with
 * the clock leaves them behind, and those of the filter before stand in while the next are on their way.
 */
export function merged(pages: readonly (readonly LogLine[])[], live: readonly LogLine[], filter: LogFilter): readonly LogLine[] {
  const newest = pages[0]?.[0]?.seq ?? Number.NEGATIVE_INFINITY;
  const fresh = live.filter(({ seq }) => seq > newest);
  return [...fresh.toReversed(), ...pages.flat()].filter((line) => matchesLog(line, filter));
}
