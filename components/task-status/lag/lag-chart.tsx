'use client';

import { useMemo, useState } from 'react';
import { useFormat, useLocale, useMessages } from '#components/locale.tsx';
import { LineChart, type LinePoint, type LineSeries } from '#components/ui/line-chart.tsx';
import type { StreamHistory, StreamSample } from '#engine/progress/history.ts';
import { formatMegabyteRate } from '#lib/format.ts';
import { Choice } from '../choice.tsx';
import { lagMessages } from './messages.ts';
import { pointsOf } from './points.ts';

const HEIGHT = 232;
/** A sample comes every second, and stands for ten in the hour: longer silence is a gap. */
const GAP_MS = { recent: 6_000, hour: 25_000 } as const;

const METRICS = ['lag', 'rows', 'bytes', 'transactions', 'answers'] as const;
type Metric = (typeof METRICS)[number];
/** What one line tells; the other metric is of both sides. */
type Figure = Exclude<Metric, 'answers'>;
const RANGES = ['recent', 'hour'] as const;
type Range = (typeof RANGES)[number];

const VALUE: Readonly<Record<Figure, (sample: StreamSample) => number>> = {
  lag: ({ lagMs }) => lagMs,
  rows: ({ rate }) => rate,
  bytes: ({ byteRate }) => byteRate,
  transactions: ({ transactionRate }) => transactionRate,
};

/** The limit that was in force, of what can be limited. */
const LIMIT: Readonly<Record<Figure, (sample: StreamSample) => number | null>> = {
  lag: () => null,
  rows: ({ rowLimit }) => rowLimit ?? null,
  bytes: ({ byteLimit }) => byteLimit ?? null,
  transactions: () => null,
};

/** A limit many times what ever came would press the line to the ground: it is drawn where it is near. */
const NEAR = 4;

/** Limits change from one moment to the next: their line has steps, not slopes. */
function limitsOf(samples: readonly StreamSample[], metric: Figure, range: Range): readonly LinePoint[] {
  const peak = samples.reduce((most, sample) => Math.max(most, VALUE[metric](sample)), 0);
  const near = (sample: StreamSample) => {
    const limit = LIMIT[metric](sample);
    return limit === null || limit > peak * NEAR ? null : limit;
  };
  const steps = samples.flatMap((sample, index) => {
    const before = samples[index - 1];
    const after = before === undefined || near(before) === near(sample) ? [] : [{ ...before, at: sample.at - 1 }];
    return [...after, sample];
  });
  return pointsOf(steps, near, GAP_MS[range]);
}

/** Lag, what passes in a second, or how long each side takes to answer, over the last minutes or the last hour. */
export function LagChart({ history }: { readonly history: StreamHistory }) {
  const m = useMessages(lagMessages);
  const format = useFormat();
  const { locale } = useLocale();
  const [metric, setMetric] = useState<Metric>('lag');
  const [range, setRange] = useState<Range>('recent');
  const series = useMemo(() => {
    const samples = history[range];
    if (metric === 'answers') {
      const line = (side: 'source' | 'destination', color: 1 | 2): LineSeries => {
        // An idle destination writes nothing.
        const points = pointsOf(samples, (sample) => sample[`${side}Ms`], GAP_MS[range]);
        return { label: m.sides[side], color, points };
      };
      return [line('source', 2), line('destination', 1)];
    }
    const limits = limitsOf(samples, metric, range);
    const color = (METRICS.indexOf(metric) % 2 === 0 ? 1 : 2) as 1 | 2;
    const line: LineSeries = { label: m.metrics[metric], color, points: pointsOf(samples, VALUE[metric], GAP_MS[range]) };
    const limit: LineSeries = { label: m.limit, color: 3, points: limits };
    return limits.some(({ value }) => value !== null) ? [line, limit] : [line];
  }, [history, range, metric, m]);
  const duration = (ms: number): string => {
    if (ms < 1_000) return m.milliseconds(format.rows(ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)));
    return ms < 60_000 ? m.seconds((ms / 1_000).toFixed(1).replace(/\.0$/, '')) : format.duration(ms);
  };
  const amount = (value: number) => format.rows(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
  const [value, tick] = {
    lag: [duration, duration],
    rows: [(rate: number) => m.perSecond(amount(rate)), amount],
    bytes: [(rate: number) => formatMegabyteRate(rate, locale), (rate: number) => formatMegabyteRate(rate, locale)],
    transactions: [(rate: number) => m.perSecond(amount(rate)), amount],
    answers: [duration, duration],
  }[metric] as [(value: number) => string, (value: number) => string];
  return (
    <div className="min-w-0 flex-1">
      <div className="mb-2 flex flex-wrap justify-end gap-2">
        <Choice
          label={m.chart}
          value={metric}
          onValueChange={setMetric}
          options={METRICS.map((each) => ({ value: each, label: m.metrics[each] }))}
        />
        <Choice
          label={m.range}
          value={range}
          onValueChange={setRange}
          options={RANGES.map((each) => ({ value: each, label: m.ranges[each] }))}
        />
      </div>
      <LineChart
        legend
        series={series}
        label={m.metrics[metric]}
        height={HEIGHT}
        formatValue={value}
        formatTick={tick}
        emptyText={m.waiting}
      />
    </div>
  );
}
