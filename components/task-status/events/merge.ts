import type { Level } from '#engine/progress/event.ts';
import type { LogLine } from '#lib/task/view.ts';

export type LevelFilter = 'all' | Level;

/** Stored pages and live lines as one log, newest first, each line once. */
export function merged(pages: readonly (readonly LogLine[])[], live: readonly LogLine[], level: LevelFilter): readonly LogLine[] {
  const newest = pages[0]?.[0]?.seq ?? Number.NEGATIVE_INFINITY;
  const fresh = live.filter((line) => line.seq > newest && (level === 'all' || line.level === level));
  return [...fresh.toReversed(), ...pages.flat()];
}

export function searched(lines: readonly LogLine[], search: string): readonly LogLine[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return lines;
  return lines.filter(({ message, hint, table, code }) =>
    [message.en, message.zh, hint?.en, hint?.zh, table, code].some((part) => part?.toLowerCase().includes(wanted)),
  );
}
