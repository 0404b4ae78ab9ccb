import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { Hand } from '#e2e/faults/hand.ts';
import { begun, change, expectTidy, follows, quick, ROUND, SLOW, says, stateOf } from '#e2e/faults/joining.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { structures } from '#e2e/faults/structure.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { type TableId, tableId } from './schema/table.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

const idOf = (name: string): TableId => tableId({ schema: 'public', name });
const copyAgain = (task: TestTask, name: string) => task.engine.copyTable(task.id, idOf(name));
const ALL = ['item', 'late', 'keyless'];

/** Has it copied again, so slowly that it is at work still. */
async function copying(task: TestTask, name: string): Promise<void> {
  await follows(task, name);
  await task.engine.adjust(task.id, SLOW);
  await copyAgain(task, name);
  await task.when(() => stateOf(task, name) === 'copying');
}

/** A row of another table comes to the destination, however long the copy takes. */
async function arrives(source: string, destination: string, id: number): Promise<void> {
  await sql(source, `insert into item values (${id}, 'marker')`);
  await expect.poll(() => value(destination, `select v from item where id = ${id}`), { timeout: 60_000 }).toBe('marker');
}

async function isEqual(source: string, destination: string): Promise<void> {
  await expect.poll(() => structures(destination), { timeout: 60_000 }).toEqual(await structures(source));
  expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ difference: null });
}

test('changes of the other tables arrive while one is copied again, and those of its own are all there in the end', async () => {
  const { task, source, destination } = await begun(servers, 'beside', { followed: ALL });
  await using _ = task;
  await quick(task);
  const hand = new Hand(source, ROUND);
  await sql(destination, 'delete from late where id % 3 = 0', `update late set v = 'damaged' where id % 3 = 1`);
  await copying(task, 'late');
  await arrives(source, destination, -1);
  // The copy is one transaction, and it is not over.
  expect(await value(destination, 'select count(*) from late')).toBe('0');
  expect(stateOf(task, 'late')).toBe('copying');
  expect(stateOf(task, 'item')).toBe('following');
  await quick(task);
  await follows(task, 'late');
  await copying(task, 'keyless');
  await arrives(source, destination, -2);
  expect(stateOf(task, 'keyless')).toBe('copying');
  await quick(task);
  await follows(task, 'keyless');
  expect(await hand.stop()).toBeGreaterThan(10);
  await task.catchesUp();
  await isEqual(source, destination);
  await says(task, 'table.copied-beside');
  await task.hears((event) => event.kind === 'applied');
  await expectTidy(source, destination);
  expect(task.complaints().filter((each) => !each.startsWith('apply.row-missing'))).toEqual([]);
});

test('its own log begins once whoever holds it is over: until then it keeps its rows, and its changes arrive', async () => {
  const { task, source, destination } = await begun(servers, 'held_up', { followed: ALL });
  await using _ = task;
  await quick(task);
  await follows(task, 'late');
  const holder = sql(source, `begin; insert into item values (-5, 'held'); select pg_sleep(6); commit`);
  await expect.poll(() => value(source, `select count(*) from pg_stat_activity where query like '%pg_sleep(6)%'`)).not.toBe('1');
  await copyAgain(task, 'late');
  await arrives(source, destination, -1);
  await sql(source, `insert into late values (-1, 'while it waits')`);
  await expect.poll(() => value(destination, 'select v from late where id = -1'), { timeout: 60_000 }).toBe('while it waits');
  expect(stateOf(task, 'late')).toBe('waiting');
  await holder;
  await follows(task, 'late');
  await task.catchesUp();
  await isEqual(source, destination);
  await task.hears((event) => event.kind === 'applied');
  await expectTidy(source, destination);
});

test('a table that is changed at the source while it is copied again is as it is there', async () => {
  const { task, source, destination } = await begun(servers, 'altered_beside', { followed: ALL });
  await using _ = task;
  await quick(task);
  await copying(task, 'late');
  // It waits for the copy, as an application would.
  const altered = sql(
    source,
    `begin; alter table late add column more int default 7; insert into late values (5000, 'x', 8); insert into item values (5000, 'x'); commit`,
    'alter table late alter column v type varchar(40)',
    'update late set more = 9 where id < 10',
    'alter table late rename column v to word',
    'alter table late rename to later',
    `insert into later values (5001, 'y', 1)`,
  );
  await arrives(source, destination, -1);
  await quick(task);
  await altered;
  await follows(task, 'later');
  await sql(source, `insert into later values (5002, 'z', 2)`, `alter table later add column last text default 'w'`);
  await task.catchesUp();
  await isEqual(source, destination);
  await copying(task, 'later');
  const dropped = sql(source, 'drop table later');
  await quick(task);
  await dropped;
  await task.when(() => stateOf(task, 'later') === undefined);
  await expect.poll(() => value(destination, `select to_regclass('later') is null`), { timeout: 60_000 }).toBe('t');
  await arrives(source, destination, -2);
  await isEqual(source, destination);
});

