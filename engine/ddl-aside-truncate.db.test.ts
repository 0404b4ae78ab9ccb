import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, passes, refused, stops } from '#e2e/faults/refused.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers({ sourceMajor: 15, destinationMajor: 17 });
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

const MADE = [
  'create table parent (id int primary key, n int, made serial)',
  'create table child (id int primary key, n int, p int references parent)',
  'create table other (id int primary key)',
];
const all = (url: string, table: string, columns = 'id') =>
  value(url, `select string_agg((${columns})::text, ' ' order by id) from ${table}`);

/** Rows of somebody else are in the tables that `occupied` names: they stay when a statement on them is refused. */
async function followed(name: string, occupied: readonly string[]) {
  const [source, destination] = await servers.databases(name);
  await sql(source, ...MADE, 'insert into parent values (1, 1)', 'insert into child values (1, 1, 1)');
  await sql(destination, ...(occupied.length === 0 ? [] : MADE), ...occupied.map((table) => `insert into ${table} values (100, 1)`));
  const task = await TestTask.create(servers, name, { objects: [{ schema: 'public' }], conflictMode: 'ignore' });
  await task.startAndFollow();
  await task.catchesUp();
  return { task, source, destination };
}

const TRUNCATED = [
  'insert into parent values (2, 2)',
  'insert into other values (1)',
  'begin; insert into child values (2, 2, 2); truncate parent, child restart identity; insert into parent (id, n) values (3, 3); commit',
  'insert into child values (3, 3, 3)',
  'insert into parent (id, n) values (4, 4)',
  'update child set p = 4',
];

for (const [held, free] of [
  ['child', 'parent'],
  ['parent', 'child'],
] as const)
  test(`TRUNCATE of a table and one that refers to it, of which ${held} waits with its changes set aside`, async () => {
    const { task, source, destination } = await followed(`aside_${held}`, ['parent', 'child']);
    await using _ = task;
    await sql(destination, `create view seen as select n from ${held}`);
    await sql(source, `alter table ${held} alter n type bigint`);
    const stopped = await stops(task);
    expect(stopped.aside).toBe(true);
    await sql(source, ...TRUNCATED);
    await passes(task, source);
    expect(task.state.name).toBe('streaming');
    expect(await all(destination, free)).toBe(await all(source, free));
    expect(await all(destination, held)).toBe('1 100');
    expect(await all(destination, 'other')).toBe('1');
    await sql(destination, 'drop view seen');
    await answer(task, 'retry', stopped);
    expect(refused(task)).toEqual([]);
    await task.catchesUp();
    for (const [table, columns] of [
      ['parent', `id || '/' || n || '/' || made`],
      ['child', `id || '/' || n || '/' || p`],
    ] as const)
      expect(await all(destination, table, columns)).toBe(await all(source, table, columns));
    // Started anew by whichever part had the table.
    expect(await value(destination, `select is_called || ' ' || last_value from parent_made_seq`)).toBe('false 1');
    expect(task.complaints().filter((line) => !line.startsWith('ddl.refused'))).toEqual([]);
  });

test('TRUNCATE of a table and one that refers to it, of which one is passed over until its rows are copied again', async () => {
  const { task, source, destination } = await followed('passed', []);
  await using _ = task;
  await sql(destination, 'create view seen as select n from child');
  await sql(source, 'alter table child alter n type bigint');
  const stopped = await stops(task);
  expect(stopped.aside).not.toBe(true);
  await sql(source, ...TRUNCATED);
  await passes(task, source);
  expect(task.state.name).toBe('streaming');
  expect(await all(destination, 'parent', `id || '/' || made`)).toBe(await all(source, 'parent', `id || '/' || made`));
  await sql(destination, 'drop view seen');
  await answer(task, 'retry', stopped);
  await task.reaches('streaming');
  await task.catchesUp();
  expect(await all(destination, 'child', `id || '/' || p`)).toBe(await all(source, 'child', `id || '/' || p`));
});
