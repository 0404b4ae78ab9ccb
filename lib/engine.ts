import type { Engine } from '#engine/engine.ts';
import { reportOf } from '#engine/errors.ts';
import { createEngine } from '#engine/index.ts';
import { type TaskState, transition } from '#engine/task/state.ts';
import { keepAuditShort } from '#lib/audit-retention.ts';
import { perProcess, takeFromProcess } from '#lib/process.ts';
import { closeMetadataClient, metadata } from './metadata/client.ts';
import { findTask, taskStore } from './task/store.ts';
import { summarizeOld } from './task/summarize-old.ts';

/** The engine of this process. */
export function engine(): Engine {
  return perProcess('engine', () => createEngine({ store: taskStore() }));
}

/** Goes on with every task that ran when the last process ended, however it ended. */
export async function startEngine(): Promise<void> {
  // A precheck ends with its process: the task is a draft again, with what it found before.
  await metadata().task.updateMany({ where: { stateName: 'checking' }, data: { state: { name: 'draft' }, stateName: 'draft' } });
  await summarizeOld();
  for (const id of await taskStore().running()) await failUnlessReadable(id);
  await engine().start();
  perProcess('audit-retention', keepAuditShort);
}

/** One whose document cannot be opened (another OPENDTS_SECRET) would look as if it ran, and could be neither paused nor released. */
async function failUnlessReadable(id: string): Promise<void> {
  try {
    await taskStore().load(id);
  } catch (error) {
    const state = (await findTask(id)).state as unknown as TaskState;
    const failed = transition(state, { kind: 'fail', error: reportOf(error) }, []);
    if (failed !== null) await taskStore().saveState(id, failed);
  }
}

/** Lets tasks reach a checkpoint, writes what waits, and closes the metadata store's connections. */
export async function stopEngine(): Promise<void> {
  takeFromProcess<() => void>('audit-retention')?.();
  await takeFromProcess<Engine>('engine')?.close();
  await taskStore().settleAll();
  await closeMetadataClient();
}
