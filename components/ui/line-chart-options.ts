import type uPlot from 'uplot';

export interface LinePoint {
  /** Milliseconds since 1970, or what Date reads. */
  readonly at: number | string | Date;
  /** Null breaks the line. */
  readonly value: number | null;
}

export interface LineSeries {
  readonly label: string;
  readonly points: readonly LinePoint[];
  /** One of the four chart colours; by position when left out. */
  readonly color?: 1 | 2 | 3 | 4 | undefined;
}

/** All lines over one common time axis, as uPlot wants them. Where a line has no point at a time, it runs on. */
export function align(series: readonly LineSeries[]): [number[], ...(number | null | undefined)[][]] {
  const maps = series.map((line) => new Map(line.points.map((point) => [new Date(point.at).getTime(), point.value])));
  const times = [...new Set(maps.flatMap((map) => [...map.keys()]))].sort((a, b) => a - b);
  return [times, ...maps.map((map) => times.map((time) => map.get(time)))];
}

export interface ChartNeeds {
  readonly width: number;
  readonly height: number;
  readonly series: readonly LineSeries[];
  readonly formatTick: (value: number) => string;
  readonly formatTime: (at: number) => string;
  readonly onPointer: (index: number | undefined, left: number) => void;
}

/** A token of globals.css as it stands now, in the theme in use. */
function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** A flat line at zero still gets a scale. */
const SMALLEST_TOP = 1;

export function chartOptions({ width, height, series, formatTick, formatTime, onPointer }: ChartNeeds): uPlot.Options {
  const color = (position: number) => token(`--chart-${series[position]?.color ?? position + 1}`);
  const axis = { font: `11px ${getComputedStyle(document.body).fontFamily}`, stroke: () => token('--subtle'), ticks: { show: false } };
  const grid = { stroke: () => token('--chart-grid'), width: 1 };
  return {
    width,
    height,
    ms: 1,
    // Room at the right for half of the last time.
    padding: [8, 24, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { size: 8, width: 2, stroke: () => token('--surface'), fill: (_, i) => color(i - 1) },
    },
    scales: {
      x: { time: true },
      y: { range: (_, __, highest) => [0, Math.max(SMALLEST_TOP, (highest ?? 0) * 1.15)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 26,
        gap: 6,
        space: 90,
        values: (_, times) => times.map(formatTime),
      },
      {
        ...axis,
        grid,
        gap: 8,
        space: 36,
        size: (plot, values, _, cycle) => (cycle > 1 ? yAxisWidth(plot) : widthOf(values)),
        values: (_, values) => values.map(formatTick),
      },
    ],
    series: [
      {},
      ...(series.map((line, position) => ({
        label: line.label,
        stroke: () => color(position),
        fill: series.length === 1 ? () => `color-mix(in srgb, ${color(position)} 10%, transparent)` : undefined,
        width: 1.5,
        spanGaps: false,
        points: { show: false },
      })) as uPlot.Series[]),
    ],
    hooks: {
      setCursor: [
        (plot) => {
          const { idx, left } = plot.cursor;
          const inside = typeof idx === 'number' && left !== undefined && left >= 0;
          onPointer(inside ? idx : undefined, (left ?? 0) + plot.over.offsetLeft);
        },
      ],
    },
  };
}

function yAxisWidth(plot: uPlot): number {
  const size = (plot.axes[1] as (uPlot.Axis & { readonly _size?: number }) | undefined)?._size;
  return size ?? 56;
}

/** Wide enough for the longest label, and never less than most need, so that the plot does not shift while values grow. */
function widthOf(values: readonly string[] | null): number {
  const longest = Math.max(0, ...(values ?? []).map((value) => value.length));
  return Math.max(56, longest * 6.5 + 12);
}
