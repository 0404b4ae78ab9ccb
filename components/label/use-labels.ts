'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '#lib/http/client.ts';
import type { GroupView, Labels, TagView } from '#lib/label/view.ts';

const KEY = ['labels'] as const;

async function fetchLabels(): Promise<Labels> {
  const [groups, tags] = await Promise.all([api<readonly GroupView[]>('GET', '/groups'), api<readonly TagView[]>('GET', '/tags')]);
  return { groups, tags };
}

/** All resource groups and environment tags; null until they have come, unless the page brought them. */
export function useLabels(initial?: Labels): Labels | null {
  const { data } = useQuery({ queryKey: KEY, queryFn: fetchLabels, ...(initial === undefined ? {} : { initialData: initial }) });
  return data ?? null;
}

/** Fetches them again, after one was made, changed, or given to tasks. */
export function useFreshLabels(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: KEY });
}
