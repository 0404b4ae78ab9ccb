'use client';

import { useEffect } from 'react';
import { Card } from '#components/ui/card.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useTaskFeed } from '#lib/live/use-task-feed.ts';
import { useDraft } from '../draft.tsx';

/** Waits for the results of a precheck that was asked for elsewhere: they come with the task's own feed. */
export function AwaitResults() {
  const { task, reload } = useDraft();
  const fetchAgain = () => void reload().catch(() => {});
  const { state } = useTaskFeed(task, { document: fetchAgain, picture: fetchAgain });
  const over = state.name !== 'checking';
  useEffect(() => {
    if (over) reload().catch(() => {});
  }, [over, reload]);
  return null;
}

const WIDTHS = ['w-56', 'w-44', 'w-64', 'w-52', 'w-40', 'w-60', 'w-48', 'w-36', 'w-68', 'w-50'];

/** Holds the place of the items. */
export function WaitingItems() {
  return (
    <Card className="mt-12 divide-y">
      {WIDTHS.map((width) => (
        <div key={width} className="flex h-11 items-center gap-3 px-4">
          <Skeleton className="size-4 rounded-full" />
          <Skeleton className={width} />
          <Skeleton className="ml-auto w-14" />
        </div>
      ))}
    </Card>
  );
}
