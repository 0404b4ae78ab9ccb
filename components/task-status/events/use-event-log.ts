'use client';

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { api } from '#lib/http/client.ts';
import type { LogLine } from '#lib/task/view.ts';
import { type LevelFilter, merged } from './merge.ts';

const PAGE = 200;
/** The feed keeps this many live lines (lib/live/use-task-feed.ts): beyond, the stored log must fill in. */
const LIVE_LINES = 2_000;

export function logKey(taskId: string) {
  return ['task-log', taskId] as const;
}

export interface EventLogInit {
  readonly taskId: string;
  /** What the page was rendered with, newest first. */
  readonly initial: readonly LogLine[];
  /** What came since, oldest first. */
  readonly live: readonly LogLine[];
  readonly level: LevelFilter;
}

/** The event log: stored pages, fetched on demand, with what happens now on top. */
export function useEventLog({ taskId, initial, live, level }: EventLogInit) {
  const client = useQueryClient();
  const query = useInfiniteQuery({
    queryKey: [...logKey(taskId), level],
    queryFn: ({ pageParam }) => {
      const params = new URLSearchParams({ limit: String(PAGE) });
      if (pageParam !== null) params.set('before', String(pageParam));
      if (level !== 'all') params.set('level', level);
      return api<readonly LogLine[]>('GET', `/tasks/${encodeURIComponent(taskId)}/log?${params}`);
    },
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)?.seq),
    staleTime: Number.POSITIVE_INFINITY,
    ...(level === 'all' ? { initialData: { pages: [initial], pageParams: [null] } } : {}),
  });
  const pages = query.data?.pages;
  const newest = pages?.[0]?.[0]?.seq ?? 0;
  const oldestLive = live[0]?.seq ?? 0;
  const gap = live.length >= LIVE_LINES && oldestLive > newest;
  useEffect(() => {
    if (gap) void client.invalidateQueries({ queryKey: logKey(taskId) });
  }, [gap, client, taskId]);
  const lines = useMemo(() => merged(pages ?? [], live, level), [pages, live, level]);
  return { lines, query } as const;
}
