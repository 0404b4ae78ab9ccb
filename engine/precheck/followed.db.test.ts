import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Bench, problemAbout, sqlOf, startBench } from '#e2e/precheck/bench.ts';
import type { Operation } from '../schema/operation.ts';

// Real servers: slow machines are given their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ source: 17, destination: 18 });
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
});

const APP = [{ schema: 'App' }];
const only = (name: string, rest: { readonly where?: string; readonly columns?: { name: string }[] } = {}) => [
  { schema: 'App', tables: [{ name, ...rest }] },
];

test('PG_REPLICA_IDENTITY: tables whose UPDATE and DELETE the source would refuse', async () => {
  const pair = await bench.pair();
  await pair.run(
    'source',
    `create schema "App"; create table "App"."Log" (a int); create table "App".keyed (id int primary key);
     create table "App".nothing (id int primary key); alter table "App".nothing replica identity nothing;
     create table "App".parts (id int) partition by range (id); create table "App".parts_1 partition of "App".parts for values from (0) to (9)`,
  );
  const finding = await pair.find('PG_REPLICA_IDENTITY', APP);
  expect(finding).toMatchObject({ code: 'PG_REPLICA_IDENTITY', severity: 'warn', accepted: false });
  expect(finding?.problems.map(({ subject }) => subject)).toEqual(['App.Log', 'App.nothing', 'App.parts_1']);
  expect(problemAbout(finding, 'App.Log').cause.en).toContain('App.Log has no primary key');
  expect(problemAbout(finding, 'App.nothing').cause.en).toContain('App.nothing has REPLICA IDENTITY NOTHING');
  for (const problem of finding?.problems ?? []) await pair.run('source', sqlOf(problem));
  expect(await pair.find('PG_REPLICA_IDENTITY', APP)).toMatchObject({ severity: 'pass', problems: [] });
});

test('PG_REPLICA_IDENTITY: what it warns of is what the source does', async () => {
  const pair = await bench.pair();
  await pair.run('source', 'create schema "App"; create table "App".log (a int); create publication p for table "App".log');
  await expect(pair.run('source', 'delete from "App".log')).rejects.toThrow('does not have a replica identity');
  const finding = await pair.find('PG_REPLICA_IDENTITY', APP, { accepted: ['PG_REPLICA_IDENTITY'] });
  expect(finding).toMatchObject({ severity: 'warn', accepted: true });
  expect(await pair.find('PG_REPLICA_IDENTITY', APP, { types: ['schema', 'full'] })).toBeNull();
  await pair.run('source', sqlOf(problemAbout(finding, 'App.log')));
  await pair.run('source', 'delete from "App".log');
});

test('PG_REPLICA_IDENTITY: an identity whose index was dropped', async () => {
  const pair = await bench.pair();
  await pair.run(
    'source',
    `create schema "App"; create table "App".t (a int not null); create unique index t_a on "App".t (a);
     alter table "App".t replica identity using index t_a`,
  );
  expect(await pair.find('PG_REPLICA_IDENTITY', APP)).toMatchObject({ severity: 'pass' });
  await pair.run('source', 'drop index "App".t_a');
  const problem = problemAbout(await pair.find('PG_REPLICA_IDENTITY', APP), 'App.t');
  expect(problem.cause.en).toContain('App.t has a replica identity whose index is gone');
});

test('PG_REPLICA_IDENTITY: a deferrable primary key is none', async () => {
  const pair = await bench.pair();
  await pair.run(
    'source',
    'create schema "App"; create table "App".t (id int primary key deferrable); create publication p for table "App".t',
  );
  await expect(pair.run('source', 'delete from "App".t')).rejects.toThrow('does not have a replica identity');
  const problem = problemAbout(await pair.find('PG_REPLICA_IDENTITY', APP), 'App.t');
  expect(problem.cause.en).toContain('App.t has a DEFERRABLE primary key');
  await pair.run('source', sqlOf(problem));
  await pair.run('source', 'delete from "App".t');
  expect(await pair.find('PG_REPLICA_IDENTITY', APP)).toMatchObject({ severity: 'pass', problems: [] });
});

test('PG_FILTER_IDENTITY: a filtered table needs its old rows in the log', async () => {
  const pair = await bench.pair();
  await pair.run('source', 'create schema "App"; create table "App".orders (id int primary key, paid boolean)');
  const objects = only('orders', { where: 'paid' });
  const finding = await pair.find('PG_FILTER_IDENTITY', objects);
  expect(finding).toMatchObject({ code: 'PG_FILTER_IDENTITY', severity: 'fail' });
  const problem = problemAbout(finding, 'App.orders');
  expect(problem.cause.en).toContain('App.orders has a filter but not REPLICA IDENTITY FULL');
  await pair.run('source', sqlOf(problem));
  expect(await pair.find('PG_FILTER_IDENTITY', objects)).toMatchObject({ severity: 'pass', problems: [] });
  expect(await pair.find('PG_FILTER_IDENTITY', APP)).toBeNull();
  expect(await pair.find('PG_FILTER_IDENTITY', objects, { types: ['full'] })).toBeNull();
});

