'use client';

import { cn } from '#components/class-names.ts';
import { useFormat, useMessages } from '#components/locale.tsx';
import { taskListMessages } from './messages.ts';

/** How far a task is behind its source, in as few letters as a narrow column has. */
export function Lag({ ms }: { readonly ms: number | null }) {
  const m = useMessages(taskListMessages);
  const format = useFormat();
  return (
    <span className={cn('numeric whitespace-nowrap', ms === null && 'text-subtle')}>
      {ms !== null && ms < 1_000 ? m.underSecond : format.duration(ms)}
    </span>
  );
}
