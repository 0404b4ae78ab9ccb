'use client';

import { useTheme } from 'next-themes';
import { useEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import { cn } from '#components/class-names.ts';
import { useLocale, useMessages } from '#components/locale.tsx';
import { formatTime } from '#lib/format.ts';
import { align, chartOptions, type LineSeries } from './line-chart-options.ts';
import { uiMessages } from './messages.ts';

export type { LinePoint, LineSeries } from './line-chart-options.ts';

export interface LineChartProps {
  readonly series: readonly LineSeries[];
  /** Read aloud in place of the picture. */
  readonly label: string;
  readonly height?: number | undefined;
  /** For the axis and the values under the pointer. */
  readonly formatValue?: ((value: number) => string) | undefined;
  /** For the axis alone, when the values carry a unit that need not be said at every line. */
  readonly formatTick?: ((value: number) => string) | undefined;
  /** Names of the lines above the chart even when there is only one, where another may join it. */
  readonly legend?: boolean | undefined;
  /** Shown while there is nothing to draw. */
  readonly emptyText?: string | undefined;
  readonly className?: string | undefined;
}

interface Pointer {
  readonly index: number;
  readonly left: number;
}

const plain = (value: number) => String(value);
const TIP_WIDTH = 168;

/** Lines over time. New points glide in: the chart is made once and only fed afterwards. */
export function LineChart({
  series,
  label,
  height = 180,
  formatValue = plain,
  formatTick = formatValue,
  legend = false,
  emptyText,
  className,
}: LineChartProps) {
  const m = useMessages(uiMessages);
  const { locale } = useLocale();
  const { resolvedTheme } = useTheme();
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | undefined>(undefined);
  const [pointer, setPointer] = useState<Pointer>();
  const data = useMemo(() => align(series), [series]);
  const latest = useRef({ data, series, formatTick, locale });
  latest.current = { data, series, formatTick, locale };
  const shape = series.map((line) => `${line.label}:${line.color ?? ''}`).join('|');

  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for the number and look of the lines; data and words are read through `latest`.
  useEffect(() => {
    const box = host.current;
    if (box === null) return;
    const plot = new uPlot(
      chartOptions({
        width: Math.max(box.clientWidth, 80),
        height,
        series: latest.current.series,
        formatTick: (value) => latest.current.formatTick(value),
        formatTime: (at) => formatTime(at, latest.current.locale),
        onPointer: (index, left) => setPointer(index === undefined ? undefined : { index, left }),
      }),
      latest.current.data,
      box,
    );
    chart.current = plot;
    const observer = new ResizeObserver(() => {
      if (box.clientWidth > 0 && box.clientWidth !== plot.width) plot.setSize({ width: box.clientWidth, height });
    });
    observer.observe(box);
    return () => {
      observer.disconnect();
      chart.current = undefined;
      plot.destroy();
    };
  }, [height, shape]);

  useEffect(() => {
    chart.current?.setData(data);
  }, [data]);

  // Colours and words are read while drawing, so drawing again is enough.
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are the reasons to draw again.
  useEffect(() => {
    const frame = requestAnimationFrame(() => chart.current?.redraw(false, true));
    return () => cancelAnimationFrame(frame);
  }, [resolvedTheme, locale]);

  const at = pointer === undefined ? undefined : data[0][pointer.index];
  const empty = data[0].length === 0;
  return (
    <figure className={cn('relative min-w-0', className)} aria-label={label}>
      {(legend || series.length > 1) && !empty && (
        <figcaption className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs">
          {series.map((line, position) => (
            <span key={line.label} className="inline-flex items-center gap-1.5">
              <span aria-hidden className="h-0.5 w-3 rounded-full" style={{ background: `var(--chart-${line.color ?? position + 1})` }} />
              {line.label}
            </span>
          ))}
        </figcaption>
      )}
      <div className="relative">
        <div ref={host} aria-hidden style={{ height }} className={cn('w-full overflow-hidden', empty && 'invisible')} />
        {empty && <div className="absolute inset-0 grid place-items-center text-sm text-subtle">{emptyText ?? m.noValues}</div>}
        {pointer !== undefined && at !== undefined && (
          <div
            className="pointer-events-none absolute top-1 z-10 rounded-md bg-raised px-2.5 py-2 text-xs shadow-pop"
            style={{ width: TIP_WIDTH, left: tipLeft(pointer.left, host.current?.clientWidth ?? 0) }}
          >
            <div className="numeric mb-1 text-subtle">{formatTime(at, locale)}</div>
            {series.map((line, position) => {
              const value = data[position + 1]?.[pointer.index];
              return (
                <div key={line.label} className="flex items-center gap-1.5">
                  <span className="size-2 shrink-0 rounded-full" style={{ background: `var(--chart-${line.color ?? position + 1})` }} />
                  <span className="min-w-0 flex-1 truncate text-muted">{line.label}</span>
                  <span className="numeric font-medium">{value === null || value === undefined ? '–' : formatValue(value)}</span>
                </div>
              );
            })}
          </div>
        )}
      </div>
    </figure>
  );
}

/** Beside the crosshair, on the side with room. */
function tipLeft(left: number, width: number): number {
  const right = left + 12;
  return right + TIP_WIDTH > width ? Math.max(0, left - TIP_WIDTH - 12) : right;
}