test('PG_FILTER_IDENTITY: the filter of a root holds for its partitions, which carry the identity', async () => {
  const pair = await bench.pair();
  await pair.run(
    'source',
    `create schema "App"; create table "App".orders (id int primary key) partition by range (id);
     create table "App".orders_1 partition of "App".orders for values from (0) to (9)`,
  );
  const objects = only('orders', { where: 'id > 1' });
  const finding = await pair.find('PG_FILTER_IDENTITY', objects);
  expect(finding?.problems.map(({ subject }) => subject)).toEqual(['App.orders_1']);
  await pair.run('source', sqlOf(problemAbout(finding, 'App.orders_1')));
  expect(await pair.find('PG_FILTER_IDENTITY', objects)).toMatchObject({ severity: 'pass' });
});

test('PG_KEY_COLUMNS: the columns that tell rows apart must be carried', async () => {
  const pair = await bench.pair();
  await pair.run('source', 'create schema "App"; create table "App".lines ("order" int, line int, note text, primary key ("order", line))');
  const without = only('lines', { columns: [{ name: 'line' }, { name: 'note' }] });
  const finding = await pair.find('PG_KEY_COLUMNS', without);
  expect(finding).toMatchObject({ code: 'PG_KEY_COLUMNS', severity: 'fail' });
  const problem = problemAbout(finding, 'App.lines');
  expect(problem.cause.en).toContain('App.lines changed by order');
  expect(problem.fix.en).toContain('Select order as well');
  expect(await pair.find('PG_KEY_COLUMNS', only('lines', { columns: [{ name: 'order' }, { name: 'line' }] }))).toMatchObject({
    severity: 'pass',
  });
  await pair.run('source', sqlOf(problem));
  expect(await pair.find('PG_KEY_COLUMNS', without)).toMatchObject({ severity: 'pass', problems: [] });
});

test('PG_PRIMARY_KEY: tables without a key, a root standing for its partitions', async () => {
  const pair = await bench.pair();
  await pair.run(
    'source',
    `create schema "App"; create table "App".bare (a int); create table "App".keyed (id int primary key, a int);
     create table "App".codes ("Code" text unique, n int not null);
     create table "App".parts (id int) partition by range (id); create table "App".parts_1 partition of "App".parts for values from (0) to (9)`,
  );
  const finding = await pair.find('PG_PRIMARY_KEY', APP);
  expect(finding).toMatchObject({ code: 'PG_PRIMARY_KEY', severity: 'warn' });
  expect(finding?.problems.map(({ subject }) => subject)).toEqual(['App.bare', 'App.codes', 'App.parts']);
  expect(problemAbout(finding, 'App.bare').cause.en).toContain('App.bare has no primary key');
  const codes = problemAbout(finding, 'App.codes');
  expect(codes.fix.en).toContain('codes_Code_key');
  await pair.run('source', sqlOf(codes));
  expect(await pair.find('PG_PRIMARY_KEY', only('codes'))).toMatchObject({ severity: 'pass', problems: [] });
  expect(await pair.find('PG_PRIMARY_KEY', APP, { types: ['schema'] })).toBeNull();

  const unkeyed = problemAbout(await pair.find('PG_PRIMARY_KEY', only('keyed', { columns: [{ name: 'a' }] })), 'App.keyed');
  expect(unkeyed.cause.en).toContain('The key of App.keyed is not carried over because id is not selected');
});

test('PG_UNLOGGED: the source refuses to publish such a table', async () => {
  const pair = await bench.pair();
  await pair.run('source', 'create schema "App"; create unlogged table "App"."Cache" (id int primary key)');
  await expect(pair.run('source', 'create publication p for table "App"."Cache"')).rejects.toThrow('cannot add relation');
  const finding = await pair.find('PG_UNLOGGED', APP);
  expect(finding).toMatchObject({ code: 'PG_UNLOGGED', severity: 'fail' });
  const problem = problemAbout(finding, 'App.Cache');
  expect(problem.cause.en).toContain('App.Cache is UNLOGGED');
  await pair.run('source', sqlOf(problem));
  expect(await pair.find('PG_UNLOGGED', APP)).toMatchObject({ severity: 'pass', problems: [] });
  expect(await pair.find('PG_UNLOGGED', APP, { types: ['schema', 'full'] })).toBeNull();
});

