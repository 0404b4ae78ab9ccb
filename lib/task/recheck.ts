import { isDeepStrictEqual } from 'node:util';
import { type TaskState, transition } from '#engine/task/state.ts';
import { type ConnectionForm, type ConnectionView, saveConnection, tasksThrough } from '#lib/connection/connections.ts';
import { metadata } from '#lib/metadata/client.ts';
import { taskHub } from './hub.ts';
import { NO_JSON, taskStore } from './store.ts';
import { inTurn } from './turn.ts';

/** What a precheck found through the connection as it was says nothing about it as it is: those tasks are drafts again. */
export async function editConnection(id: string, form: ConnectionForm): Promise<ConnectionView> {
  const before = await endpointOf(id);
  const saved = await saveConnection(id, form);
  if (isDeepStrictEqual(before, await endpointOf(id))) return saved;
  for (const task of await tasksThrough(id)) if (task.startedAt === null) await recheckTask(task.id);
  return saved;
}

async function endpointOf(id: string): Promise<unknown> {
  return (await metadata().connection.findUnique({ where: { id }, select: { endpoint: true } }))?.endpoint;
}

/** Takes back what a precheck found of a task that has not started: what it leads to has changed. */
function recheckTask(id: string): Promise<void> {
  return inTurn(id, async () => {
    const row = await metadata().task.findUnique({ where: { id }, select: { state: true } });
    const draft = row === null ? null : transition(row.state as unknown as TaskState, { kind: 'edit' }, []);
    if (draft === null) return;
    await taskStore().saveState(id, draft, { findings: NO_JSON, checkedAt: null });
    taskHub().publish(id, { kind: 'document' });
  });
}
