'use client';

import { useEffect, useState } from 'react';
import type { TaskKind } from '#engine/task/config.ts';
import { keep, kept, type Preferences, USUAL } from './preferences.ts';

/** The usual ones until the browser's are read: the server does not know them. */
export function usePreferences(kind: TaskKind): readonly [Preferences, (next: Preferences) => void] {
  const key = `opendts-list-${kind}`;
  const [preferences, setPreferences] = useState(USUAL);
  useEffect(() => setPreferences(read(key)), [key]);
  const change = (next: Preferences): void => {
    setPreferences(next);
    try {
      window.localStorage.setItem(key, keep(next));
    } catch {
      // A browser that keeps nothing: chosen for this visit.
    }
  };
  return [preferences, change];
}

function read(key: string): Preferences {
  try {
    return kept(window.localStorage.getItem(key));
  } catch {
    return USUAL;
  }
}
