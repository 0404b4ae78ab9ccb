import { join } from 'node:path';
import { sql, type TestServers } from '#e2e/faults/servers.ts';
import type { DraftConfig } from '#engine/task/config.ts';
import { errorOf, type StateName } from '#engine/task/state.ts';
import { stopEngine } from '#lib/engine.ts';
import { readEnv } from '#lib/env.ts';
import { openMetadata } from '#lib/metadata/metadata.ts';
import { acceptFinding, checkTask } from '#lib/task/precheck.ts';
import { readTask } from '#lib/task/queries.ts';
import { createTask, saveDraft, signalTask } from '#lib/task/verbs.ts';
import type { TaskView } from '#lib/task/view.ts';

/** The console's own logic in this process, on a metadata store at the destination's server: what its routes call, without HTTP. */
export async function openConsole(servers: TestServers): Promise<AsyncDisposable> {
  await sql(servers.destination.url(), 'create database store');
  process.env.OPENDTS_DATA = join(servers.dir, 'console');
  process.env.DATABASE_URL = servers.destination.url('store');
  const metadata = await openMetadata(readEnv(), () => {});
  return {
    [Symbol.asyncDispose]: async () => {
      await stopEngine();
      await metadata.close();
    },
  };
}

/** Makes a task of `document`, prechecks it, accepts what may be accepted, and starts it. */
export async function startTask(document: Partial<DraftConfig>): Promise<string> {
  const { id } = await createTask('somebody');
  const { config } = await readTask(id);
  await saveDraft(id, { ...config, ...document });
  await passPrecheck(id);
  await signalTask(id, 'start');
  return id;
}

export async function passPrecheck(id: string): Promise<void> {
  const { findings } = await checkTask(id);
  const failed = findings.filter(({ severity }) => severity === 'fail');
  if (failed.length > 0) throw new Error(`The precheck failed: ${JSON.stringify(failed)}`);
  for (const { code, severity } of findings) if (severity === 'warn') await acceptFinding(id, code, true);
}

/** Waits until the task is as `holds` says. @throws Error with the task's own when it fails instead */
export async function waitFor(id: string, holds: (task: TaskView) => boolean | Promise<boolean>): Promise<TaskView> {
  for (;;) {
    const task = await readTask(id);
    if (await holds(task)) return task;
    const error = errorOf(task.state);
    if (error !== null) throw new Error(`${error.code}: ${error.message.en}`);
    await new Promise((settle) => setTimeout(settle, 100));
  }
}

export const reaches = (id: string, name: StateName): Promise<TaskView> => waitFor(id, ({ state }) => state.name === name);
