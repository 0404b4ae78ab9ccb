import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Bench, problemAbout, sqlOf, startBench } from '#e2e/precheck/bench.ts';

// Real servers: slow machines are given their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ source: 12, destination: 18 });
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
});

const APP = [{ schema: 'App' }];

test('PG_OBJECT_EXIST: schemas, tables and columns that are not there, with what may have been meant', async () => {
  const pair = await bench.pair();
  await pair.run('source', 'create schema "App"; create table "App".customers (id int primary key, email text); create schema empty');
  const objects = [
    { schema: 'Apps' },
    { schema: 'App', tables: [{ name: 'Customers' }, { name: 'customers', columns: [{ name: 'id' }, { name: 'e_mail' }] }] },
  ];
  const finding = await pair.find('PG_OBJECT_EXIST', objects);
  expect(finding).toMatchObject({ code: 'PG_OBJECT_EXIST', severity: 'fail' });
  expect(problemAbout(finding, 'Apps').cause.en).toMatch(/no schema Apps\..* Did you mean App\?/);
  expect(problemAbout(finding, 'App.Customers').cause.en).toMatch(/no table App\.Customers\..* Did you mean customers\?/);
  expect(problemAbout(finding, 'App.customers.e_mail').cause.en).toMatch(/no column App\.customers\.e_mail\..* Did you mean email\?/);
  expect(finding?.problems).toHaveLength(3);
  expect(await pair.find('PG_OBJECT_EXIST', APP)).toMatchObject({ severity: 'pass', problems: [] });
  expect(problemAbout(await pair.find('PG_OBJECT_EXIST', [{ schema: 'empty' }]), 'empty').cause.en).toContain('no table in empty');
  expect(problemAbout(await pair.find('PG_OBJECT_EXIST', [{ schema: 'pg_catalog' }]), 'pg_catalog').cause.en).toContain('pg_catalog');
});

test('PG_OBJECT_EXIST: a schema the account may not enter is there all the same', async () => {
  const pair = await bench.pair();
  const user = await pair.account('source');
  await pair.run('source', 'create schema "App"; create table "App".t (id int)');
  expect(await pair.find('PG_OBJECT_EXIST', APP, { user: { source: user } })).toMatchObject({ severity: 'pass' });
});

test('CHECK_SAME_OBJ: tables, sequences, indexes and types whose names are taken', async () => {
  const pair = await bench.pair();
  const long = 'o'.repeat(63);
  await pair.run(
    'source',
    `create schema "App"; create type "App".mood as enum ('fine'); create table "App"."${long}" (id int);
     create table "App".orders (id serial constraint orders_key primary key, m "App".mood); create index "by mood" on "App".orders (m)`,
  );
  expect(await pair.find('CHECK_SAME_OBJ', APP)).toMatchObject({ code: 'CHECK_SAME_OBJ', severity: 'pass', problems: [] });
  await pair.run(
    'destination',
    `create schema "App"; create type "App".mood as enum ('bad'); create view "App"."${long}" as select 1 as id;
     create table "App".orders (id serial constraint orders_key primary key, m int); create index "by mood" on "App".orders (m)`,
  );
  const finding = await pair.find('CHECK_SAME_OBJ', APP);
  expect(finding?.severity).toBe('fail');
  const names = [`App.${long}`, 'App.orders', 'App.mood', 'App.orders_id_seq', 'App.orders_key', 'App.by mood'];
  expect(finding?.problems.map(({ subject }) => subject)).toEqual(names);
  for (const name of names) expect(problemAbout(finding, name).cause.en).toContain(`already has ${name},`);
  expect(await pair.find('CHECK_SAME_OBJ', APP, { conflictMode: 'ignore' })).toBeNull();
  expect(await pair.find('CHECK_SAME_OBJ', APP, { types: ['full'] })).toBeNull();
  for (const problem of finding?.problems ?? []) await pair.run('destination', sqlOf(problem));
  expect(await pair.find('CHECK_SAME_OBJ', APP)).toMatchObject({ severity: 'pass', problems: [] });
});

test('CHECK_SAME_OBJ: another name at the destination is another object', async () => {
  const pair = await bench.pair();
  await pair.run('source', 'create schema "App"; create table "App".t (id int)');
  await pair.run('destination', 'create schema "App"; create table "App".t (id int)');
  expect(problemAbout(await pair.find('CHECK_SAME_OBJ', APP), 'App.t').cause.en).toContain('App.t');
  expect(await pair.find('CHECK_SAME_OBJ', [{ schema: 'App', as: 'Other' }])).toMatchObject({ severity: 'pass' });
  expect(await pair.find('CHECK_SAME_OBJ', [{ schema: 'App', tables: [{ name: 't', as: 'u' }] }])).toMatchObject({ severity: 'pass' });
});

