'use client';

import Link from 'next/link';
import { cn } from '#components/class-names.ts';
import { useMessages, useText } from '#components/locale.tsx';
import { Card, CardHeader } from '#components/ui/card.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { Overview, TaskEventLine } from '#lib/task/overview.ts';
import { overviewMessages } from './messages.ts';

const DOT: Readonly<Record<TaskEventLine['level'], string>> = { info: 'bg-subtle', warn: 'bg-warning-mark', error: 'bg-danger' };

function Dot() {
  return <span aria-hidden>·</span>;
}

export function EventsCard({ events }: { readonly events: Overview['events'] }) {
  const m = useMessages(overviewMessages);
  const text = useText();
  return (
    <Card aria-label={m.events}>
      <CardHeader divided title={m.events} />
      {events.length === 0 && <p className="px-4 py-8 text-center text-muted text-sm">{m.noEvents}</p>}
      <ol className="divide-y">
        {events.map(({ seq, level, message, at, task, table }) => (
          <li key={seq} className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 px-4 py-2">
            <span
              role="img"
              aria-label={m.levels[level]}
              title={m.levels[level]}
              className={cn('mt-1.5 size-2 rounded-full', DOT[level])}
            />
            <div className="min-w-0">
              <p className="line-clamp-2 text-sm [overflow-wrap:anywhere]">{text(message)}</p>
              <p className="flex min-w-0 items-baseline gap-1.5 text-muted text-xs">
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
                <Dot />
                <RelativeTime at={at} className="shrink-0" />
              </p>
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}
