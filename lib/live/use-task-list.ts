'use client';

import { useState } from 'react';
import type { TaskRow } from '#lib/task/view.ts';
import { type Liveness, useEventStream } from './use-event-stream.ts';

/** The task list, live and newest first. */
export function useTaskList(initial: readonly TaskRow[]): { readonly rows: readonly TaskRow[]; readonly liveness: Liveness } {
  const [rows, setRows] = useState(initial);
  const liveness = useEventStream('/api/v1/feed', {
    list: (data) => setRows(data as readonly TaskRow[]),
    row: (data) => {
      const row = data as TaskRow;
      setRows((before) =>
        before.some((each) => each.id === row.id) ? before.map((each) => (each.id === row.id ? row : each)) : [row, ...before],
      );
    },
    removed: (data) => setRows((before) => before.filter((each) => each.id !== (data as { id: string }).id)),
  });
  return { rows, liveness };
}
