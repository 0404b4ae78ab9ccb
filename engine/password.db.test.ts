import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { FileTaskStore } from './task/file-store.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

const UNSEALED = { seal: (plain: string) => plain, open: (sealed: string) => sealed };

/** What the console does when a saved connection is edited: the document says another password from now on. */
async function savePassword(taskId: string, password: string): Promise<void> {
  const store = new FileTaskStore(join(servers.dir, 'engine'), UNSEALED);
  const { config } = await store.load(taskId);
  await store.saveConfig(taskId, { ...config, source: { ...config.source, password }, destination: { ...config.destination, password } });
}

const withRole = (url: string) => sql(url, `create role mover superuser login password 'first'`);
const cutAll = (url: string) => sql(url, `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'mover'`);

async function moving(name: string, rows: number) {
  const [source, destination] = await servers.databases(name);
  await sql(
    source,
    'create table t (id int primary key, note text)',
    `insert into t select n, repeat('x', 200) from generate_series(1, ${rows}) n`,
  );
  const endpoint = (server: TestServers['source']) => ({ ...server.endpoint(name), user: 'mover', password: 'first' });
  const task = await TestTask.create(servers, name, {
    objects: [{ schema: 'public' }],
    source: endpoint(servers.source),
    destination: endpoint(servers.destination),
  });
  return { source, destination, task };
}

const sums = (url: string) => value(url, `select count(*) || ' ' || sum(id) || ' ' || count(note) from t`);

test('a running task goes on with a password that was changed once, at both sides, before or after the databases cut it off', async () => {
  for (const url of [servers.source.url(), servers.destination.url()]) await withRole(url);
  const { source, destination, task } = await moving('rotate', 1_000);
  await using _ = task;
  await task.startAndFollow();
  for (const url of [source, destination]) await sql(url, `alter role mover password 'second'`);
  await savePassword(task.id, 'second');
  const recovered = task.hears((event) => event.kind === 'recovered');
  for (const url of [source, destination]) await cutAll(url);
  await sql(source, `insert into t select n, 'more' from generate_series(1001, 2000) n`);
  await recovered;
  await task.catchesUp();
  expect(await sums(destination)).toBe(await sums(source));
  // The other order: it is refused first, waits, and looks at the document each time it tries again.
  for (const url of [source, destination]) await sql(url, `alter role mover password 'third'`);
  const refused = task.hears((event) => event.kind === 'retry' && event.error.code === 'connect.login');
  for (const url of [source, destination]) await cutAll(url);
  await refused;
  const again = task.hears((event) => event.kind === 'recovered');
  await savePassword(task.id, 'third');
  await again;
  await sql(source, 'insert into t values (0, null)');
  await task.catchesUp();
  expect(await sums(destination)).toBe(await sums(source));
  expect(task.complaints().filter((line) => line.startsWith('engine.'))).toEqual([]);
}, 120_000);
