import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Bench, problemAbout, sqlOf, startBench } from '#e2e/precheck/bench.ts';

// Real servers: slow machines are given their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ source: 15, destination: 18 });
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
});

const SALES = [{ schema: 'Sales' }];

test('PG_PRIVILEGE_SRC: schema, table and sequence rights are asked for and granted by the statements offered', async () => {
  const pair = await bench.pair();
  const user = await pair.account('source');
  const edits = { user: { source: user } };
  await pair.run(
    'source',
    `create schema "Sales"; create table "Sales"."my orders" (id serial primary key, at int generated always as identity)`,
  );

  const closed = await pair.find('PG_PRIVILEGE_SRC', [{ schema: 'Sales', tables: [{ name: 'my orders' }] }], edits);
  expect(closed?.severity).toBe('fail');
  const usage = problemAbout(closed, 'Sales');
  expect(usage.cause.en).toContain(`${user} has no USAGE on the schema Sales`);
  await pair.run('source', sqlOf(usage));

  const unreadable = await pair.find('PG_PRIVILEGE_SRC', SALES, edits);
  const select = problemAbout(unreadable, 'Sales');
  expect(select.cause.en).toContain('no SELECT on Sales.my orders');
  const sequences = ['Sales.my orders_id_seq', 'Sales.my orders.at'].map((subject) => problemAbout(unreadable, subject));
  expect(sequences.map(({ cause }) => cause.en).join()).toContain('no SELECT on the sequence Sales.my orders_id_seq');
  for (const problem of [select, ...sequences]) await pair.run('source', sqlOf(problem));

  expect(await pair.find('PG_PRIVILEGE_SRC', SALES, edits)).toMatchObject({ code: 'PG_PRIVILEGE_SRC', severity: 'pass', problems: [] });
});

test('PG_PRIVILEGE_SRC: structure alone takes no SELECT', async () => {
  const pair = await bench.pair();
  const user = await pair.account('source');
  await pair.run('source', 'create schema "Sales"; create table "Sales".orders (id int); grant usage on schema "Sales" to {user}');
  expect(await pair.find('PG_PRIVILEGE_SRC', SALES, { user: { source: user }, types: ['schema'] })).toMatchObject({ severity: 'pass' });
  expect(await pair.find('PG_PRIVILEGE_SRC', SALES, { user: { source: user }, types: ['full'] })).toMatchObject({ severity: 'fail' });
});

test('PG_PRIVILEGE_SRC: a partition needs the right itself', async () => {
  const pair = await bench.pair();
  const user = await pair.account('source');
  await pair.run(
    'source',
    `create schema "Sales"; create table "Sales".orders (id int) partition by range (id);
     create table "Sales".orders_1 partition of "Sales".orders for values from (0) to (9);
     grant usage on schema "Sales" to {user}; grant select on "Sales".orders to {user}`,
  );
  const edits = { user: { source: user } };
  const objects = [{ schema: 'Sales', tables: [{ name: 'orders' }] }];
  const problem = problemAbout(await pair.find('PG_PRIVILEGE_SRC', objects, edits), 'Sales');
  expect(problem.cause.en).toContain('no SELECT on Sales.orders_1,');
  await pair.run('source', sqlOf(problem));
  expect(await pair.find('PG_PRIVILEGE_SRC', objects, edits)).toMatchObject({ severity: 'pass' });
});

test('PG_PUBLICATION_RIGHT: CREATE on the database and ownership, granted by the statements offered', async () => {
  const pair = await bench.pair();
  const user = await pair.account('source');
  await pair.run(
    'source',
    `create role "Owner's %1" nologin; create schema "Sales"; create table "Sales"."it's" (id int primary key);
     alter table "Sales"."it's" owner to "Owner's %1"; grant usage on schema "Sales" to {user}`,
  );
  const edits = { user: { source: user } };
  const finding = await pair.find('PG_PUBLICATION_RIGHT', SALES, edits);
  expect(finding).toMatchObject({ code: 'PG_PUBLICATION_RIGHT', severity: 'fail' });
  const create = problemAbout(finding, pair.database);
  expect(create.cause.en).toContain(`no CREATE on the database ${pair.database}`);
  const owner = problemAbout(finding, user);
  expect(owner.cause.en).toContain("does not own Sales.it's");
  for (const problem of [create, owner]) await pair.run('source', sqlOf(problem));
  expect(await pair.find('PG_PUBLICATION_RIGHT', SALES, edits)).toMatchObject({ severity: 'pass', problems: [] });
  expect(await pair.find('PG_PUBLICATION_RIGHT', SALES, { ...edits, types: ['full'] })).toBeNull();
});

