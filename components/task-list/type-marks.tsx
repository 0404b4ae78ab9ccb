'use client';

import { Activity, Database, Table2 } from 'lucide-react';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { kindWords } from '#components/task/kind-words.ts';
import { Tooltip } from '#components/ui/tooltip.tsx';
import type { TaskRow } from '#lib/task/view.ts';

const MARKS = [
  { type: 'schema', icon: Table2 },
  { type: 'full', icon: Database },
  { type: 'incremental', icon: Activity },
] as const;

/** Which of the three steps the task does; each mark has its place. */
export function TypeMarks({ types, kind }: Pick<TaskRow, 'types' | 'kind'>) {
  const { steps } = useMessages(kindWords)[kind];
  const chosen = MARKS.filter(({ type }) => types.includes(type)).map(({ type }) => steps[type]);
  return (
    <Tooltip content={chosen.join(' · ')}>
      <span role="img" aria-label={chosen.join(', ')} className="inline-flex gap-1">
        {MARKS.map(({ type, icon: Icon }) => (
          <span
            key={type}
            className={cn(
              'grid size-5.5 place-items-center rounded-sm',
              types.includes(type) ? 'bg-active text-muted' : 'text-subtle opacity-30',
            )}
          >
            <Icon aria-hidden className="size-3.5" />
          </span>
        ))}
      </span>
    </Tooltip>
  );
}
