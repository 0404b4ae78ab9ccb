import { changeThrottle, type Limits } from '../schema/limits.ts';
import type { TaskEvent } from './event.ts';
import { changesOf } from './stream.ts';

/** One point of the charts of followed changes: what passed since the one before. */
export interface StreamSample {
  readonly at: number;
  /** The longest. */
  readonly lagMs: number;
  /** Changes, bytes and transactions a second. */
  readonly rate: number;
  readonly byteRate: number;
  readonly transactionRate: number;
  /** Limits in force then, where there were any. */
  readonly rowLimit?: number;
  readonly byteLimit?: number;
  /** Milliseconds in which each side answered; absent: it was not asked. */
  readonly sourceMs?: number;
  readonly destinationMs?: number;
}

/** The same over ten seconds: of how many samples. */
export interface StreamMean extends StreamSample {
  readonly of: number;
}

/** The last hour of followed changes, the last minutes of it second by second. A thousand numbers, however long a task runs. */
export interface StreamHistory {
  readonly recent: readonly StreamSample[];
  /** The recent ones too. */
  readonly hour: readonly StreamMean[];
}

export const NO_HISTORY: StreamHistory = { recent: [], hour: [] };

export const RECENT_MS = 300_000;
export const HOUR_MS = 3_600_000;
const MEAN_MS = 10_000;
/** The report at the end of an attempt comes right after another: of no time nothing can be told. */
const LEAST_MS = 500;

/** The history after a report. Pure. */
export function recorded(before: StreamHistory, event: Extract<TaskEvent, { kind: 'applied' }>, limits: Limits | null): StreamHistory {
  const { at, since, lagMs, bytes, transactions, answers } = event;
  const passed = at - since;
  if (passed < LEAST_MS) return before;
  const throttle = limits === null ? null : changeThrottle(limits);
  const { rowsPerSecond = null, megabytesPerSecond = null } = throttle ?? {};
  return withSample(before, {
    at,
    lagMs,
    rate: perSecond(changesOf(event), passed),
    byteRate: perSecond(bytes, passed),
    transactionRate: perSecond(transactions, passed),
    ...(rowsPerSecond === null ? {} : { rowLimit: rowsPerSecond }),
    ...(megabytesPerSecond === null ? {} : { byteLimit: megabytesPerSecond * 1_000_000 }),
    ...answered({ sourceMs: answers?.source, destinationMs: answers?.destination }),
  });
}

/** One sample more; what is too old goes. Whoever is told of the samples one by one has the same history. Pure. */
export function withSample(before: StreamHistory, sample: StreamSample): StreamHistory {
  const { at } = sample;
  // The clock may have been set back: time in the picture only goes forward.
  const recent = before.recent.filter((each) => each.at > at - RECENT_MS && each.at < at);
  const hour = before.hour.filter((each) => each.at > at - HOUR_MS && each.at < at);
  const last = hour.at(-1);
  const same = last !== undefined && Math.floor(last.at / MEAN_MS) === Math.floor(at / MEAN_MS);
  return { recent: [...recent, sample], hour: same ? [...hour.slice(0, -1), meanOf(last, sample)] : [...hour, { ...sample, of: 1 }] };
}

function meanOf(mean: StreamMean, sample: StreamSample): StreamMean {
  const of = mean.of + 1;
  const next = (a: number, b: number) => short(a + (b - a) / of);
  return {
    ...sample,
    of,
    lagMs: Math.max(mean.lagMs, sample.lagMs),
    rate: next(mean.rate, sample.rate),
    byteRate: next(mean.byteRate, sample.byteRate),
    transactionRate: next(mean.transactionRate, sample.transactionRate),
    ...answered({
      sourceMs: both(mean.sourceMs, sample.sourceMs, next),
      destinationMs: both(mean.destinationMs, sample.destinationMs, next),
    }),
  };
}

type AnswerTimes = Pick<StreamSample, 'sourceMs' | 'destinationMs'>;

/** Of a side that was not asked nothing is said. */
function answered(times: { readonly [Side in keyof AnswerTimes]-?: number | null | undefined }): AnswerTimes {
  const { sourceMs, destinationMs } = times;
  return {
    ...(typeof sourceMs === 'number' ? { sourceMs: short(sourceMs) } : {}),
    ...(typeof destinationMs === 'number' ? { destinationMs: short(destinationMs) } : {}),
  };
}

function both(a: number | undefined, b: number | undefined, mean: (a: number, b: number) => number): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : mean(a, b);
}

function perSecond(amount: number, ms: number): number {
  return short((amount / ms) * 1_000);
}

/** All of it is stored every other second: a dozen digits more would double that. */
function short(value: number): number {
  return Math.round(value * 100) / 100;
}