test('PG_PRIVILEGE_DEST: CREATE on the database and on existing schemas', async () => {
  const pair = await bench.pair();
  const user = await pair.account('destination');
  await pair.run('source', 'create schema "Sales"; create table "Sales".orders (id int primary key)');
  await pair.run('destination', 'create schema "Sales"');
  const edits = { user: { destination: user } };
  const finding = await pair.find('PG_PRIVILEGE_DEST', SALES, edits);
  expect(finding).toMatchObject({ code: 'PG_PRIVILEGE_DEST', severity: 'fail' });
  const database = problemAbout(finding, pair.database);
  expect(database.cause.en).toContain(`${user} has no CREATE on the database ${pair.database}`);
  const schema = problemAbout(finding, 'Sales');
  expect(schema.cause.en).toContain('existing schema Sales');
  for (const problem of [database, schema]) await pair.run('destination', sqlOf(problem));
  expect(await pair.find('PG_PRIVILEGE_DEST', SALES, edits)).toMatchObject({ severity: 'pass', problems: [] });
});

test('PG_PRIVILEGE_DEST: the server asks for CREATE on the database even for a schema that is there', async () => {
  const pair = await bench.pair();
  await pair.account('destination');
  await pair.run('destination', 'create schema opendts authorization {user}');
  const attempt = pair.run('destination', 'set role {user}; create schema if not exists opendts');
  await expect(attempt).rejects.toThrow('permission denied for database');
});

test('PG_PRIVILEGE_DEST: rights on existing tables that get rows, and on the marks of earlier tasks', async () => {
  const pair = await bench.pair();
  const user = await pair.account('destination');
  await pair.run('source', 'create schema "Sales"; create table "Sales".orders (id int primary key)');
  await pair.run(
    'destination',
    `create schema "Sales"; create table "Sales".orders (id int primary key); grant usage, create on schema "Sales" to {user};
     grant select, insert on "Sales".orders to {user};
     create schema opendts; create table opendts.task (task_id text); grant create on database ${pair.database} to {user}`,
  );
  const edits = { user: { destination: user }, conflictMode: 'ignore' } as const;
  const finding = await pair.find('PG_PRIVILEGE_DEST', SALES, edits);
  const table = problemAbout(finding, 'Sales');
  expect(table.cause.en).toContain('the existing Sales.orders:');
  const marks = finding?.problems.filter(({ subject }) => subject === 'opendts') ?? [];
  expect(marks.map(({ cause }) => cause.en).join()).toContain('opendts.task');
  expect(marks).toHaveLength(2);
  for (const problem of [table, ...marks]) await pair.run('destination', sqlOf(problem));
  expect(await pair.find('PG_PRIVILEGE_DEST', SALES, edits)).toMatchObject({ severity: 'pass', problems: [] });
});

test('PG_DEST_READ_ONLY: a database that takes no writes', async () => {
  const pair = await bench.pair();
  await pair.run('source', 'create table public.t (id int primary key)');
  expect(await pair.find('PG_DEST_READ_ONLY', [{ schema: 'public' }])).toMatchObject({ severity: 'pass' });
  await pair.run('destination', `alter database ${pair.database} set default_transaction_read_only = on`);
  const finding = await pair.find('PG_DEST_READ_ONLY', [{ schema: 'public' }]);
  expect(finding).toMatchObject({ code: 'PG_DEST_READ_ONLY', severity: 'fail' });
  expect(finding?.problems[0]?.cause.en).toContain(pair.database);
});

test('CHECK_DEST_VERSION: a destination newer than the source', async () => {
  const pair = await bench.pair();
  expect(await pair.find('CHECK_DEST_VERSION', SALES)).toMatchObject({ code: 'CHECK_DEST_VERSION', severity: 'pass', problems: [] });
});
