'use client';

import { type UseQueryResult, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { ColumnSummary } from '#engine/engine.ts';
import type { SchemaSummary, TableName, TableSummary } from '#engine/schema/table.ts';
import { api } from '#lib/http/client.ts';
import { useDraft } from '../draft.tsx';
import { queueOf } from './queue.ts';

export type Loaded =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: unknown; readonly retry: () => void }
  | { readonly state: 'loaded'; readonly tables: readonly TableSummary[] };

/** Structure seldom changes while someone chooses from it; a button reads it again. */
const FRESH = { staleTime: 5 * 60_000, retry: false, refetchOnWindowFocus: false } as const;
/** Each read opens a connection to the source, which has few of them. */
const enqueue = queueOf(4);

/** What was read of one source is not shown of another: the endpoint is part of the key. */
function useSource() {
  const { task, draft, flush } = useDraft();
  const key = ['source', task.id, draft.source] as const;
  const path = `/tasks/${encodeURIComponent(task.id)}`;
  const get = useCallback(
    async <T>(what: string, query: Readonly<Record<string, string>> = {}): Promise<T> => {
      await flush();
      return enqueue(() => api<T>('GET', `${path}/${what}?${new URLSearchParams(query)}`));
    },
    [flush, path],
  );
  return { key, get, path };
}

export function useSchemas() {
  const { key, get } = useSource();
  return useQuery({ queryKey: [...key, 'schemas'], queryFn: () => get<readonly SchemaSummary[]>('schemas'), ...FRESH });
}

/** The tables of the named schemas, each read once. `schemas` should be the same list from render to render. */
export function useTables(schemas: readonly string[]): ReadonlyMap<string, Loaded> {
  const { key, get } = useSource();
  const combine = useCallback(
    (results: readonly UseQueryResult<readonly TableSummary[]>[]): ReadonlyMap<string, Loaded> =>
      new Map(schemas.map((schema, index) => [schema, loadedOf(results[index])])),
    [schemas],
  );
  return useQueries({
    queries: schemas.map((schema) => ({
      queryKey: [...key, 'tables', schema],
      queryFn: () => get<readonly TableSummary[]>('tables', { schema }),
      ...FRESH,
    })),
    combine,
  });
}

function loadedOf(result: UseQueryResult<readonly TableSummary[]> | undefined): Loaded {
  if (result?.data !== undefined) return { state: 'loaded', tables: result.data };
  if (result?.isError !== true || result.isFetching) return { state: 'loading' };
  return { state: 'failed', error: result.error, retry: () => void result.refetch() };
}

export function useColumns(table: TableName) {
  const { key, get } = useSource();
  return useQuery({
    queryKey: [...key, 'columns', table.schema, table.name],
    queryFn: () => get<readonly ColumnSummary[]>('columns', { schema: table.schema, table: table.name }),
    ...FRESH,
  });
}

/** Reads everything again that was read of the source. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  const { task } = useDraft();
  return useCallback(() => client.invalidateQueries({ queryKey: ['source', task.id] }), [client, task.id]);
}
