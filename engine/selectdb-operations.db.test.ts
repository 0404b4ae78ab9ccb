import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { type Emulator, startEmulator } from '#e2e/selectdb/emulator.ts';
import { ONE_COPY, rowsAt, withSelectDb } from '#e2e/selectdb/reach.ts';
import { type TaskConfig, taskConfig } from './task/config.ts';
import { precheck } from './task/precheck.ts';

let servers: TestServers;
let emulator: Emulator;

beforeAll(async () => {
  servers = await startServers({ sourceMajor: 15 });
  emulator = await startEmulator();
}, 300_000);

afterAll(async () => {
  await emulator[Symbol.asyncDispose]();
  await servers[Symbol.asyncDispose]();
});

type Tables = NonNullable<TaskConfig['objects'][number]['tables']>;

test('SELECTDB_UPDATE_INSERTS: an update of a row that never came makes it, and that is told before', async () => {
  const [source] = await servers.databases('updates');
  await sql(
    source,
    'create schema upd',
    'create table upd.item (id int primary key, v text)',
    'create table upd.log (n int, v text)',
    'alter table upd.log replica identity full',
    `insert into upd.item values (1, 'first'), (2, 'first')`,
  );
  const into = withSelectDb(servers, emulator);
  const objectsOf = (tables: Tables) => [{ schema: 'upd', tables }];
  const foundFor = async (tables: Tables, types: TaskConfig['types'] = ['schema', 'full', 'incremental']) => {
    const sides = { source: into.source.endpoint('updates'), destination: into.destination.endpoint('updates') };
    const config = taskConfig.parse({ name: 'updates', ...sides, objects: objectsOf(tables), types, selectdb: ONE_COPY });
    const [finding] = await precheck(config, { only: 'SELECTDB_UPDATE_INSERTS' });
    return finding;
  };
  const tables: Tables = [
    { name: 'item', operations: ['update', 'delete'] },
    { name: 'log', operations: ['update'] },
  ];
  expect(await foundFor(tables)).toMatchObject({ severity: 'warn', problems: [{ subject: 'upd.item' }] });
  expect(await foundFor([{ name: 'item', operations: ['insert', 'update'] }])).toMatchObject({ severity: 'pass' });
  expect(await foundFor([{ name: 'item', operations: ['delete'] }])).toMatchObject({ severity: 'pass' });
  expect(await foundFor(tables, ['schema', 'full'])).toBeUndefined();

  await using task = await TestTask.create(into, 'updates', { objects: objectsOf(tables), selectdb: ONE_COPY });
  await task.startAndFollow();
  await sql(source, `insert into upd.item values (3, 'later'), (4, 'later')`, `update upd.item set v = 'other' where id in (1, 3)`);
  await task.catchesUp();
  expect(await rowsAt(emulator, 'select id, v from upd.item order by id')).toEqual(['1|other', '2|first', '3|other']);
});