test('numbers, and foreign keys in both directions, are as before when it is back', async () => {
  const [source, destination] = await servers.databases('keys_beside');
  await sql(
    source,
    'create table item (id int primary key, v text)',
    'create table parent (id int primary key, v text)',
    'create table late (id serial primary key, parent int references parent, v text)',
    'create table child (id int primary key, late int references late on delete cascade)',
    `insert into parent select n, 'p' from generate_series(1, 50) n`,
    `insert into late (parent, v) select n % 50 + 1, 'first' from generate_series(1, 400) n`,
    'insert into child select n, n from generate_series(1, 100) n',
  );
  await using task = await TestTask.create(servers, 'keys_beside', { objects: [{ schema: 'public' }] });
  await task.startAndFollow();
  await sql(destination, `update late set v = 'damaged'`);
  await copying(task, 'late');
  await sql(
    source,
    `begin; insert into parent values (100, 'new'); insert into late (parent, v) values (100, 'new'); insert into child values (500, 401); commit`,
    'delete from child where id < 10',
    'delete from late where id < 10',
    'create table other (id int primary key)',
    'insert into other values (1)',
  );
  await arrives(source, destination, -1);
  expect(stateOf(task, 'late')).not.toBe('following');
  await quick(task);
  await follows(task, 'late');
  await task.catchesUp();
  await isEqual(source, destination);
  await task.send('pause');
  await task.reaches('paused');
  expect(await value(destination, `select last_value from late_id_seq`)).toBe('401');
});

test('one that cannot be copied stops alone, and goes on when it can, or is done without', async () => {
  const { task, source, destination } = await begun(servers, 'cannot', { followed: ALL });
  await using _ = task;
  await quick(task);
  await follows(task, 'late');
  await sql(destination, 'truncate late', 'create unique index in_the_way on late (v)');
  await copyAgain(task, 'late');
  await task.when(() => stateOf(task, 'late') === 'failed');
  await arrives(source, destination, -1);
  expect(task.state.name).toBe('streaming');
  expect(task.progress?.tables[idOf('late')]?.error?.message.en).toContain('in_the_way');
  await expect.poll(() => value(source, 'select count(*) from pg_replication_slots where database = current_database()')).toBe('1');
  await sql(destination, 'drop index in_the_way');
  await sql(source, `insert into late values (-1, 'while it was failed')`);
  await task.engine.mendTable(task.id, { table: idOf('late'), action: 'retry' });
  await follows(task, 'late');
  await task.catchesUp();
  await isEqual(source, destination);
  await sql(destination, 'truncate keyless', 'create unique index in_the_way on keyless (n)');
  await copyAgain(task, 'keyless');
  await task.when(() => stateOf(task, 'keyless') === 'failed');
  await task.engine.mendTable(task.id, { table: idOf('keyless'), action: 'skip' });
  await says(task, 'join.given-up');
  await sql(source, 'insert into keyless values (50, $$unseen$$)');
  await arrives(source, destination, -2);
  expect(task.state.name).toBe('streaming');
  expect(await value(destination, 'select count(*) from keyless')).toBe('0');
  await task.hears((event) => event.kind === 'applied');
  await expectTidy(source, destination);
});

test('one that is taken away while it is copied again leaves the task', async () => {
  const { task, source, destination } = await begun(servers, 'gone_beside', { followed: ALL });
  await using _ = task;
  await quick(task);
  await copying(task, 'late');
  await change(task, 'item', 'keyless');
  await task.when(() => stateOf(task, 'late') === undefined);
  await quick(task);
  await sql(source, `insert into late values (-1, 'unseen')`);
  await arrives(source, destination, -1);
  await task.catchesUp();
  expect(await value(destination, 'select count(*) from late where id = -1')).toBe('0');
  await expect.poll(() => value(source, `select count(*) from pg_publication_tables where tablename = 'late'`)).toBe('0');
  await task.hears((event) => event.kind === 'applied');
  await expectTidy(source, destination);
});
