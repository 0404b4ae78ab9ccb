import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers } from '#e2e/faults/servers.ts';
import { type TaskOptions, TestTask } from '#e2e/faults/test-task.ts';
import { Client } from '#e2e/selectdb/client.ts';
import { type Emulator, startEmulator } from '#e2e/selectdb/emulator.ts';
import { plannedTable } from '../../plan/test-table.ts';
import { type TableName, tableId } from '../../schema/table.ts';
import { selectdbEndpoint } from '../../task/config.ts';
import { sharedTable } from './shared.ts';

/** Several tables of the source that would go into one there: the precheck says so, and who starts all the same is refused by name. */

let servers: TestServers;
let emulator: Emulator;
let client: Client;

beforeAll(async () => {
  servers = await startServers();
  emulator = await startEmulator();
  client = await Client.open({ ...emulator, user: 'root', password: '' });
}, 300_000);

afterAll(async () => {
  await client[Symbol.asyncDispose]();
  await emulator[Symbol.asyncDispose]();
  await servers[Symbol.asyncDispose]();
});

function taskOf(database: string, objects: TaskOptions['objects']): Promise<TestTask> {
  const { host, mysqlPort: port, httpPort } = emulator;
  const destination = selectdbEndpoint.parse({ type: 'selectdb', host, port, httpPort, user: 'root' });
  const selectdb = { replicationNum: 1, reservoirMilliseconds: 1_000 };
  return TestTask.create(servers, database, { objects, destination, selectdb });
}

test('a task that was never checked does nothing, and names both tables', async () => {
  const [source] = await servers.databases('shared_both');
  await sql(source, 'create schema app', 'create table app.a (id int primary key)', 'create table app.b (id int primary key)');
  await using task = await taskOf('shared_both', [
    {
      schema: 'app',
      as: 'both',
      tables: [
        { name: 'a', as: 'c' },
        { name: 'b', as: 'c' },
      ],
    },
  ]);
  await task.send('start');
  await expect(task.reaches('streaming')).rejects.toThrow('app.b would go into both.c, which holds the rows of app.a');
  expect(task.state).toMatchObject({ name: 'failed', error: { code: 'plan.table-shared', object: 'both.c' } });
  expect((await client.rows('SHOW DATABASES')).flat()).not.toContain('both');
});

test('a table that comes to be called like another is refused at its place, and the others go on', async () => {
  const [source] = await servers.databases('later');
  await sql(
    source,
    'create schema app',
    'create schema two',
    'create table app.t (id int primary key, v text)',
    'create table two.other (id int primary key)',
    "insert into app.t values (1, 'mine')",
  );
  await using task = await taskOf('later', [
    { schema: 'app', as: 'later' },
    { schema: 'two', as: 'later' },
  ]);
  await task.startAndFollow();
  await sql(
    source,
    'create table two.t (id int primary key, v text)',
    "insert into two.t values (1, 'not mine')",
    "update app.t set v = 'still mine' where id = 1",
    'insert into two.other values (1)',
  );
  const there = async (query: string) => (await client.rows(query)).map((row) => row.join('|'));
  await expect.poll(() => there('select id from later.other'), { timeout: 60_000 }).toEqual(['1']);
  await expect.poll(() => there('select id, v from later.t'), { timeout: 60_000 }).toEqual(['1|still mine']);
  expect(task.complaints().join('\n')).toContain('two.t would go into later.t, which holds the rows of app.t');
  // Who takes the task up again finds it going on without that table.
  await task.send('pause');
  await task.reaches('paused');
  await sql(source, "update app.t set v = 'mine for good'", "update two.t set v = 'never mine'");
  await task.send('resume');
  await task.reaches('streaming');
  await expect.poll(() => there('select id, v from later.t'), { timeout: 60_000 }).toEqual(['1|mine for good']);
});

test('a table without rows of its own, and one that waits for a person, share nothing', () => {
  const table = (name: string, destination: TableName) => {
    const source = { schema: 'app', name };
    return plannedTable({ id: tableId(source), source, destination });
  };
  const place = { schema: 'app', name: 'c' };
  const [a, b] = [table('a', place), table('b', place)];
  expect(sharedTable([a, b])).toMatchObject({ first: { id: a.id }, other: { id: b.id } });
  expect(sharedTable([{ ...a, hasRows: false }, b])).toBeNull();
  expect(sharedTable([a, { ...b, stopped: 'refused' }])).toBeNull();
  expect(sharedTable([a, table('b', { schema: 'app', name: 'b' })])).toBeNull();
});
