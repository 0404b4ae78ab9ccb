'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '#lib/http/client.ts';
import type { Liveness } from '#lib/live/use-event-stream.ts';
import type { Overview } from '#lib/task/overview.ts';

const EVERY_MS = 3_000;

/** The overview, asked for every few seconds while the page is looked at. */
export function useOverview(initial: Overview): { readonly overview: Overview; readonly liveness: Liveness; readonly refresh: () => void } {
  const { data, isError, dataUpdatedAt, refetch } = useQuery({
    queryKey: ['overview'],
    queryFn: () => api<Overview>('GET', '/overview'),
    initialData: initial,
    refetchInterval: EVERY_MS,
    retry: false,
  });
  const [opened, setOpened] = useState(true);
  useEffect(() => setOpened(false), []);
  const liveness: Liveness = isError ? { state: 'lost', since: dataUpdatedAt } : { state: opened ? 'connecting' : 'live' };
  return { overview: data, liveness, refresh: () => void refetch() };
}
