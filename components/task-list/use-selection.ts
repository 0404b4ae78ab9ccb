'use client';

import { useCallback, useMemo, useRef } from 'react';
import type { TaskRow } from '#lib/task/view.ts';

export interface SelectedTasks {
  readonly ids: ReadonlySet<string>;
  readonly tasks: readonly TaskRow[];
  readonly toggle: (id: string, on: boolean) => void;
  readonly toggleAll: (on: boolean) => void;
  readonly clear: () => void;
}

/**
 * Which of the rows shown are selected: what a filter hides is not, or something would be done to tasks nobody sees.
 * @param marked ids, as the view has them
 */
export function useSelection(
  rows: readonly TaskRow[],
  marked: readonly string[],
  setMarked: (ids: readonly string[]) => void,
): SelectedTasks {
  const wanted = useMemo(() => new Set(marked), [marked]);
  const tasks = useMemo(() => (wanted.size === 0 ? [] : rows.filter(({ id }) => wanted.has(id))), [rows, wanted]);
  const ids = useMemo(() => new Set(tasks.map(({ id }) => id)), [tasks]);
  // A row is drawn anew only when it changes: what it calls stays the same.
  const latest = useRef({ wanted, setMarked });
  latest.current = { wanted, setMarked };
  const toggle = useCallback((id: string, on: boolean) => {
    const others = [...latest.current.wanted].filter((each) => each !== id);
    latest.current.setMarked(on ? [...others, id] : others);
  }, []);
  const toggleAll = useCallback((on: boolean) => latest.current.setMarked(on ? rows.map(({ id }) => id) : []), [rows]);
  const clear = useCallback(() => latest.current.setMarked([]), []);
  return { ids, tasks, toggle, toggleAll, clear };
}
