import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { taskConfig } from '../task/config.ts';
import { FileTaskStore } from '../task/file-store.ts';
import { lockTask } from './data.ts';

const folder = mkdtempSync(join(tmpdir(), 'opendts-data-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const endpoint = { type: 'postgresql', host: 'h', database: 'd', user: 'u' };
const config = (name: string) => taskConfig.parse({ name, source: endpoint, destination: endpoint, objects: [{ schema: 'public' }] });
const clear = { seal: String, open: String };

describe('a task in its folder', () => {
  test.each(['..', '.', '../secret', 'a/b', 'v1.2', '订单迁移'.repeat(32)])('named %s stays inside, and goes alone', async (name) => {
    const data = mkdtempSync(join(folder, 'names-'));
    writeFileSync(join(data, 'secret'), 'kept');
    const store = new FileTaskStore(data, clear);
    await store.create('other', config('other'));
    await store.create(name, config(name));
    expect([...(await store.list())].sort()).toEqual(['other', name].sort());
    expect((await store.load(name)).config.name).toBe(name);
    expect(readdirSync(data).sort()).toEqual(['secret', 'tasks']);
    await (await lockTask(data, name))[Symbol.asyncDispose]();
    await store.remove(name);
    expect(await store.list()).toEqual(['other']);
    expect(readdirSync(data).sort()).toEqual(['secret', 'tasks']);
  });

  test('one that was being made when the process was killed is not there; one that cannot be read is not new', async () => {
    const store = new FileTaskStore(mkdtempSync(join(folder, 'half-')), clear);
    await store.create('whole', config('whole'));
    const tasks = join(folder, readdirSync(folder).find((name) => name.startsWith('half-')) ?? '', 'tasks');
    mkdirSync(join(tasks, 'half'));
    expect(await store.list()).toEqual(['whole']);
    writeFileSync(join(tasks, 'whole', 'task.json'), '{"id":');
    await expect(store.has('whole')).rejects.toThrow();
  });

  test('sealed with another secret it says so', async () => {
    const data = mkdtempSync(join(folder, 'sealed-'));
    await new FileTaskStore(data, clear).create('mine', config('mine'));
    const foreign = { seal: String, open: () => Promise.reject(new Error()) as never };
    await expect(new FileTaskStore(data, { ...foreign, open: () => 'not JSON' }).load('mine')).rejects.toMatchObject({
      code: 'secret.changed',
    });
  });
});

describe('the lock of a task', () => {
  const data = join(folder, 'locks');
  const lock = join(data, 'tasks', 'orders.lock');

  test('is refused while its process lives, which is named', async () => {
    await using _held = await lockTask(data, 'orders');
    // Another process that lives: our parent.
    writeFileSync(lock, String(process.ppid));
    await expect(lockTask(data, 'orders')).rejects.toMatchObject({
      code: 'task.in-use',
      message: expect.stringContaining(String(process.ppid)),
    });
  });

  test.each([
    ['of a process that is gone', () => String(spawnSync('true').pid)],
    ['with our own number, from before a restart', () => String(process.pid)],
    ['whose number has become another process', () => `${process.ppid} 1`],
    ['that is empty', () => ''],
  ])('%s is taken over', async (_, content) => {
    writeFileSync(lock, content());
    await using _held = await lockTask(data, 'orders');
    expect(readdirSync(join(data, 'tasks'))).toEqual(['orders.lock']);
  });

  test('goes to one of two that ask at once', async () => {
    const ask = `import { lockTask } from './engine/command/data.ts'; await lockTask(${JSON.stringify(data)}, 'both').then(() => { console.log('held'); setTimeout(() => {}, 3000); }, (e) => console.log(e.code));`;
    const said = await Promise.all(
      [1, 2].map(
        () =>
          new Promise<string>((settle) => {
            const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', ask]);
            child.stdout.once('data', (chunk: Buffer) => settle(chunk.toString().trim()));
          }),
      ),
    );
    expect(said.sort()).toEqual(['held', 'task.in-use']);
  });
});
