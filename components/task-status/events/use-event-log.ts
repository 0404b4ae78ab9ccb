'use client';

import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { api } from '#lib/http/client.ts';
import { logSearch } from '#lib/task/log-filter.ts';
import type { LogLine } from '#lib/task/view.ts';
import { useNow } from '../use-now.ts';
import { filterOf, isBackwards, isFiltered, type LogView } from './log-view.ts';
import { merged } from './merge.ts';

const PAGE = 200;
/** The feed keeps this many live lines (lib/live/use-task-feed.ts): beyond, the stored log must fill in. */
const LIVE_LINES = 2_000;
/** How often a range that goes along with the clock leaves lines behind. */
const STEP_MS = 10_000;

export function logKey(taskId: string) {
  return ['task-log', taskId] as const;
}

export interface EventLogInit {
  readonly taskId: string;
  /** What the page was rendered with, newest first. */
  readonly initial: readonly LogLine[];
  /** What came since, oldest first. */
  readonly live: readonly LogLine[];
  readonly view: LogView;
}

/** The event log: stored pages, searched by the server and fetched on demand, with what happens now on top. */
export function useEventLog({ taskId, initial, live, view }: EventLogInit) {
  const client = useQueryClient();
  const { level, q, range, from, to } = view;
  const query = useInfiniteQuery({
    queryKey: [...logKey(taskId), level, q.trim(), range, from, to],
    queryFn: ({ pageParam }) => {
      const params = logSearch(filterOf(view, Date.now()));
      params.set('limit', String(PAGE));
      if (pageParam !== null) params.set('before', String(pageParam));
      return api<readonly LogLine[]>('GET', `/tasks/${encodeURIComponent(taskId)}/log?${params}`);
    },
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)?.seq),
    staleTime: Number.POSITIVE_INFINITY,
    // The lines stay while the next ones are on their way.
    placeholderData: keepPreviousData,
    enabled: !isBackwards(view),
    ...(isFiltered(view) ? {} : { initialData: { pages: [initial], pageParams: [null] } }),
  });
  const pages = query.data?.pages;
  const newest = pages?.[0]?.[0]?.seq ?? 0;
  const oldestLive = live[0]?.seq ?? 0;
  // Of a filter the newest stored line may stay an old one: asked again before what is live now has all gone by.
  const gap = live.length >= LIVE_LINES && oldestLive > newest ? Math.floor(oldestLive / LIVE_LINES) : null;
  useEffect(() => {
    if (gap !== null) void client.invalidateQueries({ queryKey: logKey(taskId) });
  }, [gap, client, taskId]);
  const step = Math.floor((useNow(range !== 'all' && range !== 'custom') ?? 0) / STEP_MS);
  const filter = useMemo(() => filterOf(view, step * STEP_MS), [view, step]);
  const lines = useMemo(() => merged(pages ?? [], live, filter), [pages, live, filter]);
  return { lines, query, filter } as const;
}
