import type { Level } from '#engine/progress/event.ts';
import type { LogFilter } from '#lib/task/log-filter.ts';

export const LEVELS = ['all', 'info', 'warn', 'error'] as const satisfies readonly ('all' | Level)[];

/** Times that go along with the clock, those a person gives, or no matter when. */
export const RANGES = ['all', '15m', '1h', '24h', 'custom'] as const;
export type Range = (typeof RANGES)[number];

const MINUTE = 60_000;
const SPAN: Readonly<Partial<Record<Range, number>>> = { '15m': 15 * MINUTE, '1h': 60 * MINUTE, '24h': 24 * 60 * MINUTE };

/** What of the log a person looks at, as it stands in the address. */
export interface LogView {
  readonly level: (typeof LEVELS)[number];
  readonly q: string;
  readonly range: Range;
  /** Minutes of a `custom` range, both of them shown: in milliseconds since 1970, null for an open end. */
  readonly from: number | null;
  readonly to: number | null;
}

export const WHOLE_VIEW: LogView = { level: 'all', q: '', range: 'all', from: null, to: null };

interface Params {
  get(name: string): string | null;
}

/** Out of an address that anybody may have edited. */
export function readLogView(params: Params): LogView {
  const range = RANGES.find((each) => each === params.get('range')) ?? 'all';
  const time = (name: string): number | null => {
    const at = range === 'custom' ? Date.parse(params.get(name) ?? '') : Number.NaN;
    return Number.isNaN(at) ? null : at;
  };
  return {
    level: LEVELS.find((each) => each === params.get('level')) ?? 'all',
    q: params.get('q') ?? '',
    range,
    from: time('from'),
    to: time('to'),
  };
}

/** The address with this view of the log; what else is in it stays. */
export function writeLogView({ level, q, range, from, to }: LogView, address: URLSearchParams): URLSearchParams {
  const next = withoutLogView(address);
  if (level !== 'all') next.set('level', level);
  if (q !== '') next.set('q', q);
  if (range !== 'all') next.set('range', range);
  if (from !== null) next.set('from', new Date(from).toISOString());
  if (to !== null) next.set('to', new Date(to).toISOString());
  return next;
}

export function withoutLogView(address: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(address);
  for (const name of Object.keys(WHOLE_VIEW)) next.delete(name);
  return next;
}

/** Whether any line may be left out: an open range of one's own leaves out none. */
export function isFiltered({ level, q, range, from, to }: LogView): boolean {
  return level !== 'all' || q.trim() !== '' || from !== null || to !== null || SPAN[range] !== undefined;
}

/** What is asked of the server; a range that goes along with the clock reaches back from `now`. */
export function filterOf({ level, q, range, from, to }: LogView, now: number): LogFilter {
  const span = SPAN[range];
  return {
    level: level === 'all' ? null : level,
    q,
    from: span === undefined ? from : now - span,
    to: to === null ? null : to + MINUTE,
  };
}

export function isBackwards({ from, to }: LogView): boolean {
  return from !== null && to !== null && to < from;
}

/** For a field of the browser, which knows local time only: `2026-03-01T12:00`. */
export function toField(at: number | null): string {
  if (at === null) return '';
  const time = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${String(time.getFullYear()).padStart(4, '0')}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day}T${two(time.getHours())}:${two(time.getMinutes())}`;
}

export function fromField(value: string): number | null {
  const at = new Date(value).getTime();
  return Number.isNaN(at) ? null : at;
}
