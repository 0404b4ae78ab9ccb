'use client';

import Link from 'next/link';
import { cn } from '#components/class-names.ts';
import { useMessages, useText } from '#components/locale.tsx';
import { Card, CardHeader } from '#components/ui/card.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { Overview, TaskEventLine } from '#lib/task/overview.ts';
import { overviewMessages } from './messages.ts';

const DOT: Readonly<Record<TaskEventLine['level'], string>> = { info: 'bg-subtle', warn: 'bg-warning-mark', error: 'bg-danger' };

function Dot({ className }: { readonly className?: string }) {
  return (
    <span aria-hidden className={className}>
      ·
    </span>
  );
}

/** A line each where there is room for it, else two. */
export function EventsCard({ events }: { readonly events: Overview['events'] }) {
  const m = useMessages(overviewMessages);
  const text = useText();
  return (
    <Card aria-label={m.events}>
      <CardHeader divided title={m.events} />
      {events.length === 0 && <p className="px-4 py-8 text-center text-muted text-sm">{m.noEvents}</p>}
      <ol className="divide-y">
        {events.map(({ seq, level, message, at, task, table }) => (
          <li
            key={seq}
            className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-2.5 px-4 py-2 lg:grid-cols-[auto_minmax(0,1fr)_minmax(0,12rem)_8rem] lg:gap-x-4"
          >
            <span role="img" aria-label={m.levels[level]} title={m.levels[level]} className={cn('size-2 rounded-full', DOT[level])} />
            <p className="line-clamp-2 text-sm [overflow-wrap:anywhere] lg:line-clamp-1" title={text(message)}>
              {text(message)}
            </p>
            <div className="col-start-2 flex min-w-0 items-baseline gap-1.5 text-muted text-xs lg:contents">
              <p className="flex min-w-0 items-baseline gap-1.5 lg:text-muted lg:text-xs">
                <Link
                  href={`/tasks/${encodeURIComponent(task.id)}?tab=events`}
                  className="min-w-0 truncate rounded-sm hover:text-accent-text"
                >
                  {task.name}
                </Link>
                {table !== null && !text(message).includes(table) && (
                  <>
                    <Dot />
                    <span className="min-w-0 truncate">{table}</span>
                  </>
                )}
              </p>
              <Dot className="lg:hidden" />
              <RelativeTime at={at} className="shrink-0 lg:text-right lg:text-muted lg:text-xs" />
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}
