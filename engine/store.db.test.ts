import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers, valuesOf } from '#e2e/faults/servers.ts';
import { createEngine } from './index.ts';
import type { Plan } from './plan/plan.ts';
import { taskConfig } from './task/config.ts';
import { FileTaskStore } from './task/file-store.ts';
import type { TaskState } from './task/state.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

/** Cannot save each thing for the first time it is asked to. */
class FailingStore extends FileTaskStore {
  readonly failed = new Set<string>();

  override async savePlan(id: string, plan: Plan): Promise<void> {
    this.#fail('plan');
    await super.savePlan(id, plan);
  }

  override async saveState(id: string, state: TaskState): Promise<void> {
    if (state.name === 'loading' || state.name === 'streaming') this.#fail(state.name);
    await super.saveState(id, state);
  }

  #fail(what: string): void {
    if (this.failed.has(what)) return;
    this.failed.add(what);
    throw new Error('the store is away');
  }
}

test('a store that is away for a moment is tried again: the task neither hangs nor ends the process', async () => {
  await sql(servers.source.url(), 'create table t (id int primary key)', 'insert into t values (1)');
  const id = `task ${randomBytes(4).toString('hex')}`;
  const store = new FailingStore(join(servers.dir, 'engine'), { seal: (plain) => plain, open: (sealed) => sealed });
  const [source, destination] = [servers.source.endpoint('postgres'), servers.destination.endpoint('postgres')];
  await store.create(id, taskConfig.parse({ name: id, source, destination, objects: [{ schema: 'public' }] }));
  const engine = createEngine({ store });
  try {
    const follows = new Promise<void>((resolve) => {
      void engine.watch(id, (notice) => {
        if (notice.kind === 'state' && notice.state.name === 'streaming') resolve();
      });
    });
    await engine.send(id, 'start');
    await follows;
    expect([...store.failed]).toEqual(['plan', 'loading', 'streaming']);
    expect(await valuesOf(servers.destination.url(), 'select id from t')).toEqual(['1']);
  } finally {
    await engine.close();
  }
});
