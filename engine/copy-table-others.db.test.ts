import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { begun, follows, quick, SLOW, stateOf } from '#e2e/faults/joining.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { structures } from '#e2e/faults/structure.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { type TableId, tableId } from './schema/table.ts';

/** What stands beside a table that is copied again: slots, other tasks, a parent that it is given meanwhile. */
let servers: TestServers;

beforeAll(async () => {
  servers = await startServers({ sourceSettings: { max_replication_slots: 4 } });
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

const idOf = (name: string): TableId => tableId({ schema: 'public', name });

async function copying(task: TestTask, name: string): Promise<void> {
  await follows(task, name);
  await task.engine.adjust(task.id, SLOW);
  await task.engine.copyTable(task.id, idOf(name));
  await task.when(() => stateOf(task, name) === 'copying');
}

async function done(task: TestTask): Promise<void> {
  await task.send('stop');
  await task.engine.release(task.id);
  await task[Symbol.asyncDispose]();
}

test('without two free slots nothing is taken from the table, and what to do is told', async () => {
  const { task, source, destination } = await begun(servers, 'slots', { followed: ['item', 'late'] });
  await quick(task);
  await follows(task, 'late');
  await sql(source, ...['one', 'two'].map((name) => `select pg_create_logical_replication_slot('other_${name}', 'pgoutput')`));
  await sql(destination, `update late set v = 'doubted'`);
  await task.engine.copyTable(task.id, idOf('late'));
  const told = () => task.events.flatMap((event) => (event.kind === 'log' && event.code === 'table.not-copied-again' ? [event] : []))[0];
  await task.when(() => told() !== undefined);
  expect(told()?.message.en).toContain('the source has 1 free replication slots (max_replication_slots is 4), and 2 are needed');
  expect(told()?.hint?.en).toContain('pg_drop_replication_slot');
  await follows(task, 'late');
  expect(await value(destination, `select count(*) from late where v = 'doubted'`)).toBe('400');
  expect(await value(source, 'select count(*) from pg_replication_slots')).toBe('3');
  await sql(source, `select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name like 'other%'`);
  await task.engine.copyTable(task.id, idOf('late'));
  await expect.poll(() => value(destination, `select count(*) from late where v = 'first'`), { timeout: 60_000 }).toBe('400');
  await done(task);
});

test('a foreign key to it is not looked at by another task of the database while its rows are away', async () => {
  const { task, source, destination } = await begun(servers, 'two_tasks', { followed: ['item', 'late'] });
  await quick(task);
  await follows(task, 'late');
  await sql(
    source,
    'create table child (id int primary key, late int, n int)',
    'insert into child select n, n, n from generate_series(1, 50) n',
  );
  const other = await TestTask.create(servers, 'two_tasks', { objects: [{ schema: 'public', tables: [{ name: 'child' }] }] });
  await other.startAndFollow();
  await sql(destination, 'alter table child add constraint to_late foreign key (late) references late');
  const key = `select convalidated || ' ' || coalesce(obj_description(oid, 'pg_constraint'), '') from pg_constraint where conname = 'to_late'`;
  await copying(task, 'late');
  expect(await value(destination, key)).toMatch(/^false OpenDTS/);
  await sql(source, 'alter table child alter n type bigint using n * 2');
  await other.catchesUp();
  await expect.poll(() => value(destination, 'select sum(n) from child'), { timeout: 60_000 }).toBe(String(50 * 51));
  await sql(source, 'insert into child values (51, 51, 51)');
  await other.catchesUp();
  expect(stateOf(task, 'late')).toBe('copying');
  expect(await value(destination, key)).toMatch(/^false OpenDTS/);
  expect(other.complaints()).toEqual([]);
  await quick(task);
  await follows(task, 'late');
  await expect.poll(() => value(destination, key), { timeout: 60_000 }).toBe('true ');
  expect(task.complaints()).toEqual([]);
  await done(other);
  await done(task);
});

test('one that becomes a partition meanwhile is one when it is back', async () => {
  const [source, destination] = await servers.databases('attached');
  await sql(
    source,
    'create table item (id int primary key, v text)',
    'create table parent (id int primary key, v text) partition by range (id)',
    'create table low partition of parent for values from (0) to (1000)',
    'create table late (id int primary key, v text)',
    `insert into late select n, 'first' from generate_series(1000, 1400) n`,
    `insert into parent select n, 'first' from generate_series(1, 10) n`,
  );
  const task = await TestTask.create(servers, 'attached', { objects: [{ schema: 'public' }] });
  await task.startAndFollow();
  await quick(task);
  await copying(task, 'late');
  const attached = sql(
    source,
    'alter table parent attach partition late for values from (1000) to (2000)',
    'alter table parent add more int default 4',
    `insert into parent values (500, 'low', 5), (1500, 'late', 6)`,
  );
  await sql(source, `insert into item values (-1, 'marker')`);
  await expect.poll(() => value(destination, 'select v from item where id = -1'), { timeout: 60_000 }).toBe('marker');
  await quick(task);
  await attached;
  await follows(task, 'late');
  await task.catchesUp();
  const isPartition = `select relispartition from pg_class where relname = 'late'`;
  await expect.poll(() => value(destination, isPartition), { timeout: 60_000 }).toBe('t');
  await sql(
    source,
    `update parent set v = 'changed' where id in (500, 1500)`,
    'alter table parent drop more',
    `insert into parent values (1600, 'z')`,
  );
  await task.catchesUp();
  await expect.poll(() => structures(destination), { timeout: 60_000 }).toEqual(await structures(source));
  expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ difference: null });
  expect(task.complaints()).toEqual([]);
  await done(task);
});
