'use client';

import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import type { Liveness } from '#lib/live/use-event-stream.ts';
import { LocalTime } from './local-time.tsx';
import { taskMessages } from './messages.ts';

const DOT = { live: 'bg-success', connecting: 'bg-subtle', lost: 'bg-warning-mark' } as const;

/** Says whether what stands on the page is true now. */
export function LiveMark({ liveness }: { readonly liveness: Liveness }) {
  const m = useMessages(taskMessages);
  return (
    <span
      role="status"
      className={cn(
        'inline-flex items-center gap-1.5 whitespace-nowrap text-xs',
        liveness.state === 'lost' ? 'text-warning' : 'text-muted',
      )}
    >
      <span aria-hidden className={cn('size-1.5 rounded-full', DOT[liveness.state])} />
      {liveness.state === 'live' && m.live}
      {liveness.state === 'connecting' && m.connecting}
      {liveness.state === 'lost' && (
        <span>
          {m.lost} <LocalTime at={liveness.since} short />; {m.reconnecting}
        </span>
      )}
    </span>
  );
}
