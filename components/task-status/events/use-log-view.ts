'use client';

import { useSearchParams } from 'next/navigation';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type LogView, readLogView, WHOLE_VIEW, writeLogView } from './log-view.ts';

/** A person who types is not asked for every letter. */
const TYPING_MS = 250;

/**
 * The view of the log, kept in the address: it survives a reload and can be sent to someone. `typed` is as it stands in the fields, a
 * moment ahead of what is `asked` for.
 */
export function useLogView() {
  const params = useSearchParams();
  const asked = useMemo(() => readLogView(params), [params]);
  const [typed, setTyped] = useState(asked);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const wait = (): void => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
  };
  const write = (next: LogView): void => {
    timer.current = null;
    window.history.replaceState(null, '', `?${writeLogView(next, new URLSearchParams(window.location.search))}`);
  };
  // Somebody else changed the address: a link to the errors, or the way back.
  useEffect(() => {
    if (timer.current === null) setTyped(asked);
  }, [asked]);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  const type = (part: Partial<LogView>): void => {
    const next = { ...typed, ...part };
    wait();
    setTyped(next);
    timer.current = setTimeout(() => write(next), TYPING_MS);
  };
  const choose = (part: Partial<LogView>): void => {
    const next = { ...typed, ...part };
    wait();
    setTyped(next);
    write(next);
  };
  return { asked, typed, type, choose, clear: () => choose(WHOLE_VIEW) } as const;
}
