import { isDeepStrictEqual } from 'node:util';
import { type TaskState, transition } from '#engine/task/state.ts';
import { type ConnectionForm, type ConnectionView, saveConnection, tasksThrough } from '#lib/connection/connections.ts';
import { metadata } from '#lib/metadata/client.ts';
import { taskHub } from './hub.ts';
import { NO_JSON, taskStore } from './store.ts';
import { inTurn, inTurns } from './turn.ts';

/**
 * What a precheck found through the connection as it was says nothing about it as it is: those tasks are drafts again. None of them can
 * be started meanwhile. Whoever looks at a task that leads through it is told.
 */
export async function editConnection(id: string, form: ConnectionForm): Promise<ConnectionView> {
  const drafts = (await tasksThrough(id)).filter(({ startedAt }) => startedAt === null);
  const { saved, changed } = await inTurns(
    drafts.map((task) => task.id),
    async () => {
      const before = await endpointOf(id);
      return { saved: await saveConnection(id, form), changed: !isDeepStrictEqual(before, await endpointOf(id)) };
    },
  );
  for (const task of await tasksThrough(id)) {
    // By now they are drafts; those that were pointed here meanwhile follow.
    if (changed && task.startedAt === null) await recheckTask(task.id);
    // Lists and pages say where a task leads by the connection's name and address.
    taskHub().publish(task.id, { kind: 'document' });
  }
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
  });
}
