'use client';

import type { ReactNode } from 'react';
import { cn } from '#components/class-names.ts';
import { useFormat, useLocale, useMessages } from '#components/locale.tsx';
import { LocalTime } from '#components/task/local-time.tsx';
import { Card } from '#components/ui/card.tsx';
import type { Progress } from '#engine/progress/progress.ts';
import { type LoadSummary, loadSummary } from '#engine/progress/summary.ts';
import { formatMegabyteRate, formatTimeLeft } from '#lib/format.ts';
import type { StageState } from '../stages/stage-state.ts';
import { useSilent } from '../use-silent.ts';
import { fullMessages } from './messages.ts';
import { ThroughputChart } from './throughput-chart.tsx';

export interface LoadSectionProps {
  readonly progress: Progress;
  /** Of full load. */
  readonly stage: StageState;
  /** The page is not live. */
  readonly stale: boolean;
}

/** How fast rows are copied and how far that is. */
export function LoadSection({ progress, stage, stale }: LoadSectionProps) {
  const m = useMessages(fullMessages);
  const format = useFormat();
  const { load, retry } = progress;
  const summary = loadSummary(progress);
  const silent = useSilent(load?.at ?? null);
  const moves = stage === 'running' && load !== null && load.mark !== null && !stale && !silent;
  const old = !moves && stage !== 'done';
  const known = summary.total + summary.skipped > 0;
  const figure = (value: string) => (known ? value : '–');
  return (
    <Card aria-label={m.title} className="flex flex-col gap-x-8 gap-y-4 px-4 pt-3 pb-3 lg:flex-row">
      <div className="flex shrink-0 flex-col lg:w-72">
        <h3 className="flex min-h-6 items-center font-medium text-sm">{m.title}</h3>
        <div className={cn('transition-opacity', stale && 'opacity-50')}>
          <div className={cn('numeric mt-2 truncate font-semibold text-2xl tracking-[-0.02em]', old && 'text-subtle')}>
            <TimeLeft stage={stage} summary={summary} waits={retry !== null} />
          </div>
          <p className="numeric mt-0.5 min-h-8 text-muted text-xs">
            {load !== null && (moves ? <Pace summary={summary} throttled={load.throttled} /> : old && <AsOf at={load.at} />)}
          </p>
          <dl className="mt-3 text-sm">
            <Row label={m.rows}>{figure(format.count(summary.rows))}</Row>
            <Row label={m.data}>{figure(format.bytes(summary.bytes))}</Row>
            <Row label={m.slices}>
              {summary.slices.total === 0 ? '–' : m.of(format.count(summary.slices.done), format.count(summary.slices.total))}
            </Row>
            <Row label={m.streams}>{moves ? format.count(load.streams) : '–'}</Row>
            <Row label={m.tables}>{figure(m.of(format.count(summary.done), format.count(summary.total)))}</Row>
            <Row label={m.failedTables}>
              <span className={cn(summary.failed > 0 && 'font-medium text-danger')}>{figure(format.count(summary.failed))}</span>
            </Row>
            <Row label={m.skippedTables}>{figure(format.count(summary.skipped))}</Row>
          </dl>
        </div>
      </div>
      <ThroughputChart samples={load?.samples ?? NO_SAMPLES} empty={stage === 'done' ? m.drawn : m.waiting} />
    </Card>
  );
}

const NO_SAMPLES = [] as const;

interface TimeLeftProps {
  readonly stage: StageState;
  readonly summary: LoadSummary;
  readonly waits: boolean;
}

function TimeLeft({ stage, summary: { etaSeconds }, waits }: TimeLeftProps) {
  const m = useMessages(fullMessages);
  const { locale } = useLocale();
  if (stage === 'waiting' || stage === 'between') return m.notBegun;
  if (stage === 'done') return m.done;
  if (stage !== 'running') return m.held;
  if (etaSeconds === null || waits) return m.estimating;
  return etaSeconds === 0 ? m.finishing : m.left(formatTimeLeft(etaSeconds, locale));
}

function Pace({ summary: { rate, byteRate }, throttled }: { readonly summary: LoadSummary; readonly throttled: boolean }) {
  const m = useMessages(fullMessages);
  const format = useFormat();
  const { locale } = useLocale();
  return (
    <>
      <span className="whitespace-nowrap text-foreground">{format.rate(rate)}</span>
      <span aria-hidden> · </span>
      <span className="whitespace-nowrap text-foreground">{formatMegabyteRate(byteRate, locale)}</span>
      {throttled && <span className="block text-warning">{m.throttled}</span>}
    </>
  );
}

function AsOf({ at }: { readonly at: number }) {
  const m = useMessages(fullMessages);
  return (
    <>
      {m.asOf} <LocalTime at={at} />
    </>
  );
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex h-7 items-center justify-between gap-4 border-t">
      <dt className="truncate text-muted text-xs">{label}</dt>
      <dd className="numeric whitespace-nowrap">{children}</dd>
    </div>
  );
}
