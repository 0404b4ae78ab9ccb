import { isDraft } from '#components/task/state.ts';
import { isRunning, type StateName } from '#engine/task/state.ts';
import type { Place, TaskRow } from '#lib/task/view.ts';
import { type ColumnId, type ListView, NO_TAG, STATE_GROUPS, type StateGroup } from './view.ts';

export function groupOf(state: StateName): StateGroup {
  if (isRunning(state)) return 'running';
  if (isDraft(state)) return 'draft';
  return STATE_GROUPS.find((group) => group === state) ?? 'stopped';
}

/** What an arranged list shows, and how many rows each choice of a filter would leave, the other filters applied. */
export interface Arranged {
  readonly rows: readonly TaskRow[];
  readonly counts: Readonly<Record<Facet, Readonly<Record<string, number>>>>;
  /** Of all rows, before any filter. */
  readonly all: number;
}

const FACETS = ['states', 'sources', 'destinations', 'tags', 'groups'] as const;
type Facet = (typeof FACETS)[number];

const VALUE: Readonly<Record<Facet, (row: TaskRow) => string>> = {
  states: (row) => groupOf(row.state.name),
  sources: (row) => row.source?.type ?? '',
  destinations: (row) => row.destination?.type ?? '',
  tags: (row) => row.tag ?? NO_TAG,
  groups: (row) => row.group,
};

/** Pure, and the same on both sides: a page is rendered with the first rows of what the browser then shows. */
export function arrange(rows: readonly TaskRow[], view: ListView): Arranged {
  const counts: Record<Facet, Record<string, number>> = { states: {}, sources: {}, destinations: {}, tags: {}, groups: {} };
  const shown: TaskRow[] = [];
  const words = view.search.toLowerCase().split(/\s+/).filter(Boolean);
  for (const row of rows) {
    if (!matches(row, words)) continue;
    const missed = FACETS.filter((facet) => view[facet].length > 0 && !(view[facet] as readonly string[]).includes(VALUE[facet](row)));
    if (missed.length === 0) shown.push(row);
    for (const facet of FACETS) {
      if (missed.some((each) => each !== facet)) continue;
      const value = VALUE[facet](row);
      counts[facet][value] = (counts[facet][value] ?? 0) + 1;
    }
  }
  return { rows: sorted(shown, view.sort), counts, all: rows.length };
}

/** Rows in which every word of the search occurs. */
function matches(row: TaskRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = [row.name, row.id, ...wordsOf(row.source), ...wordsOf(row.destination)].join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}

function wordsOf(place: Place | null): readonly string[] {
  return place === null ? [] : [place.connection ?? '', place.host, place.database];
}

/** Those that want something first: what sorting by state is for. */
const URGENCY: Readonly<Record<StateName, number>> = {
  failed: 0,
  blocked: 1,
  paused: 2,
  preparing: 3,
  loading: 4,
  streaming: 5,
  checking: 6,
  ready: 7,
  draft: 8,
  finished: 9,
  stopped: 10,
};

type Key = (row: TaskRow) => string | number | null;

const KEY: Readonly<Record<ColumnId, Key>> = {
  task: (row) => row.name,
  state: (row) => URGENCY[row.state.name],
  progress: (row) => row.percent,
  lag: (row) => row.lagMs,
  rate: (row) => row.rate,
  route: (row) => (row.source === null ? null : `${row.source.connection ?? row.source.host} ${row.source.database}`),
  types: (row) => row.types.length,
  tag: (row) => row.tag,
  group: (row) => row.group,
  created: (row) => row.createdAt,
  started: (row) => row.startedAt,
  finished: (row) => row.finishedAt,
};

/** Compared as text, which is their order. */
const TIMES: ReadonlySet<ColumnId> = new Set<ColumnId>(['created', 'started', 'finished']);

const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Rows without a value come last whichever way it is sorted. Of equal ones the newest is first. */
function sorted(rows: readonly TaskRow[], { by, descending }: ListView['sort']): readonly TaskRow[] {
  const turn = descending ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: KEY[by](row) }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return a.key === b.key ? newer(a.row, b.row) : a.key === null ? 1 : -1;
    return turn * compare(a.key, b.key, by) || newer(a.row, b.row);
  });
  return keyed.map(({ row }) => row);
}

function compare(a: string | number, b: string | number, by: ColumnId): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (TIMES.has(by)) return a < b ? -1 : a > b ? 1 : 0;
  return words.compare(String(a), String(b));
}

function newer(a: TaskRow, b: TaskRow): number {
  return a.createdAt > b.createdAt ? -1 : a.createdAt < b.createdAt ? 1 : 0;
}
