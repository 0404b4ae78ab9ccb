import type { LinePoint } from '#components/ui/line-chart.tsx';
import type { LagSample } from '#engine/progress/progress.ts';

/** Silence longer than this is a gap in the line, not a slope. */
const GAP_MS = 15_000;

/** The points of one line; the line breaks where nothing was measured. */
export function pointsOf(samples: readonly LagSample[], value: (sample: LagSample) => number): readonly LinePoint[] {
  const points: LinePoint[] = [];
  let before: number | null = null;
  for (const sample of samples) {
    if (before !== null && sample.at - before > GAP_MS) points.push({ at: before + 1, value: null });
    points.push({ at: sample.at, value: value(sample) });
    before = sample.at;
  }
  return points;
}
