'use client';

import type { ReactNode } from 'react';
import { cn } from '#components/class-names.ts';
import { useFormat, useLocale, useMessages } from '#components/locale.tsx';
import { LocalTime } from '#components/task/local-time.tsx';
import { Card } from '#components/ui/card.tsx';
import type { Progress } from '#engine/progress/progress.ts';
import type { TaskState } from '#engine/task/state.ts';
import { formatMegabyteRate } from '#lib/format.ts';
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

/** How far behind the source the changes are, and how fast they come. */
export function LagSection({ progress, state, stale, silent }: LagSectionProps) {
  const m = useMessages(lagMessages);
  const format = useFormat();
  const { locale } = useLocale();
  const { stream } = progress;
  const old = stale || silent || progress.retry !== null || state.name !== 'streaming';
  const now = old ? null : stream;
  return (
    <Card aria-label={m.title} className="flex flex-col gap-x-8 gap-y-4 px-4 pt-3 pb-3 lg:flex-row">
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
            {now !== null && m.exactly(format.count(now.lagMs))}
            {now?.throttled && <span className="block text-warning">{progress.limits?.incremental ? m.throttled : m.byClass}</span>}
          </p>
          <dl className="mt-3 text-sm">
            <Row label={m.rowRate}>{now === null ? '–' : format.rate(now.rate)}</Row>
            <Row label={m.byteRate}>{formatMegabyteRate(now?.byteRate, locale)}</Row>
            <Row label={m.transactionRate}>{now === null ? '–' : m.perSecond(format.rows(Math.round(now.transactionRate ?? 0)))}</Row>
            <Row label={m.bytesBehind}>{stream === null ? '–' : format.bytes(stream.bytesBehind)}</Row>
            <Row label={m.sourcePosition} mono>
              {stream === null ? '–' : formatPosition(stream.sourcePosition)}
            </Row>
            <Row label={m.appliedPosition} mono>
              {stream === null ? '–' : formatPosition(stream.position)}
            </Row>
          </dl>
        </div>
      </div>
      <LagChart history={progress.history} />
    </Card>
  );
}

function Row({ label, children, mono = false }: { readonly label: string; readonly children: ReactNode; readonly mono?: boolean }) {
  return (
    <div className="flex h-7 items-center justify-between gap-4 border-t">
      <dt className="truncate text-muted text-xs">{label}</dt>
      <dd className={cn('numeric whitespace-nowrap', mono && 'font-mono text-xs')}>{children}</dd>
    </div>
  );
}
