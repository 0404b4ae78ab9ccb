import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { Hand } from '#e2e/faults/hand.ts';
import { begun, change, follows, quick, ROUND, SLOW, says, stateOf } from '#e2e/faults/joining.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { structures } from '#e2e/faults/structure.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { type TableId, tableId } from './schema/table.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
  await sql(servers.destination.url(), `create role mover login password 'secret'`);
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

const idOf = (name: string): TableId => tableId({ schema: 'public', name });
const copyAgain = (task: TestTask, name: string) => task.engine.copyTable(task.id, idOf(name));

/** Has it copied again, and waits until it is followed again. */
async function copied(task: TestTask, name: string): Promise<void> {
  await follows(task, name);
  const taken = task.hears((event) => event.kind === 'log' && event.code === 'table.copied-again' && event.table === idOf(name));
  await copyAgain(task, name);
  await taken;
  await follows(task, name);
}

async function isEqual(source: string, destination: string): Promise<void> {
  // Foreign keys are looked at again when all rows are there.
  await expect.poll(() => structures(destination), { timeout: 60_000 }).toEqual(await structures(source));
  expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ difference: null });
}

const ALL = ['item', 'late', 'keyless'];
const wasCopied = (task: TestTask, name: string, from = 0) =>
  task.events.slice(from).some((event) => event.kind === 'table' && event.id === idOf(name) && event.state === 'copying');

test('a table that somebody changed at the destination is as at the source again, under writing', async () => {
  const { task, source, destination } = await begun(servers, 'damaged', { followed: ALL });
  await using _ = task;
  await quick(task);
  const hand = new Hand(source, ROUND);
  await sql(
    destination,
    'delete from late where id % 3 = 0',
    `update late set v = 'damaged' where id % 3 = 1`,
    `insert into late values (-7, 'not of the source')`,
  );
  const from = task.events.length;
  await copied(task, 'late');
  expect(wasCopied(task, 'late', from)).toBe(true);
  await sql(destination, `insert into keyless values (99, 'not of the source')`);
  await copied(task, 'keyless');
  // Asked again of a table that was copied again.
  await sql(destination, 'truncate late');
  await copied(task, 'late');
  expect(await hand.stop()).toBeGreaterThan(10);
  await task.catchesUp();
  expect(wasCopied(task, 'item', from)).toBe(false);
  await isEqual(source, destination);
  // Changes of rows that were deleted by hand found none before they were copied.
  expect(task.complaints().filter((each) => !each.startsWith('apply.row-missing'))).toEqual([]);
});

test('sessions that are ended, and a pause, between the request and its end cost no row, and it is done once', async () => {
  const { task, source, destination } = await begun(servers, 'interrupted', { followed: ALL });
  await using _ = task;
  const end = `select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name like 'opendts%' and pid <> pg_backend_pid()`;
  const hand = new Hand(source, ROUND);
  await sql(destination, 'delete from late', `update item set v = 'damaged'`);
  await task.send('pause');
  // Known before the task goes on, and done then.
  await copyAgain(task, 'item');
  await task.send('resume');
  await sql(destination, end);
  await task.reaches('streaming');
  await quick(task);
  await follows(task, 'item');
  await task.engine.adjust(task.id, SLOW);
  await copyAgain(task, 'late');
  await sql(destination, end);
  await task.when(() => stateOf(task, 'late') === 'copying');
  await sql(source, end);
  await task.hears((event) => event.kind === 'table' && event.id === idOf('late') && event.state === 'copying');
  await task.send('pause');
  await task.send('resume');
  await quick(task);
  await follows(task, 'late');
  await hand.stop();
  await task.catchesUp();
  await isEqual(source, destination);
  const done = task.events.filter((event) => event.kind === 'log' && event.code === 'table.copied-again');
  expect(done.length).toBeLessThanOrEqual(2);
  // Nothing is left to be done by whoever comes next.
  const from = task.events.length;
  await task.send('pause');
  await task.send('resume');
  await task.reaches('streaming');
  await task.catchesUp();
  expect(task.events.slice(from).some((event) => event.kind === 'table' && event.state === 'copying')).toBe(false);
});

test('tables that refer to it keep their rows, and its partitions are copied one by one; commands meanwhile are carried', async () => {
  const [source, destination] = await servers.databases('bound');
  await sql(
    source,
    'create table parent (id int primary key, n int, self int references parent)',
    'create table child (id int primary key, parent int not null references parent on delete cascade)',
    'create table p (id int primary key, n int) partition by range (id)',
    'create table p1 partition of p for values from (0) to (100)',
    'create table p2 partition of p for values from (100) to (200)',
    'create table ref (id int primary key, p int references p on delete cascade)',
    'insert into parent select n, n, nullif(n - 1, 0) from generate_series(1, 200) n',
    'insert into child select n, n from generate_series(1, 200) n',
    'insert into p select n, n from generate_series(1, 150) n',
    'insert into ref select n, n from generate_series(1, 50) n',
  );
  await using task = await TestTask.create(servers, 'bound', { objects: [{ schema: 'public' }] });
  await task.startAndFollow();
  await sql(destination, 'update parent set n = -1', 'update p set n = -1');
  await expect(copyAgain(task, 'p')).rejects.toMatchObject({ code: 'table.not-copied-again', object: 'public.p' });
  for (const name of ['parent', 'p1']) {
    await follows(task, name);
    await copyAgain(task, name);
  }
  await sql(
    source,
    'alter table parent add column late int default 7',
    'insert into parent (id) values (500)',
    'insert into child values (500, 500)',
    'alter table parent alter n type bigint',
    'delete from parent where id = 200',
    'update p set n = 5 where id = 60',
  );
  await follows(task, 'parent');
  await follows(task, 'p1');
  await copied(task, 'p2');
  await task.catchesUp();
  await isEqual(source, destination);
  expect(task.complaints()).toEqual([]);
});

