/** What had passed in all at a moment (ms). */
export interface Point {
  readonly at: number;
  readonly total: number;
}

const WINDOW_MS = 5_000;

/** The slowest and the fastest of all windows of five seconds that begin at a point, per second. */
export function extremes(points: readonly Point[]): { readonly least: number; readonly most: number; readonly windows: number } {
  let [least, most, windows] = [Number.POSITIVE_INFINITY, 0, 0];
  let end = 0;
  for (const from of points) {
    while (end < points.length && (points[end]?.at ?? 0) < from.at + WINDOW_MS) end += 1;
    const to = points[end];
    if (to === undefined) break;
    const rate = ((to.total - from.total) / (to.at - from.at)) * 1000;
    [least, most, windows] = [Math.min(least, rate), Math.max(most, rate), windows + 1];
  }
  return { least, most, windows };
}