test('PG_FILTER: each filter is judged by the source', async () => {
  const pair = await bench.pair();
  await pair.run(
    'source',
    `create schema "App"; create table "App".orders (id int primary key, amount numeric); create table "App".t (id int)`,
  );
  const objects = [
    {
      schema: 'App',
      tables: [
        { name: 'orders', where: 'amuont > 5' },
        { name: 't', where: 'id > 3' },
        { name: 'gone', where: 'true' },
      ],
    },
  ];
  const finding = await pair.find('PG_FILTER', objects);
  expect(finding).toMatchObject({ code: 'PG_FILTER', severity: 'fail' });
  expect(finding?.problems).toHaveLength(1);
  const problem = problemAbout(finding, 'App.orders');
  expect(problem.cause.en).toContain('The filter of App.orders, amuont > 5, cannot be used');
  expect(`${problem.cause.en} ${problem.fix.en}`).toContain('amount');
  expect(await pair.find('PG_FILTER', only('orders', { where: 'amount > 5' }))).toMatchObject({ severity: 'pass', problems: [] });
  expect(await pair.find('PG_FILTER', APP)).toBeNull();
});

test('PG_FOREIGN_KEY_PARENT: referenced tables left out or filtered', async () => {
  const pair = await bench.pair();
  await pair.run(
    'source',
    `create schema "App"; create table "App".customers (id int primary key, boss int references "App".customers);
     create table "App".orders (id int primary key, customer int constraint "of whom" references "App".customers)`,
  );
  const finding = await pair.find('PG_FOREIGN_KEY_PARENT', only('orders'));
  expect(finding).toMatchObject({ code: 'PG_FOREIGN_KEY_PARENT', severity: 'warn' });
  expect(problemAbout(finding, 'App.orders').cause.en).toContain(
    'The foreign key of whom of App.orders references App.customers, which is not',
  );

  const filtered = await pair.find('PG_FOREIGN_KEY_PARENT', [
    { schema: 'App', tables: [{ name: 'orders' }, { name: 'customers', where: 'id > 5' }] },
  ]);
  expect(filtered?.problems).toHaveLength(1);
  expect(problemAbout(filtered, 'App.orders').cause.en).toContain('of which a filter takes only some rows');

  expect(await pair.find('PG_FOREIGN_KEY_PARENT', APP)).toMatchObject({ severity: 'pass', problems: [] });
  expect(await pair.find('PG_FOREIGN_KEY_PARENT', only('orders'), { types: ['full'] })).toBeNull();
});

test('PG_PARTITION_FAMILY: a partition without its root, or unlike it', async () => {
  const pair = await bench.pair();
  await pair.run(
    'source',
    `create schema "App"; create table "App".orders (id int primary key, note text) partition by range (id);
     create table "App".orders_1 partition of "App".orders for values from (0) to (9)`,
  );
  const finding = await pair.find('PG_PARTITION_FAMILY', only('orders_1'));
  expect(finding).toMatchObject({ code: 'PG_PARTITION_FAMILY', severity: 'fail' });
  expect(problemAbout(finding, 'App.orders_1').cause.en).toContain('App.orders_1 is a partition of App.orders, which is not selected');

  const unlike = [{ schema: 'App', tables: [{ name: 'orders', columns: [{ name: 'id' }] }, { name: 'orders_1' }] }];
  expect(problemAbout(await pair.find('PG_PARTITION_FAMILY', unlike), 'App.orders_1').cause.en).toContain('(note)');

  expect(await pair.find('PG_PARTITION_FAMILY', only('orders'))).toMatchObject({ severity: 'pass', problems: [] });
  expect(await pair.find('PG_PARTITION_FAMILY', only('orders_1'), { types: ['full'] })).toBeNull();
  await pair.run('destination', 'create schema "App"; create table "App".orders_1 (id int, note text)');
  expect(await pair.find('PG_PARTITION_FAMILY', only('orders_1'), { conflictMode: 'ignore' })).toMatchObject({ severity: 'pass' });
});

test('PG_ROW_MOVES: partitioned tables of which a moved row would be there twice', async () => {
  const pair = await bench.pair();
  await pair.run(
    'source',
    `create schema "App"; create table "App".plain (id int primary key);
     create table "App".parts (id int primary key) partition by range (id);
     create table "App".parts_1 partition of "App".parts for values from (0) to (9)`,
  );
  const ofParts = (...operations: Operation[]) => [
    {
      schema: 'App',
      tables: [
        { name: 'plain', operations: ['insert' as const] },
        { name: 'parts', operations },
      ],
    },
  ];
  const finding = await pair.find('PG_ROW_MOVES', ofParts('insert', 'update'));
  expect(finding).toMatchObject({ severity: 'warn', problems: [{ subject: 'App.parts' }] });
  expect(await pair.find('PG_ROW_MOVES', ofParts('insert', 'update', 'delete'))).toMatchObject({ severity: 'pass' });
  expect(await pair.find('PG_ROW_MOVES', ofParts('update'))).toMatchObject({ severity: 'pass' });
});
