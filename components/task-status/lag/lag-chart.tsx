'use client';

import { useMemo, useState } from 'react';
import { useFormat, useMessages } from '#components/locale.tsx';
import { LineChart } from '#components/ui/line-chart.tsx';
import type { LagSample } from '#engine/progress/progress.ts';
import { Choice } from '../choice.tsx';
import { lagMessages } from './messages.ts';
import { pointsOf } from './points.ts';

const HEIGHT = 168;

/** Lag, or changes a second, over the last minutes. */
export function LagChart({ samples }: { readonly samples: readonly LagSample[] }) {
  const m = useMessages(lagMessages);
  const format = useFormat();
  const [shown, setShown] = useState<'lag' | 'changes'>('lag');
  const lag = shown === 'lag';
  const series = useMemo(
    () => [
      lag
        ? { label: m.lag, color: 1 as const, points: pointsOf(samples, (sample) => sample.lagMs) }
        : { label: m.changes, color: 2 as const, points: pointsOf(samples, (sample) => sample.rate) },
    ],
    [samples, lag, m],
  );
  const duration = (ms: number): string => {
    if (ms < 1_000) return m.milliseconds(format.count(ms));
    return ms < 60_000 ? m.seconds((ms / 1_000).toFixed(1).replace(/\.0$/, '')) : format.duration(ms);
  };
  const rate = (value: number): string => m.perSecond(format.rows(Math.round(value)));
  return (
    <div className="min-w-0 flex-1">
      <div className="mb-2 flex justify-end">
        <Choice
          label={m.chart}
          value={shown}
          onValueChange={setShown}
          options={[
            { value: 'lag', label: m.lag },
            { value: 'changes', label: m.changes },
          ]}
        />
      </div>
      <LineChart
        series={series}
        label={lag ? m.lag : m.changes}
        height={HEIGHT}
        formatValue={lag ? duration : rate}
        formatTick={lag ? duration : (value) => format.rows(Math.round(value))}
        emptyText={m.waiting}
      />
    </div>
  );
}
