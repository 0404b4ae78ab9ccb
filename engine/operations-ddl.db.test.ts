import { afterAll, beforeAll, expect, test } from 'vitest';
import { ignored, list, rows } from '#e2e/faults/rows.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import type { Operation } from './schema/operation.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers({ sourceMajor: 15, destinationMajor: 12 });
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

const tables = (operations: readonly Operation[], ...names: readonly string[]) => ({
  objects: [{ schema: 'public', tables: names.map((name) => ({ name, operations: [...operations] })) }],
});
const ALL_ROWS: readonly Operation[] = ['insert', 'update', 'delete', 'truncate'];

test('structure that is not chosen stays as it is, and rows go on arriving', async () => {
  const [source, destination] = await servers.databases('frozen');
  await sql(
    source,
    `create type mood as enum ('ok')`,
    'create table t (id int primary key, gone text not null, kept text not null default $$d$$, n int, m mood)',
    'create index t_n on t (n)',
    `insert into t values (1, 'a', 'b', 1, 'ok')`,
    'create table stays (id int primary key)',
    'insert into stays values (1)',
    'create table moved (id int primary key, v text)',
  );
  await using task = await TestTask.create(servers, 'frozen', {
    operations: ['insert', 'update', 'delete'],
    objects: [{ schema: 'public' }],
  });
  await task.startAndFollow();
  await sql(
    source,
    'alter table t add column more text default $$x$$',
    'alter table t drop column gone, drop column kept',
    `insert into t (id, n) values (2, 2)`,
    'alter table t rename column n to number',
    'alter table t alter number set not null, alter number set default 5',
    'alter table t add constraint c check (number > 0)',
    'drop index t_n',
    'create index t_more on t (more)',
    'insert into t (id, number) values (3, 3)',
    `alter type mood add value 'good'`,
    'update t set number = 30 where id = 3',
    'alter table moved rename to elsewhere',
    `insert into elsewhere values (1, 'v')`,
    'truncate t',
    'drop table stays',
    'create table fresh (id int primary key)',
    'insert into fresh values (1)',
    'alter table fresh add column v int',
    'delete from t where id = 1',
    'insert into t (id, number, more) values (4, 4, $$y$$)',
  );
  await task.catchesUp();
  expect(await rows(destination, 't')).toEqual(['1,a,b,1,ok', '2,,d,2,', '3,,d,30,', '4,,d,4,']);
  expect(await rows(destination, 'moved')).toEqual(['1,v']);
  expect(await rows(destination, 'stays')).toEqual(['1']);
  expect(await list(destination, `select indexrelid::regclass::text from pg_index where indrelid = 't'::regclass order by 1`)).toEqual([
    't_n',
    't_pkey',
  ]);
  expect(await value(destination, `select count(*) from pg_constraint where conname = 'c' or conrelid = to_regclass('fresh')`)).toBe('0');
  expect(await value(destination, `select string_agg(enumlabel, ',') from pg_enum`)).toBe('ok');
  expect(task.complaints()).toEqual([]);
  const operations = ['ADD COLUMN', 'DROP COLUMN', 'RENAME COLUMN', 'SET NOT NULL', 'SET DEFAULT', 'ADD CONSTRAINT', 'DROP INDEX'];
  for (const label of [...operations, 'CREATE INDEX', 'Enum values', 'RENAME TABLE', 'TRUNCATE TABLE', 'DROP TABLE', 'CREATE TABLE'])
    expect(
      ignored(task).some((line) => line.startsWith(`${label.replace('TRUNCATE TABLE', 'TRUNCATE')} is not`)),
      label,
    ).toBe(true);
});

