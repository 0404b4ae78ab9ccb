'use client';

import { useCallback, useMemo, useState } from 'react';
import type { TaskRow } from '#lib/task/view.ts';

export interface SelectedTasks {
  readonly ids: ReadonlySet<string>;
  readonly tasks: readonly TaskRow[];
  readonly toggle: (id: string, on: boolean) => void;
  readonly toggleAll: (on: boolean) => void;
  readonly clear: () => void;
}

/** Which of the rows shown are selected: what a filter hides is not, or something would be done to tasks nobody sees. */
export function useSelection(rows: readonly TaskRow[]): SelectedTasks {
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const tasks = useMemo(() => (marked.size === 0 ? [] : rows.filter(({ id }) => marked.has(id))), [rows, marked]);
  const ids = useMemo(() => new Set(tasks.map(({ id }) => id)), [tasks]);
  const toggle = useCallback(
    (id: string, on: boolean) =>
      setMarked((before) => {
        const next = new Set(before);
        if (on) next.add(id);
        else next.delete(id);
        return next;
      }),
    [],
  );
  const toggleAll = useCallback((on: boolean) => setMarked(on ? new Set(rows.map(({ id }) => id)) : new Set()), [rows]);
  const clear = useCallback(() => setMarked(new Set()), []);
  return { ids, tasks, toggle, toggleAll, clear };
}
