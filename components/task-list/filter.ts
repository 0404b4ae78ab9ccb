import { isDraft } from '#components/task/state.ts';
import { isRunning, type StateName } from '#engine/task/state.ts';
import type { Place, TaskRow } from '#lib/task/view.ts';

export const FILTERS = ['all', 'running', 'failed', 'paused', 'draft', 'finished', 'stopped'] as const;
export type Filter = (typeof FILTERS)[number];

export function isFilter(value: string): value is Filter {
  return (FILTERS as readonly string[]).includes(value);
}

function groupOf(state: StateName): Filter {
  if (isRunning(state)) return 'running';
  if (isDraft(state)) return 'draft';
  return isFilter(state) ? state : 'all';
}

function wordsOf(place: Place | null): readonly string[] {
  return place === null ? [] : [place.connection ?? '', place.host, place.database];
}

/** Rows in which every word of the search occurs. */
export function searched(rows: readonly TaskRow[], search: string): readonly TaskRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = [row.name, row.id, ...wordsOf(row.source), ...wordsOf(row.destination)].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export function filtered(rows: readonly TaskRow[], filter: Filter): readonly TaskRow[] {
  return filter === 'all' ? rows : rows.filter((row) => groupOf(row.state.name) === filter);
}

export function counts(rows: readonly TaskRow[]): Readonly<Record<Filter, number>> {
  const result = { all: rows.length, draft: 0, running: 0, paused: 0, failed: 0, finished: 0, stopped: 0 };
  for (const row of rows) result[groupOf(row.state.name)] += 1;
  return { ...result, all: rows.length };
}
