import type { Finding } from '#engine/precheck/check.ts';
import type { DraftConfig, DraftEndpoint } from '#engine/task/config.ts';
import type { TaskState } from '#engine/task/state.ts';
import { portOf } from '#lib/address.ts';
import { type ConnectionView, listConnections } from '#lib/connection/connections.ts';
import { isSaved } from '#lib/endpoint.ts';
import { redactDocument } from './document.ts';
import { progressOf } from './progress.ts';
import { revisionOf } from './revision.ts';
import { findTask } from './store.ts';
import type { Place, TaskView } from './view.ts';

/**
 * One task with its progress, without its secrets.
 * @throws EngineError `task.not-found`
 */
export async function readTask(id: string): Promise<TaskView> {
  const [row, connections, progress] = await Promise.all([findTask(id), listConnections(), progressOf(id)]);
  const { config, secrets } = redactDocument(row.config as unknown as DraftConfig);
  return {
    id: row.id,
    name: row.name,
    config,
    revision: revisionOf(row.config as unknown as DraftConfig),
    group: row.groupId,
    tag: row.tagId,
    secrets,
    source: placeOf(config.source, connections),
    destination: placeOf(config.destination, connections),
    state: row.state as unknown as TaskState,
    findings: row.findings as unknown as readonly Finding[] | null,
    checkedAt: row.checkedAt?.toISOString() ?? null,
    progress,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

/** Where an endpoint leads, in words that may be shown. */
export function placeOf(endpoint: DraftEndpoint | undefined, connections: readonly ConnectionView[]): Place | null {
  if (endpoint === undefined) return null;
  const saved = isSaved(endpoint) ? connections.find((connection) => connection.id === endpoint.connectionId) : undefined;
  const own = isSaved(endpoint) ? saved?.endpoint : endpoint;
  if (own?.host === undefined) return null;
  const { type = 'postgresql', host, database = '', user = '' } = own;
  return { connection: saved?.name ?? null, type, host, port: portOf(own), database, user };
}
