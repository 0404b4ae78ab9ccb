import type { Limits } from '../task/limits.ts';
import type { TaskEvent } from './event.ts';

type LoadEvent = Extract<TaskEvent, { kind: 'load' }>;

/** One point of the load charts: what passed in the second before. */
export interface LoadSample {
  readonly at: number;
  /** Rows, and bytes, a second. */
  readonly rate: number;
  readonly byteRate: number;
  /** As `LoadProgress.sizeDone` was then. */
  readonly sizeDone: number;
  /** Limits in force then, where there were any. */
  readonly rowLimit?: number;
  readonly byteLimit?: number;
}

/** Where the next sample counts from, and since when the present attempt is measured, with the size that was done then. */
export interface LoadMark {
  readonly since: number;
  readonly sizeThen: number;
  readonly at: number;
  readonly rows: number;
  readonly bytes: number;
}

/** Full load as a whole. */
export interface LoadProgress {
  readonly at: number;
  readonly rows: number;
  readonly bytes: number;
  readonly size: number;
  readonly sizeDone: number;
  readonly streams: number;
  readonly throttled: boolean;
  readonly samples: readonly LoadSample[];
  /** Seconds left by the pace of the last half minute; null while that cannot be told: it is being estimated. */
  readonly etaSeconds: number | null;
  /** Null between attempts. */
  readonly mark: LoadMark | null;
}

/** A quarter of an hour of one sample a second; the oldest go. */
export const LOAD_SAMPLES = 900;
/** Two reports make a sample; they come a little early at times. */
const SAMPLE_MS = 900;
/** The time left is told by the pace of this long, and not before there is this much of it. */
const PACE_MS = 30_000;
const LEAST_PACE_MS = 5_000;

/** What else is known when a report comes. */
export interface LoadScene {
  /** A retry is waited for. */
  readonly waits: boolean;
  readonly limits: Limits | null;
}

/** Full load after a report of it. Pure. */
export function loaded(before: LoadProgress | null, event: LoadEvent, { waits, limits }: LoadScene): LoadProgress {
  const { kind: _, ...now } = event;
  const mark = before?.mark ?? null;
  const samples = before?.samples ?? [];
  if (before === null || mark === null || isAnotherAttempt(mark, event)) {
    // The clock may have been set back: time in the picture only goes forward.
    const kept = (samples.at(-1)?.at ?? 0) < event.at ? samples : samples.filter(({ at }) => at < event.at);
    return { ...now, samples: kept, etaSeconds: null, mark: markOf(event, event.at) };
  }
  const passed = event.at - mark.at;
  if (passed < SAMPLE_MS) return { ...now, samples, etaSeconds: waits ? null : before.etaSeconds, mark };
  const sample: LoadSample = {
    at: event.at,
    rate: ((event.rows - mark.rows) / passed) * 1_000,
    byteRate: ((event.bytes - mark.bytes) / passed) * 1_000,
    sizeDone: event.sizeDone,
    ...limitsIn(limits),
  };
  const next = [...samples.slice(1 - LOAD_SAMPLES), sample];
  const moved = { ...markOf(event, mark.since), sizeThen: mark.sizeThen };
  return { ...now, samples: next, etaSeconds: waits ? null : etaOf(event, next, moved), mark: moved };
}

/** Megabytes of a limit are of 1,000,000 bytes. */
function limitsIn(limits: Limits | null): Pick<LoadSample, 'rowLimit' | 'byteLimit'> {
  const { rowsPerSecond = null, megabytesPerSecond = null } = limits?.throttle ?? {};
  return {
    ...(rowsPerSecond === null ? {} : { rowLimit: rowsPerSecond }),
    ...(megabytesPerSecond === null ? {} : { byteLimit: megabytesPerSecond * 1_000_000 }),
  };
}

/** Between attempts nothing is measured: what comes next begins at zero, and after a while nobody knows how long. */
export function interrupted(load: LoadProgress | null): LoadProgress | null {
  return load === null || (load.mark === null && load.etaSeconds === null) ? load : { ...load, mark: null, etaSeconds: null };
}

/** Counters go back only when the engine began anew without a word in between. */
function isAnotherAttempt(mark: LoadMark, event: LoadEvent): boolean {
  return event.rows < mark.rows || event.bytes < mark.bytes || event.at < mark.at;
}

function markOf({ at, rows, bytes, sizeDone }: LoadEvent, since: number): LoadMark {
  return { since, sizeThen: sizeDone, at, rows, bytes };
}

function etaOf({ at, size, sizeDone }: LoadEvent, samples: readonly LoadSample[], { since, sizeThen }: LoadMark): number | null {
  if (at - since < LEAST_PACE_MS) return null;
  const from = Math.max(since, at - PACE_MS);
  const first = from === since ? { at: since, sizeDone: sizeThen } : samples.find((sample) => sample.at >= from);
  if (first === undefined || at <= first.at) return null;
  const pace = (sizeDone - first.sizeDone) / (at - first.at);
  return pace > 0 ? Math.ceil(Math.max(0, size - sizeDone) / pace / 1_000) : null;
}
