import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { answer, passes, refused, stops } from '#e2e/faults/refused.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

const SLOTS = 'select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = current_database()';

/** Follows two tables, one of which a view at the destination keeps from taking another type. */
async function refusing(name: string) {
  const [source, destination] = await servers.databases(name);
  await sql(
    source,
    'create table item (id int primary key, n int, note text)',
    'create table other (id int primary key, v text)',
    'insert into item select n, n, n::text from generate_series(1, 100) n',
    `insert into other values (0, 'first')`,
  );
  const task = await TestTask.create(servers, name, { objects: [{ schema: 'public' }] });
  await task.startAndFollow();
  await task.catchesUp();
  await sql(destination, 'create view seen as select id, n from public.item');
  return { task, source, destination };
}

/** The log is gone while the task is paused, and its rows are copied again. */
async function copiedAgain(task: TestTask, source: string, ...meanwhile: readonly string[]): Promise<void> {
  await task.send('pause');
  await sql(source, SLOTS, ...meanwhile);
  await task.send('resume');
  await task.reaches('failed').catch(() => undefined);
  expect(task.state).toMatchObject({ name: 'failed', error: { code: 'source.slot-lost' } });
  await task.engine.copyAgain(task.id);
  await task.reaches('streaming');
}

test('a command that was refused before the log was lost is dealt with after it, its rows are copied with it', async () => {
  const { task, source, destination } = await refusing('answered');
  await using _ = task;
  await sql(source, 'alter table item alter n type bigint', 'insert into item values (101, 5000000000)');
  await sql(source, 'create table keyless (n int)', 'alter table keyless replica identity full', 'insert into keyless values (1), (1)');
  await stops(task);
  await task.hears((event) => event.kind === 'table' && event.id.includes('keyless') && event.state === 'following');
  await copiedAgain(
    task,
    source,
    'insert into item values (102, 6000000000)',
    'insert into keyless values (2)',
    `insert into other values (1, 'x')`,
  );
  expect(await value(destination, 'select count(*) from keyless')).toBe('3');
  const [waiting] = refused(task);
  if (waiting === undefined) throw new Error('The command is to wait still.');
  await sql(destination, 'drop view seen');
  await answer(task, 'retry', waiting);
  await sql(source, 'insert into item values (103, 7000000000)');
  await task.catchesUp();
  expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ difference: null });
});

test('what was done to tables while nobody noted it is not lost', async () => {
  const { task, source, destination } = await refusing('unnoted');
  await using _ = task;
  await sql(source, 'alter table item alter n type bigint', 'alter table other rename to another', 'alter table item add column late int');
  await stops(task);
  await passes(task, source);
  await copiedAgain(
    task,
    source,
    'alter table another add column more int default 3',
    'insert into another values (1, null, 4)',
    'create table fresh (id int primary key)',
    'insert into fresh values (1)',
  );
  await sql(source, 'insert into another values (2, null, 5)');
  await passes(task, source);
  // The log alone could have said what was done: the rows of what is known are there, the rest is told by name.
  expect(await value(destination, 'select count(*) from another')).toBe('3');
  const told = task.complaints().join('\n');
  expect(told).toContain('source.new-column: public.another has gained the column more');
  expect(told).toContain('source.new-table: The table public.fresh');
  expect(told).not.toContain('checkpoint.moved');
  const [waiting] = refused(task);
  if (waiting === undefined) throw new Error('The command is to wait still.');
  await answer(task, 'skip', waiting);
  await sql(source, 'update item set n = n + 1, late = 8 where id < 10');
  await task.catchesUp();
  expect(await value(destination, 'select count(late) from item')).toBe('9');
});

test('a column that became another type of the same length meanwhile is no other value for it', async () => {
  const [source, destination] = await servers.databases('retyped');
  await sql(source, 'create table item (id int primary key, n bigint)', 'insert into item select n, n from generate_series(1, 100) n');
  await using task = await TestTask.create(servers, 'retyped', { objects: [{ schema: 'public' }] });
  await task.startAndFollow();
  await task.catchesUp();
  await copiedAgain(task, source, 'alter table item alter n type double precision');
  expect(await value(destination, 'select count(*) || $$ $$ || sum(n) from item')).toBe('100 5050');
});
