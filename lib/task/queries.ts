import type { Finding } from '#engine/precheck/check.ts';
import { NO_PROGRESS, type Progress } from '#engine/progress/progress.ts';
import { loadSummary, structureSummary } from '#engine/progress/summary.ts';
import type { DraftConfig, DraftEndpoint } from '#engine/task/config.ts';
import type { TaskState } from '#engine/task/state.ts';
import { portOf } from '#lib/address.ts';
import { type ConnectionView, listConnections } from '#lib/connection/connections.ts';
import { isSaved } from '#lib/endpoint.ts';
import { metadata } from '#lib/metadata/client.ts';
import { redactDocument } from './document.ts';
import { taskHub } from './hub.ts';
import { findTask, type StoredTask } from './store.ts';
import type { Place, TaskRow, TaskView } from './view.ts';

/**
 * One task with its progress, without its secrets.
 * @throws EngineError `task.not-found`
 */
export async function readTask(id: string): Promise<TaskView> {
  const [row, connections] = await Promise.all([findTask(id), listConnections()]);
  const { config, secrets } = redactDocument(row.config as unknown as DraftConfig);
  return {
    id: row.id,
    name: row.name,
    config,
    secrets,
    source: placeOf(config.source, connections),
    destination: placeOf(config.destination, connections),
    state: row.state as unknown as TaskState,
    findings: row.findings as unknown as readonly Finding[] | null,
    checkedAt: row.checkedAt?.toISOString() ?? null,
    progress: progressOf(row),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

/** What a row of the list is made from; the big parts of a task are not. */
type ListedTask = Omit<StoredTask, 'findings'>;
const LISTED = { plan: true, findings: true } as const;

/** Newest first; of `ids` alone when they are given. */
export async function listTasks(ids?: readonly string[]): Promise<readonly TaskRow[]> {
  const where = ids === undefined ? {} : { id: { in: [...ids] } };
  const [rows, connections] = await Promise.all([
    metadata().task.findMany({ where, omit: LISTED, orderBy: { createdAt: 'desc' } }),
    listConnections(),
  ]);
  return rows.map((row) => toRow(row, connections));
}

function progressOf(row: ListedTask): Progress {
  return taskHub().progress(row.id) ?? { ...NO_PROGRESS, ...(row.progress as unknown as Partial<Progress> | null) };
}

function toRow(row: ListedTask, connections: readonly ConnectionView[]): TaskRow {
  const { config } = redactDocument(row.config as unknown as DraftConfig);
  const state = row.state as unknown as TaskState;
  const progress = progressOf(row);
  const load = loadSummary(progress);
  return {
    id: row.id,
    name: row.name,
    state,
    types: config.types,
    source: placeOf(config.source, connections),
    destination: placeOf(config.destination, connections),
    percent: percentOf(state, progress),
    tables: load.total,
    rows: load.rows,
    lagMs: state.name === 'streaming' ? (progress.stream?.lagMs ?? null) : null,
    error: state.name === 'failed' ? state.error : null,
    stoppedTables: new Set((progress.refused ?? []).filter(({ stops }) => stops).flatMap(({ tables }) => tables)).size,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
  };
}

/** Of the step the task is in, or was in when it was interrupted. */
function percentOf(state: TaskState, progress: Progress): number | null {
  const step = 'from' in state ? state.from : state.name;
  if (step === 'preparing') return structureSummary(progress).percent;
  if (step === 'loading') return loadSummary(progress).percent;
  return step === 'finished' || step === 'streaming' ? 100 : null;
}

function placeOf(endpoint: DraftEndpoint | undefined, connections: readonly ConnectionView[]): Place | null {
  if (endpoint === undefined) return null;
  const saved = isSaved(endpoint) ? connections.find((connection) => connection.id === endpoint.connectionId) : undefined;
  const own = isSaved(endpoint) ? saved?.endpoint : endpoint;
  if (own?.host === undefined) return null;
  const { type = 'postgresql', host, database = '', user = '' } = own;
  return { connection: saved?.name ?? null, type, host, port: portOf(own), database, user };
}
