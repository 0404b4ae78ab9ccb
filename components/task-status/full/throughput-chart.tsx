'use client';

import { useMemo, useState } from 'react';
import { useFormat, useLocale, useMessages } from '#components/locale.tsx';
import { LineChart } from '#components/ui/line-chart.tsx';
import type { LoadSample } from '#engine/progress/load.ts';
import { formatMegabyteRate } from '#lib/format.ts';
import { Choice } from '../choice.tsx';
import { pointsOf } from '../lag/points.ts';
import { fullMessages } from './messages.ts';

const HEIGHT = 248;
/** A sample comes every second. */
const GAP_MS = 4_000;

/** Rows, or megabytes, a second over the last minutes, with the limit that was in force. */
export function ThroughputChart({ samples, empty }: { readonly samples: readonly LoadSample[]; readonly empty: string }) {
  const m = useMessages(fullMessages);
  const format = useFormat();
  const { locale } = useLocale();
  const [shown, setShown] = useState<'rows' | 'bytes'>('rows');
  const rows = shown === 'rows';
  const series = useMemo(() => {
    const limits = pointsOf(samples, (each) => (rows ? each.rowLimit : each.byteLimit) ?? null, GAP_MS);
    return [
      rows
        ? { label: m.rowRate, color: 1 as const, points: pointsOf(samples, ({ rate }) => rate, GAP_MS) }
        : { label: m.byteRate, color: 2 as const, points: pointsOf(samples, ({ byteRate }) => byteRate, GAP_MS) },
      ...(limits.some(({ value }) => value !== null) ? [{ label: m.limit, color: 3 as const, points: limits }] : []),
    ];
  }, [samples, rows, m]);
  const rate = (value: number) => (rows ? m.perSecond(format.rows(Math.round(value))) : formatMegabyteRate(value, locale));
  return (
    <div className="min-w-0 flex-1">
      <div className="mb-2 flex justify-end">
        <Choice
          label={m.chart}
          value={shown}
          onValueChange={setShown}
          options={[
            { value: 'rows', label: m.rowRate },
            { value: 'bytes', label: m.byteRate },
          ]}
        />
      </div>
      <LineChart
        legend
        series={series}
        label={rows ? m.rowRate : m.byteRate}
        height={HEIGHT}
        formatValue={rate}
        formatTick={rows ? (value) => format.rows(Math.round(value)) : rate}
        emptyText={empty}
      />
    </div>
  );
}
