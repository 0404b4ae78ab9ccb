import { afterAll, beforeAll, expect, test } from 'vitest';
import { follows, says } from '#e2e/faults/joining.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { tableId } from './schema/table.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

const copyAgain = (task: TestTask, name: string) => task.engine.copyTable(task.id, tableId({ schema: 'public', name }));

test('tables that were there before the task are emptied whole, also twice before their rows are there', async () => {
  const [source, destination] = await servers.databases('present');
  const made = ['create table plain (id int primary key, v text)', 'create table cut (id int primary key, v text)'];
  const child = 'create table child (id int primary key, cut int references cut)';
  const rows = `select n, 'v' || n from generate_series(1, 50) n`;
  await sql(source, ...made, child, `insert into plain ${rows}`, `insert into cut ${rows}`, 'insert into child values (1, 1)');
  await sql(
    destination,
    made[0] ?? '',
    'create table cut (id int primary key, v text) partition by range (id)',
    'create table cut_1 partition of cut for values from (minvalue) to (maxvalue)',
    child,
  );
  await using task = await TestTask.create(servers, 'present', { objects: [{ schema: 'public' }], types: ['full', 'incremental'] });
  await task.startAndFollow();
  await follows(task, 'plain');
  await follows(task, 'cut');
  await sql(destination, `insert into cut values (77, 'not of the source')`, 'delete from cut where id = 5');
  await copyAgain(task, 'cut');
  await says(task, 'table.copied-again');
  await follows(task, 'cut');
  await task.send('pause');
  await copyAgain(task, 'plain');
  // Its values become others: the destination cannot compute them, and the log has that before the rows can be read.
  await sql(source, 'alter table plain alter v type int using length(v)', `insert into plain values (60, 7)`);
  await task.send('resume');
  await task.catchesUp();
  await follows(task, 'plain');
  for (const query of ["select string_agg(id || v, ',' order by id) from cut", 'select sum(v) from plain'])
    expect(await value(destination, query)).toBe(await value(source, query));
  expect(task.complaints()).toEqual([]);
});

test('a table whose triggers would fire for its rows is left as it is until they are quiet', async () => {
  const [source, destination] = await servers.databases('fires');
  await sql(
    source,
    'create table item (id int primary key)',
    'create table noted (n serial primary key, id int)',
    `create function note() returns trigger language plpgsql as 'begin insert into public.noted (id) values (new.id); return null; end'`,
    'create trigger notes after insert on item for each row execute function note()',
    'alter table item enable always trigger notes',
    'insert into item select generate_series(1, 10)',
  );
  await using task = await TestTask.create(servers, 'fires', { objects: [{ schema: 'public' }], accepted: ['PG_TRIGGER_FIRES'] });
  await task.startAndFollow();
  await follows(task, 'item');
  await copyAgain(task, 'item');
  await says(task, 'table.not-copied-again');
  expect(task.complaints().join()).toContain('would fire for each of its rows: notes');
  expect(await value(destination, 'select count(*) from item')).toBe('10');
  await follows(task, 'item');
  await sql(destination, 'alter table item disable trigger notes');
  await copyAgain(task, 'item');
  await says(task, 'table.copied-again');
  await follows(task, 'item');
  await task.catchesUp();
  for (const name of ['item', 'noted']) expect(await value(destination, `select count(*) from ${name}`)).toBe('10');
});
