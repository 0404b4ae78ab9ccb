'use client';

import { keepPreviousData, type UseQueryResult, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { api } from '#lib/http/client.ts';
import {
  NO_FILTER,
  type StructureFilter,
  type StructureItems,
  type StructureList,
  type StructurePage,
  structureSearch,
} from '#lib/task/structure-page.ts';

export interface StructureOf {
  readonly taskId: string;
  /** Another one asks anew: the moment the document was changed, say. */
  readonly version: string;
}

const PAGE = 100;
/** The server keeps what it read; this only spares asking it again for every change of a tab. */
const STALE_MS = 30_000;

function ask<List extends StructureList>(taskId: string, list: List, search: string): Promise<StructurePage<StructureItems[List]>> {
  return api('GET', `/tasks/${encodeURIComponent(taskId)}/structure?${search}${search === '' ? '' : '&'}list=${list}`);
}

/** A list without any filter: how many there are, of which kinds, and when they were read. */
export function useStructureTotals<List extends StructureList>({ taskId, version }: StructureOf, list: List) {
  return useQuery({
    queryKey: ['structure', taskId, version, list, 'totals'],
    queryFn: () => ask(taskId, list, 'limit=1'),
    staleTime: STALE_MS,
  });
}

/** Fetches again what is shown; `fresh` has the databases read again first. */
export function useStructureRefresh({ taskId, version }: StructureOf) {
  const client = useQueryClient();
  return useCallback(
    async (fresh = false): Promise<void> => {
      if (fresh) await ask(taskId, 'statements', 'limit=1&fresh=1');
      await client.invalidateQueries({ queryKey: ['structure', taskId, version] });
    },
    [client, taskId, version],
  );
}

/** A line of a list; without its item until the page it is on has come. */
export interface StructureLine<Item> {
  readonly position: number;
  readonly item: Item | null;
}

export interface StructureLines<Item> {
  readonly lines: readonly StructureLine<Item>[];
  /** The first page: counts, and whether it has come. */
  readonly head: UseQueryResult<StructurePage<Item>>;
  /** Asks for the page that a line in sight is on. */
  readonly want: (position: number) => void;
}

/** What matches, of which only the pages in sight are fetched: a plan may have tens of thousands of statements. */
export function useStructureLines<List extends StructureList>(
  { taskId, version }: StructureOf,
  list: List,
  filter: StructureFilter = NO_FILTER,
): StructureLines<StructureItems[List]> {
  const search = structureSearch(filter);
  const [wanted, setWanted] = useState<{ readonly search: string; readonly pages: readonly number[] }>({ search, pages: [] });
  const query = (page: number) => ({
    queryKey: ['structure', taskId, version, list, search, page],
    queryFn: () => ask(taskId, list, `${search}${search === '' ? '' : '&'}offset=${page * PAGE}&limit=${PAGE}`),
    staleTime: STALE_MS,
  });
  const head = useQuery({ ...query(0), placeholderData: keepPreviousData });
  const numbers = wanted.search === search ? wanted.pages : [];
  const others = useQueries({ queries: numbers.map(query), combine: dataOf<StructurePage<StructureItems[List]>> });
  const lines = useMemo(() => {
    const pages = new Map([head.data, ...others].flatMap((page) => (page === undefined ? [] : [[page.offset, page.items] as const])));
    return Array.from(
      { length: head.data?.matched ?? 0 },
      (_, position): StructureLine<StructureItems[List]> => ({
        position,
        item: pages.get(Math.floor(position / PAGE) * PAGE)?.[position % PAGE] ?? null,
      }),
    );
  }, [head.data, others]);
  const want = useCallback(
    (position: number) => {
      const page = Math.floor(position / PAGE);
      if (page === 0) return;
      setWanted((before) => {
        const pages = before.search === search ? before.pages : [];
        return pages.includes(page) ? before : { search, pages: [...pages, page] };
      });
    },
    [search],
  );
  return { lines, head, want };
}

function dataOf<Page>(results: readonly { readonly data: Page | undefined }[]): readonly (Page | undefined)[] {
  return results.map(({ data }) => data);
}
