import type { DraftConfig, DraftEndpoint, EndpointType } from '#engine/task/config.ts';
import type { TaskState } from '#engine/task/state.ts';
import { isSaved } from '#lib/endpoint.ts';
import { metadata } from '#lib/metadata/client.ts';
import { type Operation, requirePermit } from './permits.ts';
import { findTask, type StoredTask } from './store.ts';

/**
 * The task as it is stored, if `operation` is allowed with it. Call it in the task's turn, so that the answer still holds when it is
 * acted on.
 * @throws EngineError `task.not-found`, `task.operation-refused`
 */
export async function findPermitted(id: string, operation: Operation): Promise<StoredTask> {
  const row = await findTask(id);
  const { types, destination } = row.config as unknown as DraftConfig;
  const state = row.state as unknown as TaskState;
  requirePermit(operation, { name: row.name, state, types, destination: await kindOf(destination) });
  return row;
}

/** A saved connection's is not in the document. */
export async function kindOf(endpoint: DraftEndpoint | undefined): Promise<EndpointType | null> {
  if (endpoint === undefined) return null;
  if (!isSaved(endpoint)) return endpoint.type ?? null;
  const saved = await metadata().connection.findUnique({ where: { id: endpoint.connectionId }, select: { type: true } });
  return (saved?.type as EndpointType | undefined) ?? null;
}
