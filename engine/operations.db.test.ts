import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { ignored, rows } from '#e2e/faults/rows.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { BIG, fillBig, pauseAfter, SLOW, VIEWS } from '#e2e/faults/slices.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers({ sourceMajor: 12, destinationMajor: 17 });
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

test('without DELETE and TRUNCATE rows stay, and give way to a row that takes their key', async () => {
  const [source, destination] = await servers.databases('archive');
  await sql(source, 'create table t (id int primary key, v text)', `insert into t select n, 'old' from generate_series(1, 6) n`);
  await using task = await TestTask.create(servers, 'archive', {
    objects: [{ schema: 'public', tables: [{ name: 't', operations: ['insert', 'update'] }] }],
  });
  await task.startAndFollow();
  await sql(source, 'delete from t where id <= 4', `insert into t values (1, 'again'), (7, 'new')`);
  await task.catchesUp();
  // Onto a key that is kept there, and away from one whose number is used again.
  await sql(source, 'update t set id = 2 where id = 5', `update t set v = 'late' where id = 6`, `insert into t values (5, 'five')`);
  await sql(source, `begin; delete from t where id = 7; insert into t values (7, 'twice'); update t set v = v || '!' where id = 7; commit`);
  await task.catchesUp();
  expect(await rows(destination, 't')).toEqual(['1,again', '2,old', '3,old', '4,old', '5,five', '6,late', '7,twice!']);
  await sql(source, 'truncate t', `insert into t values (3, 'three')`);
  await task.catchesUp();
  expect(await rows(destination, 't')).toEqual(['1,again', '2,old', '3,three', '4,old', '5,five', '6,late', '7,twice!']);
  expect(task.complaints()).toEqual([]);
  await task.send('pause');
  expect(
    ignored(task)
      .filter((line) => line.includes('DELETE'))
      .at(-1),
  ).toContain('public.t: 5 passed over');
  expect(
    ignored(task)
      .filter((line) => line.includes('TRUNCATE'))
      .at(-1),
  ).toContain('public.t: 1 passed over');
});

test('without INSERT and UPDATE nobody misses the rows that never came', async () => {
  const [source, destination] = await servers.databases('without');
  await sql(
    source,
    ...['a', 'b', 'c'].map((name) => `create table ${name} (id int primary key, v int)`),
    ...['a', 'b', 'c'].map((name) => `insert into ${name} select n, 0 from generate_series(1, 3) n`),
  );
  await using task = await TestTask.create(servers, 'without', {
    operations: ['insert', 'update', 'delete'],
    objects: [
      {
        schema: 'public',
        operations: ['update', 'delete'],
        tables: [{ name: 'a' }, { name: 'b', operations: ['insert', 'delete'] }, { name: 'c', operations: ['insert'] }],
      },
    ],
  });
  await task.startAndFollow();
  for (const name of ['a', 'b', 'c'])
    await sql(
      source,
      `insert into ${name} values (10, 0), (11, 0)`,
      `update ${name} set v = 1 where id in (1, 10)`,
      `update ${name} set id = 20 where id = 2`,
      `delete from ${name} where id in (11, 20)`,
    );
  await task.catchesUp();
  expect(await rows(destination, 'a')).toEqual(['1,1', '3,0']);
  expect(await rows(destination, 'b')).toEqual(['1,0', '10,0', '2,0', '3,0']);
  expect(await rows(destination, 'c')).toEqual(['1,0', '10,0', '11,0', '2,0', '3,0']);
  expect(task.complaints()).toEqual([]);
});

test('of a row that enters or leaves the filter the operation at the source decides', async () => {
  const [source, destination] = await servers.databases('edges');
  const create = (name: string) => [
    `create table ${name} (id int primary key, v int)`,
    `alter table ${name} replica identity full`,
    `insert into ${name} values (1, 1), (2, 1), (3, 0)`,
  ];
  await sql(source, ...create('only_updates'), ...create('no_updates'));
  await using task = await TestTask.create(servers, 'edges', {
    objects: [
      {
        schema: 'public',
        tables: [
          { name: 'only_updates', where: 'v > 0', operations: ['update'] },
          { name: 'no_updates', where: 'v > 0', operations: ['insert', 'delete'] },
        ],
      },
    ],
  });
  await task.startAndFollow();
  for (const name of ['only_updates', 'no_updates'])
    await sql(
      source,
      `update ${name} set v = 0 where id = 1`,
      `update ${name} set v = 2 where id = 3`,
      `insert into ${name} values (4, 1)`,
      `delete from ${name} where id = 2`,
    );
  await task.catchesUp();
  expect(await rows(destination, 'only_updates')).toEqual(['2,1', '3,2']);
  expect(await rows(destination, 'no_updates')).toEqual(['1,1', '4,1']);
});

test('while slices of several views become one table every change is part of its load, and none after', async () => {
  const [source, destination] = await servers.databases('views');
  await sql(source, BIG);
  await fillBig(source);
  const objects = [{ schema: 'public', tables: [{ name: 'big', operations: ['insert' as const] }] }];
  await using task = await TestTask.create(servers, 'views', { ...SLOW, objects });
  await pauseAfter(task, 3);
  // Rows of slices that are not read yet come to stand where it was read before: only their UPDATE tells of them.
  await sql(source, 'delete from big where id <= 200', 'vacuum big', 'update big set n = n + 1 where id > 5700');
  expect(Number(await value(source, `select count(*) from big where id > 5700 and ctid < '(20,0)'`))).toBeGreaterThan(0);
  await task.send('resume');
  await task.reaches('streaming');
  expect(await value(destination, VIEWS)).toBe('2');
  await task.catchesUp();
  expect(await compareDatabases(source, destination)).toMatchObject({ difference: null });
  await sql(source, 'delete from big where id = 300', 'update big set n = -1 where id = 301', 'insert into big values (9000, 9000)');
  await task.catchesUp();
  expect(await value(destination, 'select count(*) filter (where id in (300, 301, 9000)) || $$ $$ || min(n) from big')).toBe('3 0');
});
