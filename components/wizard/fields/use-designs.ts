'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import type { TableDesign } from '#engine/engine.ts';
import { type TableId, type TableName, tableId } from '#engine/schema/table.ts';
import type { SelectDbTable } from '#engine/task/config.ts';
import { api } from '#lib/http/client.ts';
import { useDraft } from '../draft.tsx';
import { withModel } from './model.ts';

/** What becomes of the tables, read once a visit; a table that is changed is asked for again by itself. */
export function useDesigns() {
  const { task, draft, change, flush } = useDraft();
  const client = useQueryClient();
  const path = `/tasks/${encodeURIComponent(task.id)}/designs`;
  // What the step itself changes is no part of it: the answer for one table is put in its place.
  const asked = JSON.stringify([draft.source, draft.destination, draft.conflictMode, draft.nameCase, draft.objects.map(withoutModels)]);
  const key = useMemo(() => ['designs', task.id, asked] as const, [task.id, asked]);
  const latest = useRef(new Map<TableId, number>());
  const [pending, setPending] = useState<ReadonlySet<TableId>>(new Set());
  const [failure, setFailure] = useState<unknown>(null);
  const query = useQuery({
    queryKey: key,
    queryFn: async () => {
      await flush();
      return api<readonly TableDesign[]>('GET', path);
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });

  const set = async (table: TableName, model: SelectDbTable | null): Promise<void> => {
    const id = tableId(table);
    const turn = (latest.current.get(id) ?? 0) + 1;
    latest.current.set(id, turn);
    change((before) => ({ ...before, objects: withModel(before.objects, table, model) }));
    setPending((before) => new Set([...before, id]));
    try {
      await flush();
      const [design] = await api<readonly TableDesign[]>(
        'GET',
        `${path}?${new URLSearchParams({ schema: table.schema, table: table.name })}`,
      );
      // An older answer must not stand in the place of a newer one.
      if (latest.current.get(id) !== turn || design === undefined) return;
      client.setQueryData<readonly TableDesign[]>(key, (all) => all?.map((each) => (tableId(each.source) === id ? design : each)));
      setFailure(null);
    } catch (error) {
      setFailure(error);
    } finally {
      if (latest.current.get(id) === turn) setPending((before) => new Set([...before].filter((each) => each !== id)));
    }
  };

  return { query, set, pending, failure };
}

function withoutModels(object: ReturnType<typeof useDraft>['draft']['objects'][number]) {
  const { selectdb: _, tables, ...rest } = object;
  return { ...rest, tables: tables?.map(({ selectdb: __, ...table }) => table) };
}
