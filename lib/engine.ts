import type { Engine } from '#engine/engine.ts';
import { createEngine } from '#engine/index.ts';
import { perProcess, takeFromProcess } from '#lib/process.ts';
import { closeMetadataClient, metadata } from './metadata/client.ts';
import { taskStore } from './task/store.ts';

/** The engine of this process. */
export function engine(): Engine {
  return perProcess('engine', () => createEngine({ store: taskStore() }));
}

/** Goes on with every task that ran when the last process ended, however it ended. */
export async function startEngine(): Promise<void> {
  // A precheck ends with its process: the task is a draft again, with what it found before.
  await metadata().task.updateMany({ where: { stateName: 'checking' }, data: { state: { name: 'draft' }, stateName: 'draft' } });
  await engine().start();
}

/** Lets tasks reach a checkpoint, writes what waits, and closes the metadata store's connections. */
export async function stopEngine(): Promise<void> {
  await takeFromProcess<Engine>('engine')?.close();
  await taskStore().settleAll();
  await closeMetadataClient();
}
