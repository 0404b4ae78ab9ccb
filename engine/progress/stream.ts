import type { TableId } from '../schema/table.ts';
import type { BatchSize, HotKey, TaskEvent } from './event.ts';

type AppliedEvent = Extract<TaskEvent, { kind: 'applied' }>;

/** How changes are followed just now. Pictures stored by versions of before lack some of it. */
export interface Stream {
  readonly position: string;
  readonly sourcePosition: string;
  readonly bytesBehind: number;
  /** Tables whose rows are still to be copied; absent: none. */
  readonly waiting?: number;
  readonly lagMs: number;
  readonly at: number;
  /** Changes, bytes and transactions of the source a second. */
  readonly rate: number;
  readonly byteRate: number;
  readonly transactionRate: number;
  /** Since the task began. */
  readonly transactions: number;
  readonly ddl: number;
  readonly throttled: boolean;
  /** The last transaction of the destination, and what those of late carried; null before the first. */
  readonly batch: { readonly last: BatchSize; readonly typical: BatchSize } | null;
  /** Milliseconds that applying a table's changes takes of each second, only what matters; null while nobody tells. */
  readonly spent: Readonly<Record<TableId, number>> | null;
  /** The keys most changed, `count` changes a second. */
  readonly hot: readonly HotKey[];
}

/** What the last second, or seconds, held. */
const SMOOTHING_MS = 1_000;
/** What is slow or hot is told by half a minute: a list that dances cannot be read. */
const CALM_MS = 30_000;
/** Less than this a second is nothing to be told of. */
const LEAST_SPENT_MS = 0.1;
const LEAST_HOT = 0.5;
const MOST_TABLES = 20;
const MOST_KEYS = 10;

/** The stream after a report of it. Pure. */
export function streamed(before: Stream | null, event: AppliedEvent): Stream {
  const { at, position, sourcePosition, bytesBehind, lagMs, throttled, waiting = 0 } = event;
  const passed = at - event.since;
  const quick = weightOf(passed, SMOOTHING_MS);
  const calm = weightOf(passed, CALM_MS);
  const smooth = (known: number | undefined, amount: number) => mix(known ?? 0, passed > 0 ? (amount / passed) * 1_000 : 0, quick);
  return {
    position,
    sourcePosition,
    bytesBehind,
    ...(waiting === 0 ? {} : { waiting }),
    lagMs,
    at,
    rate: smooth(before?.rate, changesOf(event)),
    byteRate: smooth(before?.byteRate, event.bytes),
    transactionRate: smooth(before?.transactionRate, event.transactions),
    transactions: (before?.transactions ?? 0) + event.transactions,
    ddl: (before?.ddl ?? 0) + event.ddl,
    throttled,
    batch: batchOf(before?.batch ?? null, event.batches, calm),
    spent: spentOf(before?.spent ?? null, event, calm),
    hot: hotOf(before?.hot ?? [], event, calm),
  };
}

/** Inserts, updates and deletes of a report. */
export function changesOf({ changes }: Pick<AppliedEvent, 'changes'>): number {
  return Object.values(changes).reduce((sum, { inserts, updates, deletes }) => sum + inserts + updates + deletes, 0);
}

/** Tables by what applying them takes, the slowest first. */
export function slowestTables(spent: NonNullable<Stream['spent']>): readonly { readonly id: TableId; readonly ms: number }[] {
  return Object.entries(spent)
    .map(([id, ms]) => ({ id, ms }))
    .sort((a, b) => b.ms - a.ms);
}

/** Two reports close together weigh as little as the time between them. */
function weightOf(passed: number, over: number): number {
  return Math.min(1, Math.max(0, passed / over));
}

function mix(before: number, now: number, weight: number): number {
  return before * (1 - weight) + now * weight;
}

/** Quiet seconds carry nothing, and change nothing about what a batch carries. */
function batchOf(before: Stream['batch'], now: AppliedEvent['batches'], weight: number): Stream['batch'] {
  if (now === null) return before;
  const mean = { rows: now.rows / now.count, transactions: now.transactions / now.count };
  if (before === null) return { last: now.last, typical: mean };
  const { rows, transactions } = before.typical;
  return { last: now.last, typical: { rows: mix(rows, mean.rows, weight), transactions: mix(transactions, mean.transactions, weight) } };
}

function spentOf(before: Stream['spent'], { spent, at, since }: AppliedEvent, weight: number): Stream['spent'] {
  if (at <= since || (before === null && spent === null)) return before;
  const [known, now] = [before ?? {}, spent ?? {}];
  const ids = new Set([...Object.keys(known), ...Object.keys(now)]);
  return Object.fromEntries(
    [...ids]
      .map((id): [TableId, number] => [id, mix(known[id] ?? 0, ((now[id] ?? 0) / (at - since)) * 1_000, weight)])
      .filter(([, ms]) => ms >= LEAST_SPENT_MS)
      .sort((a, b) => b[1] - a[1])
      .slice(0, MOST_TABLES),
  );
}

function hotOf(before: Stream['hot'], { hot, at, since }: AppliedEvent, weight: number): Stream['hot'] {
  if (at <= since) return before;
  const now = new Map(hot.map((each) => [nameOf(each), (each.count / (at - since)) * 1_000]));
  const all = new Map([...before, ...hot].map((each) => [nameOf(each), each]));
  const known = new Map(before.map((each) => [nameOf(each), each.count]));
  return [...all]
    .map(([name, each]) => ({ ...each, count: mix(known.get(name) ?? 0, now.get(name) ?? 0, weight) }))
    .filter(({ count }) => count >= LEAST_HOT)
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_KEYS);
}

function nameOf({ table, key }: HotKey): string {
  return `${table}\n${key}`;
}