test('a type that is kept takes the values that are the same in it, and no other', async () => {
  const [source, destination] = await servers.databases('types');
  await sql(
    source,
    'create table t (id int primary key, n int, v varchar(5), d date, x numeric(6,2))',
    `insert into t values (1, 1, 'one', '2026-01-01', 1.5)`,
  );
  await using task = await TestTask.create(servers, 'types', tables(ALL_ROWS, 't'));
  await task.startAndFollow();
  await sql(
    source,
    'alter table t alter n type bigint, alter v type text, alter d type timestamp, alter x type numeric',
    `insert into t values (2, 2, 'two', '2026-01-02', 2.5)`,
    `update t set n = 3 where id = 1`,
  );
  await task.catchesUp();
  expect(await rows(destination, 't')).toEqual(['1,3,one,2026-01-01,1.50', '2,2,two,2026-01-02,2.50']);
  await sql(source, `insert into t values (3, 3, 'much too long', '2026-01-03', 3.5)`);
  await expect(task.reaches('stopped')).rejects.toThrow('apply.value-unfit: A value of v of public.t does not fit');
  await sql(destination, 'alter table t alter v type text');
  await task.send('resume');
  await task.reaches('streaming');
  await task.catchesUp();
  expect(await rows(destination, 't')).toHaveLength(3);
  for (const [change, column] of [
    [`insert into t values (4, 5000000000, 'x', '2026-01-03', 3.5)`, 'n'],
    [`insert into t values (5, 5, 'x', '2026-01-03 10:00', 3.5)`, 'd'],
    [`insert into t values (6, 6, 'x', '2026-01-03', 3.555)`, 'x'],
  ] as const) {
    await sql(source, change);
    await expect(task.reaches('stopped')).rejects.toThrow(`apply.value-unfit: A value of ${column} of public.t does not fit`);
    const type = await value(
      source,
      `select format_type(atttypid, atttypmod) from pg_attribute where attrelid = 't'::regclass and attname = '${column}'`,
    );
    await sql(destination, `alter table t alter ${column} type ${type}`);
    await task.send('resume');
    await task.reaches('streaming');
    await task.catchesUp();
  }
  expect((await rows(destination, 't')).length).toBe(6);
  expect(await value(destination, 'select sum(n) || max(d)::text || max(x) from t')).toBe(
    await value(source, 'select sum(n) || max(d)::text || max(x) from t'),
  );
});

test('rows that are to stay are not taken away to be copied again', async () => {
  const [source, destination] = await servers.databases('repeat');
  await sql(source, 'create table t (id int primary key)', 'insert into t select generate_series(1, 5)');
  await using task = await TestTask.create(servers, 'repeat', tables(['insert', 'addColumn'], 't'));
  await task.startAndFollow();
  await sql(source, 'delete from t where id = 1', 'alter table t add column plain int default 7', 'insert into t values (6)');
  await task.catchesUp();
  expect(await rows(destination, 't')).toEqual(['1,7', '2,7', '3,7', '4,7', '5,7', '6,7']);
  await sql(source, 'alter table t add column r double precision default random()');
  await expect(task.reaches('stopped')).rejects.toThrow('its rows cannot be copied again');
  expect(await rows(destination, 't')).toHaveLength(6);
});

test('partitions that are not chosen stay out, and those that are there go on', async () => {
  const [source, destination] = await servers.databases('parts');
  await sql(
    source,
    'create table p (id int, k int not null, primary key (id, k)) partition by list (k)',
    'create table p1 partition of p for values in (1)',
    'create table loose (id int, k int not null, primary key (id, k))',
    'insert into p values (1, 1)',
    'insert into loose values (1, 3)',
  );
  await using task = await TestTask.create(servers, 'parts', {
    objects: [{ schema: 'public', operations: [...ALL_ROWS, 'addColumn'] }],
  });
  await task.startAndFollow();
  await sql(
    source,
    'create table p2 partition of p for values in (2)',
    'insert into p values (2, 2), (3, 1)',
    'alter table p attach partition loose for values in (3)',
    'alter table p add column v int default 4',
    'insert into p values (4, 3, 5)',
    'alter table p detach partition p1',
    'insert into p1 values (5, 1, 6)',
  );
  await task.catchesUp();
  expect(await rows(destination, 'p')).toEqual(['1,1,4', '3,1,4', '5,1,6']);
  expect(await rows(destination, 'loose')).toEqual(['1,3,4', '4,3,5']);
  expect(await value(destination, `select to_regclass('p2') is null`)).toBe('t');
});
