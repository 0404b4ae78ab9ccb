'use client';

import { useEffect, useState } from 'react';
import type { TaskKind } from '#engine/task/config.ts';
import { COLUMNS, type ColumnId } from './view.ts';

/** How a person wants a list: kept in their browser. */
export interface Preferences {
  readonly hidden: readonly ColumnId[];
  readonly dense: boolean;
}

export const USUAL: Preferences = { hidden: ['rate', 'types', 'group', 'started', 'finished'], dense: false };

/** The usual ones until the browser's are read: the server does not know them. */
export function usePreferences(kind: TaskKind): readonly [Preferences, (next: Preferences) => void] {
  const key = `opendts-list-${kind}`;
  const [preferences, setPreferences] = useState(USUAL);
  useEffect(() => setPreferences(read(key)), [key]);
  const change = (next: Preferences): void => {
    setPreferences(next);
    try {
      window.localStorage.setItem(key, JSON.stringify(next));
    } catch {
      // A browser that keeps nothing: chosen for this visit.
    }
  };
  return [preferences, change];
}

/** What an older version stored may name columns there are no more. */
function read(key: string): Preferences {
  try {
    const found: unknown = JSON.parse(window.localStorage.getItem(key) ?? 'null');
    if (found === null || typeof found !== 'object' || !('hidden' in found) || !Array.isArray(found.hidden)) return USUAL;
    const hidden: readonly unknown[] = found.hidden;
    return { hidden: COLUMNS.filter((column) => hidden.includes(column)), dense: 'dense' in found && found.dense === true };
  } catch {
    return USUAL;
  }
}
