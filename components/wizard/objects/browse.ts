'use client';

import { keepPreviousData, type UseQueryResult, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { ColumnSummary, ObjectSummary } from '#engine/engine.ts';
import type { SchemaHits, SchemaSummary, TableName, TableSummary } from '#engine/schema/table.ts';
import { api } from '#lib/http/client.ts';
import { type DraftValue, useDraft } from '../draft.tsx';
import { queueOf } from './queue.ts';

export type Loaded =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: unknown; readonly retry: () => void }
  | ({ readonly state: 'loaded' } & Held);

/** What one schema of the source holds. */
export interface Held {
  readonly tables: readonly TableSummary[];
  /** What is not a table, and of tables what belongs with them. */
  readonly objects: readonly ObjectSummary[];
}

/** Structure seldom changes while someone chooses from it; a button reads it again. */
const FRESH = { staleTime: 5 * 60_000, retry: false, refetchOnWindowFocus: false } as const;
/** Each read opens a connection to the source, which has few of them. */
const enqueue = queueOf(4);

/** Where what one schema of a source holds is kept, once it was read. */
export function contentsKey(taskId: string, source: DraftValue['draft']['source'], schema: string) {
  return ['source', taskId, source, 'contents', schema] as const;
}

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

/** Which schemas hold something of this name; of the name before until the answer is there. */
export function useFound(wanted: string) {
  const { key, get } = useSource();
  return useQuery({
    queryKey: [...key, 'found', wanted],
    queryFn: () => get<readonly SchemaHits[]>('objects/search', { for: wanted }),
    enabled: wanted !== '',
    placeholderData: keepPreviousData,
    ...FRESH,
  });
}

/** What the named schemas hold, each read once. `schemas` should be the same list from render to render. */
export function useContents(schemas: readonly string[]): ReadonlyMap<string, Loaded> {
  const { get } = useSource();
  const { task, draft } = useDraft();
  const combine = useCallback(
    (results: readonly UseQueryResult<Held>[]): ReadonlyMap<string, Loaded> =>
      new Map(schemas.map((schema, index) => [schema, loadedOf(results[index])])),
    [schemas],
  );
  return useQueries({
    queries: schemas.map((schema) => ({
      queryKey: contentsKey(task.id, draft.source, schema),
      queryFn: async (): Promise<Held> => {
        const [tables, objects] = await Promise.all([
          get<readonly TableSummary[]>('tables', { schema }),
          get<readonly ObjectSummary[]>('objects', { schema }),
        ]);
        return { tables, objects };
      },
      ...FRESH,
    })),
    combine,
  });
}

function loadedOf(result: UseQueryResult<Held> | undefined): Loaded {
  if (result?.data !== undefined) return { state: 'loaded', ...result.data };
  if (result?.isError !== true || result.isFetching) return { state: 'loading' };
  return { state: 'failed', error: result.error, retry: () => void result.refetch() };
}

/** The names of the database's event triggers. */
export function useEventTriggers() {
  const { key, get } = useSource();
  return useQuery({ queryKey: [...key, 'event-triggers'], queryFn: () => get<readonly string[]>('event-triggers'), ...FRESH });
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
