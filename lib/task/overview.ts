import type { TaskKind } from '#engine/task/config.ts';
import { isRunning, type StateName } from '#engine/task/state.ts';
import { metadata } from '#lib/metadata/client.ts';
import { perProcess } from '#lib/process.ts';
import { type Attention, attentionOf, byUrgency } from './attention.ts';
import { listTasks } from './list.ts';
import { toLogLine } from './log.ts';
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
const EVENTS = 15;
/** However many people look, the store is asked once in this time. */
const FRESH_MS = 1_500;

interface Kept {
  at: number;
  overview: Promise<Overview> | null;
}

export function readOverview(): Promise<Overview> {
  const kept = perProcess<Kept>('overview', () => ({ at: -Infinity, overview: null }));
  if (kept.overview === null || performance.now() - kept.at > FRESH_MS) {
    kept.at = performance.now();
    kept.overview = read();
    // One that failed is not handed out again.
    kept.overview.catch(() => {
      kept.overview = null;
    });
  }
  return kept.overview;
}

async function read(): Promise<Overview> {
  const [rows, events] = await Promise.all([listTasks(), latestEvents()]);
  const counts: Record<TaskKind, Partial<Record<StateName, number>>> = { migration: {}, synchronization: {} };
  for (const { kind, state } of rows) counts[kind][state.name] = (counts[kind][state.name] ?? 0) + 1;
  const attention = rows
    .map(attentionOf)
    .filter((each) => each !== null)
    .sort(byUrgency);
  const running = rows.filter(({ state }) => isRunning(state.name)).sort(byWork);
  return {
    counts,
    attention: attention.slice(0, NAMED),
    attentionCount: attention.length,
    running: running.slice(0, RUNNING),
    runningCount: running.length,
    events,
  };
}

/** Those that are being brought over before those that follow, these by how far they are behind. */
function byWork(a: TaskRow, b: TaskRow): number {
  const following = (row: TaskRow): number => Number(row.state.name === 'streaming');
  return following(a) - following(b) || (b.lagMs ?? 0) - (a.lagMs ?? 0) || (a.createdAt < b.createdAt ? 1 : -1);
}

async function latestEvents(): Promise<readonly TaskEventLine[]> {
  const rows = await metadata().logEntry.findMany({
    orderBy: { seq: 'desc' },
    take: EVENTS,
    include: { task: { select: { id: true, name: true } } },
  });
  return rows.map(({ task, ...line }) => ({ ...toLogLine(line), task }));
}
