'use client';

import { useState } from 'react';
import type { TaskKind } from '#engine/task/config.ts';
import type { TaskRow } from '#lib/task/view.ts';
import { type Liveness, useEventStream } from './use-event-stream.ts';

export interface LiveTaskList {
  /** Newest first. Null until the whole list has come: a page of thousands is rendered with its first rows only. */
  readonly rows: readonly TaskRow[] | null;
  readonly liveness: Liveness;
}

/** The tasks of one kind, or of both, live. */
export function useTaskList(kind?: TaskKind): LiveTaskList {
  const [rows, setRows] = useState<readonly TaskRow[] | null>(null);
  const liveness = useEventStream(kind === undefined ? '/api/v1/feed' : `/api/v1/feed?kind=${kind}`, {
    list: (data) => setRows(data as readonly TaskRow[]),
    rows: (data) => setRows((before) => merged(before ?? [], data as readonly TaskRow[])),
    removed: (data) => {
      const gone = new Set(data as readonly string[]);
      setRows((before) => before?.filter((each) => !gone.has(each.id)) ?? null);
    },
  });
  return { rows, liveness };
}

/** Rows that are known stay the same objects, so that only those that changed are drawn anew. */
function merged(before: readonly TaskRow[], news: readonly TaskRow[]): readonly TaskRow[] {
  const changed = new Map(news.map((row) => [row.id, row]));
  const kept = before.map((row) => {
    const now = changed.get(row.id);
    changed.delete(row.id);
    return now ?? row;
  });
  return changed.size === 0
    ? kept
    : [...changed.values(), ...kept].sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
}
