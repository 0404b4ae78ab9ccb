import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { answer, passes, refused, stops } from '#e2e/faults/refused.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { structures } from '#e2e/faults/structure.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers({ sourceMajor: 15, destinationMajor: 17 });
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

async function isEqual(source: string, destination: string): Promise<void> {
  expect(await structures(destination)).toEqual(await structures(source));
  expect(await compareDatabases(source, destination)).toMatchObject({ difference: null });
}

test('partitions stop with their parent, one that is made meanwhile as well', async () => {
  const [source, destination] = await servers.databases('parts');
  await sql(
    source,
    'create table p (id int primary key, n int) partition by range (id)',
    'create table p1 partition of p for values from (0) to (100)',
    'create table p2 partition of p for values from (100) to (200)',
    'create table ref (id int primary key, p int references p)',
    'insert into p select n, n from generate_series(1, 150) n',
    'insert into ref select n, n from generate_series(1, 50) n',
  );
  await using task = await TestTask.create(servers, 'parts', { objects: [{ schema: 'public' }] });
  await task.startAndFollow();
  await task.catchesUp();
  await sql(destination, 'create view seen as select n from p');
  await sql(
    source,
    'alter table p alter n type bigint',
    'insert into p values (151, 5000000000)',
    'create table p3 partition of p for values from (200) to (300)',
    'insert into p values (201, 6000000000)',
    'alter table p rename column n to amount',
    'insert into ref values (60, 60)',
    'alter table p2 rename to second',
  );
  const stopped = await stops(task);
  await passes(task, source);
  expect(task.state.name).toBe('streaming');
  expect(await value(destination, 'select count(*) from ref')).toBe('51');
  expect(await value(destination, 'select count(*) from p')).toBe('150');
  await sql(destination, 'drop view seen');
  await answer(task, 'retry', stopped);
  expect(refused(task)).toEqual([]);
  await sql(source, 'insert into p values (202, 1)', 'delete from p where id = 100', 'insert into ref values (61, 202)');
  await task.catchesUp();
  await isEqual(source, destination);
});

test('what is refused behind the first waits in its turn; a table with names of its own, that was there empty', async () => {
  const [source, destination] = await servers.databases('turns');
  await sql(source, 'create table item (id int primary key, n int, note text)', `insert into item values (1, 1, 'a')`);
  await sql(destination, 'create schema "S 2"', 'create table "S 2"."Things" (id int primary key, amount int, note text)');
  await using task = await TestTask.create(servers, 'turns', {
    objects: [
      {
        schema: 'public',
        as: 'S 2',
        tables: [{ name: 'item', as: 'Things', columns: [{ name: 'id' }, { name: 'n', as: 'amount' }, { name: 'note' }] }],
      },
    ],
    conflictMode: 'ignore',
  });
  await task.startAndFollow();
  await task.catchesUp();
  await sql(destination, 'create view one as select amount from "S 2"."Things"', 'create view two as select note from "S 2"."Things"');
  await sql(
    source,
    `begin; alter table item alter n type bigint; insert into item values (2, 5000000000, 'b'); commit`,
    'alter table item alter note type varchar(9)',
    'alter table item rename to article',
    'create table item (other int primary key)',
    'alter table article drop column note',
    'insert into article values (3, 6000000000)',
  );
  // The new table is chosen by its name, and is to be called what the other one still is.
  const made = await stops(task, 2);
  expect(made.tag).toBe('CREATE TABLE');
  const first = refused(task)[0] ?? made;
  await passes(task, source);
  expect(await value(destination, 'select count(*) from "S 2"."Things"')).toBe('1');
  await sql(destination, 'drop view one');
  await answer(task, 'retry', first);
  const second = refused(task)[0] ?? made;
  expect(second.sql.join()).toContain('"note" type character varying(9)');
  // Skipped; then the column itself is in the way of the view.
  await answer(task, 'skip', second);
  const third = refused(task)[0] ?? made;
  expect(third.sql.join()).toContain('drop column');
  await answer(task, 'retry', third, 'drop view public.two; alter table "S 2"."Things" drop column note');
  expect(refused(task)).toMatchObject([{ id: made.id }]);
  await answer(task, 'skip', made);
  expect(refused(task)).toEqual([]);
  await sql(source, 'update article set n = n + 1');
  await task.catchesUp();
  expect(await value(destination, `select string_agg(id || '=' || amount, ' ' order by id) from "S 2"."Things"`)).toBe(
    '1=2 2=5000000001 3=6000000001',
  );
});

test('a table that cannot be made is passed over for good when it is skipped, whatever becomes of it', async () => {
  const [source, destination] = await servers.databases('unmade');
  await sql(source, 'create table kept (id int primary key)');
  await using task = await TestTask.create(servers, 'unmade', { objects: [{ schema: 'public' }] });
  await task.startAndFollow();
  // Types that come later are not carried.
  await sql(
    source,
    `create type mood as enum ('ok')`,
    'create table moody (id int primary key, m mood)',
    `insert into moody values (1, 'ok')`,
    'insert into kept values (1)',
  );
  const unmade = await stops(task);
  expect(unmade.error.message.en).toContain('mood');
  await answer(task, 'skip', unmade);
  await sql(
    source,
    'alter table moody add column n int',
    `insert into moody values (2, 'ok', 3)`,
    'alter table moody rename to gloomy',
    'insert into gloomy (id) values (4)',
    'insert into kept values (2)',
  );
  await task.catchesUp();
  await task.send('pause');
  await task.send('resume');
  await task.reaches('streaming');
  await sql(source, 'drop table gloomy', 'create table gloomy (id int primary key)', 'insert into gloomy values (5)');
  await task.catchesUp();
  expect(await value(destination, 'select count(*) from kept')).toBe('2');
  expect(await value(destination, 'select string_agg(id::text, $$ $$) from gloomy')).toBe('5');
});
