import type { TaskKind } from '#engine/task/config.ts';
import { isRunning, type StateName } from '#engine/task/state.ts';
import { listConnections } from '#lib/connection/connections.ts';
import { metadata } from '#lib/metadata/client.ts';
import { perProcess } from '#lib/process.ts';
import type { LogEntry } from '#prisma/generated/client.ts';
import { type Attention, attentionOf } from './attention.ts';
import { taskHub } from './hub.ts';
import { toRow } from './list.ts';
import { toLogLine } from './log.ts';
import { readStanding } from './standing.ts';
import type { LogLine, TaskRow } from './view.ts';

/** A line of a task's log, with the task. */
export interface TaskEventLine extends LogLine {
  readonly task: { readonly id: string; readonly name: string };
}

/** What runs, what wants somebody, and what happened last, over all tasks. */
export interface Overview {
  readonly counts: Readonly<Record<TaskKind, Partial<Readonly<Record<StateName, number>>>>>;
  readonly attention: readonly Attention[];
  /** With those that are not listed. */
  readonly attentionCount: number;
  readonly running: readonly TaskRow[];
  readonly runningCount: number;
  readonly events: readonly TaskEventLine[];
}

const NAMED = 6;
const RUNNING = 12;
const EVENTS = 10;
/** However many people look, the store is asked once in this time. */
const FRESH_MS = 1_000;
/** Up to this age it is shown while the next one is read: whoever asks does not wait for the store, only with others. */
const SHOWN_MS = 2_000;

interface Kept {
  /** When the store was asked. */
  at: number;
  overview: Overview | null;
  reading: Promise<Overview> | null;
}

export async function readOverview(): Promise<Overview> {
  const kept = perProcess('overview', keep);
  const age = performance.now() - kept.at;
  if (kept.overview !== null && age <= FRESH_MS) return kept.overview;
  const reading = kept.reading ?? readInto(kept);
  return kept.overview !== null && age <= SHOWN_MS ? kept.overview : reading;
}

/** Who has just paused or released a task must not be shown it as it was. */
function keep(): Kept {
  const kept: Kept = { at: -Infinity, overview: null, reading: null };
  taskHub().subscribe((_, { kind }) => {
    if (kind !== 'progress' && kind !== 'log') Object.assign(kept, { at: -Infinity, reading: null });
  });
  return kept;
}

function readInto(kept: Kept): Promise<Overview> {
  const at = performance.now();
  const reading = read();
  kept.reading = reading;
  // What was overtaken by a change is told to who waited for it, and not kept. One that failed is not handed out again.
  const done = (read: Partial<Kept>): void => {
    if (kept.reading === reading) Object.assign(kept, read, { reading: null });
  };
  reading.then(
    (overview) => done({ at, overview }),
    () => done({}),
  );
  return reading;
}

async function read(): Promise<Overview> {
  const most = { attention: NAMED, running: RUNNING };
  const [standing, events, connections] = await Promise.all([readStanding(most), latestEvents(), listConnections()]);
  const counts: Record<TaskKind, Partial<Record<StateName, number>>> = { migration: {}, synchronization: {} };
  for (const { kind, state, count } of standing.counts) counts[kind][state] = count;
  const rows = new Map(standing.named.map((row) => [row.id, toRow(row, connections)]));
  const named = (ids: readonly string[]): readonly TaskRow[] => ids.flatMap((id) => rows.get(id) ?? []);
  const running = standing.counts.filter(({ state }) => isRunning(state));
  return {
    counts,
    // A figure may have gone down while the store was asked.
    attention: named(standing.attention).flatMap((row) => attentionOf(row) ?? []),
    attentionCount: standing.attentionCount,
    running: named(standing.running),
    runningCount: running.reduce((sum, { count }) => sum + count, 0),
    events,
  };
}

async function latestEvents(): Promise<readonly TaskEventLine[]> {
  const rows = await metadata().$queryRaw<(LogEntry & { readonly name: string })[]>`
    select seq, task_id as "taskId", at, level, code, message, hint, table_name as "table", name
      from log_entry join task on task.id = task_id order by seq desc limit ${EVENTS}`;
  return rows.map(({ name, ...line }) => ({ ...toLogLine(line), task: { id: line.taskId, name } }));
}