test('PG_NAME_COLLISION: tables, indexes and columns that would get one name', async () => {
  const pair = await bench.pair();
  await pair.run(
    'source',
    `create schema a; create schema b;
     create table a.t (id int constraint t_key primary key, n int, total int generated always as (n + 1) stored);
     create table b.u (id int constraint t_key primary key); create table b.t (id int);
     create type b.kind as enum ('x'); create table a.kind (id int)`,
  );
  const merged = [
    { schema: 'a', as: 'one' },
    { schema: 'b', as: 'one' },
  ];
  const finding = await pair.find('PG_NAME_COLLISION', merged);
  expect(finding).toMatchObject({ code: 'PG_NAME_COLLISION', severity: 'fail' });
  expect(problemAbout(finding, 'one.t').cause.en).toContain('the table a.t and the table b.t would all be named one.t');
  expect(problemAbout(finding, 'one.t_key').cause.en).toContain('an index or key of a.t and an index or key of b.u');
  expect(problemAbout(finding, 'one.kind').cause.en).toContain('the table a.kind and the type b.kind');
  expect(finding?.problems).toHaveLength(3);
  const apart = [{ schema: 'a' }, { schema: 'b' }];
  expect(await pair.find('PG_NAME_COLLISION', apart)).toMatchObject({ severity: 'pass', problems: [] });

  const columns = [{ schema: 'a', tables: [{ name: 't', columns: [{ name: 'id' }, { name: 'n', as: 'total' }] }] }];
  const column = problemAbout(await pair.find('PG_NAME_COLLISION', columns), 'a.t.total');
  expect(column.cause.en).toContain('The columns n and total of a.t would both be named total');
});

test('PG_DEST_TABLE_MISSING: without the structure step the tables must be there', async () => {
  const pair = await bench.pair();
  await pair.run(
    'source',
    `create schema "App"; create type "App".mood as enum ('fine'); create type "App".unused as enum ('x');
     create table "App".customers (id serial primary key, m "App".mood default 'fine');
     create table "App".orders (id int, customer int references "App".customers, primary key (id)) partition by range (id);
     create table "App".orders_1 partition of "App".orders for values from (0) to (9);
     create table "App".there (id int); create table "App".seen (id int)`,
  );
  await pair.run('destination', 'create schema "New"; create table "New".there (id int); create view "New".seen as select 1 as id');
  const objects = [{ schema: 'App', as: 'New' }];
  const edits = { types: ['full', 'incremental'] } as const;
  const finding = await pair.find('PG_DEST_TABLE_MISSING', objects, { types: [...edits.types] });
  expect(finding).toMatchObject({ code: 'PG_DEST_TABLE_MISSING', severity: 'fail' });
  expect(problemAbout(finding, 'New.seen').cause.en).toContain('New.seen at the destination is not a table');
  const absent = problemAbout(finding, pair.database);
  expect(absent.cause.en).toContain('no New.customers, New.orders, New.orders_1,');
  expect(absent.fixSql).not.toContain('unused');
  await pair.run('destination', `drop view "New".seen; ${sqlOf(absent)} create table "New".seen (id int)`);
  expect(await pair.find('PG_DEST_TABLE_MISSING', objects, { types: [...edits.types] })).toMatchObject({ severity: 'pass', problems: [] });
  expect(await pair.find('PG_DEST_TABLE_MISSING', objects)).toBeNull();
});

test('PG_DEST_COLUMN_MISSING: existing tables need the columns that are written', async () => {
  const pair = await bench.pair();
  await pair.run(
    'source',
    `create schema "App"; create type "App".mood as enum ('fine'); create table "App".t (id int primary key, "How" "App".mood, n numeric(9, 2))`,
  );
  await pair.run('destination', `create schema "New"; create type "New".mood as enum ('fine'); create table "New".t (id int primary key)`);
  const objects = [{ schema: 'App', as: 'New' }];
  const finding = await pair.find('PG_DEST_COLUMN_MISSING', objects, { types: ['full'] });
  expect(finding).toMatchObject({ code: 'PG_DEST_COLUMN_MISSING', severity: 'fail' });
  const problem = problemAbout(finding, 'New.t');
  expect(problem.cause.en).toContain('New.t at the destination has no How, n,');
  await pair.run('destination', sqlOf(problem));
  expect(await pair.find('PG_DEST_COLUMN_MISSING', objects, { types: ['full'] })).toMatchObject({ severity: 'pass', problems: [] });
  expect(await pair.find('PG_DEST_COLUMN_MISSING', objects)).toBeNull();
});

test('CHECK_DEST_TABLE_EMPTY: rows at the destination that stay beside the loaded ones', async () => {
  const pair = await bench.pair();
  const table = 'create schema "App"; create table "App"."T" (id int primary key)';
  await pair.run('source', table);
  await pair.run('destination', `${table}; insert into "App"."T" values (1)`);
  const finding = await pair.find('CHECK_DEST_TABLE_EMPTY', APP, { conflictMode: 'ignore' });
  expect(finding).toMatchObject({ code: 'CHECK_DEST_TABLE_EMPTY', severity: 'warn', accepted: false });
  const problem = problemAbout(finding, 'App.T');
  expect(problem.cause.en).toContain('App.T at the destination holds rows');
  await pair.run('destination', sqlOf(problem));
  expect(await pair.find('CHECK_DEST_TABLE_EMPTY', APP, { conflictMode: 'ignore' })).toMatchObject({ severity: 'pass', problems: [] });
  expect(await pair.find('CHECK_DEST_TABLE_EMPTY', APP)).toBeNull();
  expect(await pair.find('CHECK_DEST_TABLE_EMPTY', APP, { types: ['incremental'] })).toBeNull();
});
