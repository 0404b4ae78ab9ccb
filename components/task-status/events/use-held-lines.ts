'use client';

import { type RefObject, useState } from 'react';
import type { LogLine } from '#lib/task/view.ts';

const AT_TOP = 8;

/** While a person has scrolled into the log, new lines wait above instead of pushing down what is being read. */
export function useHeldLines(lines: readonly LogLine[], box: RefObject<HTMLDivElement | null>) {
  const [held, setHeld] = useState<number | null>(null);
  const newest = lines[0]?.seq ?? 0;
  const shown = held === null ? lines : lines.filter(({ seq }) => seq <= held);
  const onScroll = (top: number): void => {
    if (top <= AT_TOP) setHeld(null);
    else setHeld((before) => before ?? newest);
  };
  // Arriving at the top lets them in.
  const release = (): void => box.current?.scrollTo({ top: 0 });
  return { shown, waiting: lines.length - shown.length, onScroll, release } as const;
}