test('what may not be copied again is refused by name with the reason, and keeps its rows', async () => {
  const [source, destination] = await servers.databases('refused');
  await sql(
    source,
    'create table partly (id int primary key, v text)',
    'create table first_half (id int primary key)',
    'create table second_half (id int primary key)',
    'create table shared (id int primary key, v text)',
    'create table item (id int primary key, n int)',
    'create table plain (id int primary key)',
    `insert into partly select n, 'v' from generate_series(1, 10) n`,
    `insert into shared select n, 'v' from generate_series(1, 10) n`,
    'insert into first_half values (1); insert into second_half values (2); insert into item values (1, 1); insert into plain values (1)',
  );
  await sql(destination, 'create table shared (id int primary key, v text)', `insert into shared values (50, 'of another')`);
  const tables = [
    { name: 'partly', operations: ['insert' as const, 'update' as const, 'delete' as const] },
    { name: 'first_half', as: 'halves' },
    { name: 'second_half', as: 'halves' },
    ...['shared', 'item', 'plain'].map((name) => ({ name })),
  ];
  await sql(destination, 'create table halves (id int primary key)');
  await using task = await TestTask.create(servers, 'refused', { objects: [{ schema: 'public', tables }], conflictMode: 'ignore' });
  await task.startAndFollow();
  const refuses = async (name: string, reason: RegExp) =>
    expect(copyAgain(task, name)).rejects.toMatchObject({ code: 'table.not-copied-again', message: expect.stringMatching(reason) });
  await task.when(() => stateOf(task, 'plain') === 'following');
  await refuses('none', /no table of the task/);
  await refuses('partly', /not all that is done to rows/);
  await refuses('first_half', /other tables go into the same one/);
  await sql(destination, 'create view seen as select n from item');
  await sql(source, 'alter table item alter n type bigint');
  await task.when(() => stateOf(task, 'item') === 'stopped');
  await refuses('item', /waits for an answer/);
  // Only the destination knows that rows were there before.
  const from = task.events.length;
  await copyAgain(task, 'shared');
  await task.when(() => task.events.slice(from).some((event) => event.kind === 'log' && event.code === 'table.not-copied-again'));
  await follows(task, 'shared');
  await sql(source, `insert into shared values (60, 'later')`, 'insert into plain values (2)');
  await task.when(() => task.events.slice(from).some((event) => event.kind === 'applied' && Object.hasOwn(event.changes, idOf('plain'))));
  expect(await value(destination, 'select count(*) from shared')).toBe('12');
  expect(wasCopied(task, 'shared', from)).toBe(false);
  expect(task.complaints().join('\n')).toContain('it held rows before the task');
});

test('a table that foreign keys hold is left as it is where the account cannot keep them quiet; others are copied', async () => {
  const [source, destination] = await servers.databases('held');
  await sql(
    source,
    'create table parent (id int primary key, n int)',
    'create table child (id int primary key, parent int references parent on delete cascade)',
    'create table plain (id int primary key, n int)',
    'insert into parent values (1, 1); insert into child values (1, 1); insert into plain values (1, 1)',
  );
  await sql(destination, 'alter database held owner to mover');
  const own = { ...servers.destination.endpoint('held'), user: 'mover', password: 'secret' };
  await using task = await TestTask.create(servers, 'held', { objects: [{ schema: 'public' }], destination: own });
  await task.startAndFollow();
  await sql(destination, 'update parent set n = -1', 'update plain set n = -1');
  await follows(task, 'parent');
  await copyAgain(task, 'parent');
  await says(task, 'table.not-copied-again');
  await copied(task, 'plain');
  await sql(source, 'insert into parent values (2, 2)', 'insert into child values (2, 2)');
  await task.catchesUp();
  expect(await value(destination, `select string_agg(n::text, ' ' order by id) from parent`)).toBe('-1 2');
  expect(await value(destination, 'select count(*) from child')).toBe('2');
  expect(await value(destination, 'select n from plain')).toBe('1');
});

test('a table that joins is refused until it has, and one that was taken away is no table of the task', async () => {
  const { task, source, destination } = await begun(servers, 'joins');
  await using _ = task;
  await change(task, 'item', 'late');
  await task.when(() => stateOf(task, 'late') === 'copying');
  await expect(copyAgain(task, 'late')).rejects.toMatchObject({ code: 'table.not-copied-again' });
  await quick(task);
  await follows(task, 'late');
  await sql(destination, 'delete from late');
  await copied(task, 'late');
  await task.catchesUp();
  expect(await value(destination, 'select count(*) from late')).toBe(await value(source, 'select count(*) from late'));
  await change(task, 'item');
  await task.when(() => stateOf(task, 'late') === undefined);
  await expect(copyAgain(task, 'late')).rejects.toMatchObject({ code: 'table.not-copied-again', object: idOf('late') });
});
