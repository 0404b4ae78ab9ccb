'use client';

import { useEffect, useState } from 'react';
import { NO_FILTER, type StructureFilter } from '#lib/task/structure-page.ts';

/** A person who types is not asked for every letter. */
const TYPING_MS = 250;

/** What is filtered for; `typed` is the search as it stands in the field, a moment ahead of the one that is asked for. */
export function useFilter() {
  const [filter, setFilter] = useState<StructureFilter>(NO_FILTER);
  const [typed, type] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setFilter((before) => (before.q === typed.trim() ? before : { ...before, q: typed.trim() })), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const change = (edit: Partial<StructureFilter>) => setFilter((before) => ({ ...before, ...edit }));
  return { filter, typed, type, change } as const;
}
