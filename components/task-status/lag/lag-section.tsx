'use client';

import { cn } from '#components/class-names.ts';
import { useFormat, useMessages } from '#components/locale.tsx';
import { LocalTime } from '#components/task/local-time.tsx';
import { Card } from '#components/ui/card.tsx';
import type { Progress } from '#engine/progress/progress.ts';
import type { TaskState } from '#engine/task/state.ts';
import { LagChart } from './lag-chart.tsx';
import { lagMessages } from './messages.ts';
import { formatPosition } from './position.ts';

export interface LagSectionProps {
  readonly progress: Progress;
  readonly state: TaskState;
  /** The page is not live. */
  readonly stale: boolean;
  /** No figures have come for a while. */
  readonly silent: boolean;
}

export function LagSection({ progress, state, stale, silent }: LagSectionProps) {
  const m = useMessages(lagMessages);
  const format = useFormat();
  const { stream } = progress;
  const old = stale || silent || progress.retry !== null || state.name !== 'streaming';
  return (
    <Card className="flex flex-col gap-x-8 gap-y-4 px-4 pt-3 pb-3 lg:flex-row">
      <div className="flex shrink-0 flex-col lg:w-72">
        <h2 className="flex min-h-6 items-center font-medium text-sm">{m.title}</h2>
        <div className={cn('transition-opacity', stale && 'opacity-50')}>
          <div
            className={cn('numeric mt-2 truncate font-semibold text-2xl first-letter:uppercase tracking-[-0.02em]', old && 'text-subtle')}
          >
            {stream === null ? m.waitingShort : format.lag(stream.lagMs)}
          </div>
          <p className="numeric mt-0.5 min-h-8 text-muted text-xs">
            {stream !== null && old && (
              <>
                {m.asOf} <LocalTime at={stream.at} />
              </>
            )}
            {stream !== null && !old && m.exactly(format.count(stream.lagMs))}
          </p>
          <dl className="mt-3 text-sm">
            <Row label={m.sourcePosition} value={stream === null ? null : formatPosition(stream.sourcePosition)} mono />
            <Row label={m.appliedPosition} value={stream === null ? null : formatPosition(stream.position)} mono />
            <Row label={m.bytesBehind} value={stream === null ? null : format.bytes(stream.bytesBehind)} />
          </dl>
        </div>
      </div>
      <LagChart samples={progress.lag} />
    </Card>
  );
}

function Row({ label, value, mono = false }: { readonly label: string; readonly value: string | null; readonly mono?: boolean }) {
  return (
    <div className="flex h-8 items-center justify-between gap-4 border-t">
      <dt className="truncate text-muted text-xs">{label}</dt>
      <dd className={cn('numeric whitespace-nowrap', mono && 'font-mono text-xs')}>{value ?? '–'}</dd>
    </div>
  );
}
