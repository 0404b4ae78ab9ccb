import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { requireSameServer } from './same-server.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

async function following(name: string) {
  const [source] = await servers.databases(name);
  await sql(source, 'create table t (id int primary key)');
  const task = await TestTask.create(servers, name, { objects: [{ schema: 'public' }] });
  await task.startAndFollow();
  return task;
}

test('what another task has left in a database is no trace of this one', async () => {
  await using mine = await following('mine');
  await using _ = await following('theirs');
  const moved = (side: 'source' | 'destination', host: string, database: string) => ({
    taskId: mine.id,
    name: 'mine',
    side,
    before: servers[side].endpoint('mine'),
    after: { ...servers[side].endpoint(database), host },
  });
  for (const side of ['source', 'destination'] as const) {
    await requireSameServer(moved(side, 'localhost', 'mine'));
    // The slot is one of the server's, and the schema of the marks is there: of another database all the same.
    await expect(requireSameServer(moved(side, 'localhost', 'theirs'))).rejects.toMatchObject({ code: 'endpoint.other-server' });
  }
});

test('asking leaves alone what the task is making at the source', async () => {
  const [url] = await servers.databases('busy');
  await using task = await following('asked');
  // What a load reads under: a temporary slot, by the name of the task's own.
  const slot = await value(url, `select slot_name from pg_replication_slots where database = 'asked'`);
  await using held = await holding('asked', `${slot}_m`);
  const at = servers.source.endpoint('asked');
  await requireSameServer({ taskId: task.id, name: 'asked', side: 'source', before: at, after: { ...at, host: 'localhost' } });
  expect(await held.isThere()).toBe(true);
});

async function holding(database: string, slot: string) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: servers.source.url(database) });
  client.on('error', () => {});
  await client.connect();
  await client.query(`select pg_create_logical_replication_slot('${slot}', 'pgoutput', true)`);
  return {
    isThere: async () =>
      (await value(servers.source.url(database), `select count(*) from pg_replication_slots where slot_name = '${slot}'`)) === '1',
    [Symbol.asyncDispose]: () => client.end().catch(() => {}),
  };
}
