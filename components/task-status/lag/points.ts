import type { LinePoint } from '#components/ui/line-chart.tsx';

/** Silence longer than this is a gap in the line, not a slope. */
const GAP_MS = 15_000;

/** The points of one line; it breaks where nothing was measured (null), and runs on where there was nothing to measure (undefined). */
export function pointsOf<Sample extends { readonly at: number }>(
  samples: readonly Sample[],
  value: (sample: Sample) => number | null | undefined,
  gapMs = GAP_MS,
): readonly LinePoint[] {
  const points: LinePoint[] = [];
  let before: number | null = null;
  for (const sample of samples) {
    if (before !== null && sample.at - before > gapMs) points.push({ at: before + 1, value: null });
    const measured = value(sample);
    if (measured !== undefined) points.push({ at: sample.at, value: measured });
    before = sample.at;
  }
  return points;
}
