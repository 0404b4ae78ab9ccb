import { afterAll, beforeAll, expect, test } from 'vitest';
import { connected, sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import type { Mend } from './engine.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

const TABLES = ['app.late', 'app.slow'];
const statement = (name: string) => JSON.stringify(['table', 'app', name]);

/** Refuses to make the tables, whatever the engine's session says of triggers. */
function refusal(...tables: readonly string[]): string {
  return `create or replace function public.refuse() returns event_trigger language plpgsql as $$ begin
      if exists (select from pg_event_trigger_ddl_commands() c where c.object_identity in (${tables.map((name) => `'${name}'`).join(', ')}))
      then raise exception 'not here'; end if; end $$`;
}

/** A task that failed for want of both tables, goes on with `app.slow` alone, and is held while it copies that. */
async function heldAtCopy(name: string, types: ('schema' | 'full' | 'incremental')[]) {
  const [source, destination] = await servers.databases(name);
  await sql(
    source,
    `create schema app; create table app.slow (id int primary key); create table app.late (id int primary key references app.slow);
     insert into app.slow select generate_series(1, 100); insert into app.late select generate_series(1, 100);
     create materialized view app.seen as select * from app.late`,
  );
  await sql(destination, refusal(...TABLES), 'create event trigger refuse on ddl_command_end execute function public.refuse()');
  await sql(destination, 'alter event trigger refuse enable always');
  const task = await TestTask.create(servers, name, { types, objects: [{ schema: 'app' }] });
  await task.send('start');
  await task.when(() => task.state.name === 'failed');
  await sql(destination, refusal('app.late'));
  const lock = await connected(destination);
  await lock.query('begin; lock table opendts.task_table in share mode');
  const from = task.events.length;
  await task.send('resume');
  const told = () => task.events.slice(from);
  await task.when(() => told().some((event) => event.kind === 'statement-failed' && event.failure.object === 'app.late'));
  await task.when(() => told().some((event) => event.kind === 'table' && event.state === 'copying'));
  return { task, source, destination, goOn: () => lock.end() };
}

async function mendLate(task: TestTask, destination: string, mend: Mend): Promise<void> {
  await sql(destination, 'drop event trigger refuse');
  await task.engine.mend(task.id, mend);
}

test('a table that is made while others are copied is copied as well, before what stands on it is made', async () => {
  const { task, destination, goOn } = await heldAtCopy('mended_load', ['schema', 'full']);
  await using _ = task;
  await mendLate(task, destination, { action: 'retry', statement: statement('late') });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await goOn();
  await task.reaches('finished');
  expect(await value(destination, 'select count(*) from app.late')).toBe('100');
  expect(await value(destination, 'select count(*) from app.seen')).toBe('100');
}, 60_000);

test('its changes are followed from then on', async () => {
  const { task, source, destination, goOn } = await heldAtCopy('mended_follow', ['schema', 'full', 'incremental']);
  await using _ = task;
  await sql(source, 'delete from app.late where id = 1');
  await mendLate(task, destination, { action: 'retry', statement: statement('late') });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await goOn();
  await task.reaches('streaming');
  await sql(source, 'delete from app.late where id = 2');
  await task.catchesUp();
  expect(await value(destination, 'select count(*) from app.late')).toBe('98');
}, 60_000);

test('an inherited table is changed alone, from the first change on', async () => {
  const [source, destination] = await servers.databases('inherited');
  await sql(
    source,
    `create schema app; create table app.parent (id int primary key, v text); create table app.child (primary key (id)) inherits (app.parent);
     insert into app.parent values (1, 'p'), (2, 'p'); insert into app.child values (1, 'c'), (2, 'c')`,
  );
  await using task = await TestTask.create(servers, 'inherited', {
    types: ['schema', 'full', 'incremental'],
    objects: [{ schema: 'app' }],
  });
  await task.startAndFollow();
  await sql(source, "update only app.parent set v = 'new' where id = 1", 'delete from only app.parent where id = 2');
  await task.catchesUp();
  expect(await value(destination, "select string_agg(id || v, ' ' order by id) from app.child")).toBe('1c 2c');
  expect(await value(destination, "select string_agg(id || v, ' ' order by id) from only app.parent")).toBe('1new');
}, 60_000);

test('of two routines that get one name none takes the place of the other', async () => {
  const [source, destination] = await servers.databases('merged');
  const made = ['one', 'two'].map(
    (name) => `create schema ${name}; create function ${name}.f() returns text language sql as $$ select '${name}' $$`,
  );
  await sql(source, ...made);
  const objects = [
    { schema: 'one', as: 'merged' },
    { schema: 'two', as: 'merged' },
  ];
  await using task = await TestTask.create(servers, 'merged', { types: ['schema'], objects });
  await task.send('start');
  await task.when(() => task.state.name === 'failed');
  expect(task.complaints().join()).toContain('merged.f() could not be made');
  expect(await value(destination, 'select merged.f()')).toBe('one');
}, 60_000);
