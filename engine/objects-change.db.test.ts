import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { Hand } from '#e2e/faults/hand.ts';
import { begun, change, expectTidy, follows, listed, quick, ROUND, SLOW, says, stateOf } from '#e2e/faults/joining.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

test('tables are added while one is followed: its changes arrive while they are copied, and then they join', async () => {
  const { task, source, destination } = await begun(servers, 'added');
  await using _ = task;
  const hand = new Hand(source, ROUND);
  const preview = await change(task, 'item', 'late', 'keyless');
  expect(preview.added.map(({ table }) => table.name).sort()).toEqual(['keyless', 'late']);
  await task.when(() => stateOf(task, 'late') === 'copying');
  await sql(source, `insert into item values (-1, 'marker')`);
  while ((await value(destination, 'select v from item where id = -1')) !== 'marker') await task.hears(() => true);
  // The copy is one transaction, and it is not over.
  expect(await value(destination, 'select count(*) from late')).toBe('0');
  expect(stateOf(task, 'late')).toBe('copying');
  await quick(task);
  await follows(task, 'late');
  await follows(task, 'keyless');
  expect(await hand.stop()).toBeGreaterThan(10);
  await task.catchesUp();
  expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ difference: null });
  await expectTidy(source, destination);
  expect(task.complaints()).toEqual([]);
});

test('another is added while the first still joins; one is given up before it has', async () => {
  const { task, source, destination } = await begun(servers, 'several');
  await using _ = task;
  const hand = new Hand(source, ROUND);
  await change(task, 'item', 'late');
  await task.when(() => stateOf(task, 'late') === 'copying');
  await change(task, 'item', 'late', 'keyless');
  await quick(task);
  await follows(task, 'late');
  await follows(task, 'keyless');
  await sql(source, 'create table third (id int primary key)', 'insert into third select generate_series(1, 400)');
  await task.engine.adjust(task.id, SLOW);
  await change(task, 'item', 'late', 'keyless', 'third');
  await task.when(() => stateOf(task, 'third') === 'copying');
  await change(task, 'item', 'late', 'keyless');
  await task.when(() => stateOf(task, 'third') === undefined);
  await hand.stop();
  await task.catchesUp();
  await says(task, 'join.given-up');
  await sql(source, 'drop table third');
  await sql(destination, 'drop table if exists third');
  expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ difference: null });
  await expectTidy(source, destination);
}, 300_000);

test('a table that is changed while it joins is as at the source', async () => {
  const { task, source, destination } = await begun(servers, 'altered');
  await using _ = task;
  await change(task, 'item', 'late', 'keyless');
  await task.when(() => stateOf(task, 'late') === 'copying');
  // It waits for the copy, as an application would.
  const altered = sql(
    source,
    `begin; insert into keyless values (100, 'before'); alter table late add column more int default 7;
     insert into late values (5000, 'x', 8); insert into item values (5000, 'x'); commit`,
    'alter table late alter column v type varchar(40)',
    `update late set more = 9 where id < 10`,
    'truncate keyless',
    `insert into keyless values (1, 'after')`,
    'alter table late rename column v to word',
    `insert into late values (5001, 'y', 1)`,
  );
  await quick(task);
  await altered;
  await follows(task, 'late');
  await follows(task, 'keyless');
  await sql(
    source,
    `insert into late values (5002, 'z', 2)`,
    `alter table late add column last text default 'w'`,
    'delete from late where id = 3',
  );
  await task.catchesUp();
  expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ difference: null });
  await expectTidy(source, destination);
});

test('paused, cut off and resumed again and again while tables join, it has every row once', async () => {
  const { task, source, destination } = await begun(servers, 'interrupted');
  await using _ = task;
  const hand = new Hand(source, ROUND);
  const cut = `select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name like 'opendts%' and datname = current_database()`;
  await change(task, 'item', 'late', 'keyless');
  await task.when(() => stateOf(task, 'late') === 'copying');
  await sql(destination, cut);
  await task.hears((event) => event.kind === 'table' && event.state === 'copying');
  await task.send('pause');
  await task.send('resume');
  await task.hears((event) => event.kind === 'table' && event.state === 'copying');
  await sql(source, cut);
  await task.hears((event) => event.kind === 'table' && event.state === 'copying');
  await quick(task);
  await task.hears((event) => event.kind === 'table' && event.state === 'copied');
  await sql(source, cut);
  await task.hears((event) => event.kind === 'applied');
  await sql(destination, cut);
  await follows(task, 'late');
  await follows(task, 'keyless');
  await sql(destination, cut);
  await hand.stop();
  await task.catchesUp();
  expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ difference: null });
  await task.hears((event) => event.kind === 'applied');
  await expectTidy(source, destination);
}, 300_000);

test('a table that is taken away keeps its rows, and its changes are passed over; added again it is copied anew', async () => {
  const { task, source, destination } = await begun(servers, 'away', { followed: ['item', 'late'] });
  await using _ = task;
  await task.catchesUp();
  const before = await value(destination, 'select string_agg(id || v, $$ $$ order by id) from late');
  const preview = await change(task, 'item');
  expect(preview.removed.map(({ table }) => table.name)).toEqual(['late']);
  await sql(source, `update late set v = 'unseen'`, 'alter table late add column unseen int', `insert into item values (77, 'seen')`);
  await task.catchesUp();
  expect(await value(destination, 'select v from item where id = 77')).toBe('seen');
  expect(await value(destination, 'select string_agg(id || v, $$ $$ order by id) from late')).toBe(before);
  expect(stateOf(task, 'late')).toBeUndefined();
  await says(task, 'objects.taken-away');
  expect(await value(source, `select count(*) from pg_publication_tables where tablename = 'late'`)).toBe('0');
  // What is there is never written over without a word.
  await expect(change(task, 'item', 'late')).rejects.toMatchObject({ code: 'objects.precheck' });
  await sql(destination, 'drop table late');
  await quick(task);
  await change(task, 'item', 'late');
  await follows(task, 'late');
  await sql(source, `update late set v = 'seen again' where id = 1`, 'drop table keyless');
  await task.catchesUp();
  expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ difference: null });
  await expectTidy(source, destination);
});

test('what the task gave a table goes back when it is taken away', async () => {
  const [source, destination] = await servers.databases('identity_back');
  await sql(
    source,
    'create table item (id int primary key)',
    'create table plain (n int)',
    'create table other (n int)',
    'insert into plain select generate_series(1, 5)',
  );
  const accepted = ['PG_REPLICA_IDENTITY', 'PG_PRIMARY_KEY'];
  const task = await TestTask.create(servers, 'identity_back', { objects: listed('item', 'plain'), accepted });
  await using _ = task;
  await task.startAndFollow();
  const identity = (table: string) => value(source, `select relreplident from pg_class where oid = '${table}'::regclass`);
  expect(await identity('plain')).toBe('f');
  await change(task, 'item', 'plain', 'other');
  await follows(task, 'other');
  expect(await identity('other')).toBe('f');
  await change(task, 'item', 'other');
  await sql(source, 'delete from plain where n = 1', 'insert into other values (1), (1)', 'delete from other where ctid = $$(0,1)$$');
  await task.catchesUp();
  await says(task, 'objects.taken-away');
  expect(await identity('plain')).toBe('d');
  expect(await value(destination, 'select count(*) from other')).toBe('1');
  expect(await value(destination, 'select count(*) from plain')).toBe('5');
  await task.send('stop');
  await task.engine.release(task.id);
  expect(await identity('other')).toBe('d');
});

test('what cannot be done is refused by name with its reason, and nothing is changed', async () => {
  const { task, source } = await begun(servers, 'refused');
  await using _ = task;
  await sql(
    source,
    'create table parts (id int primary key) partition by list (id)',
    'create table part_one partition of parts for values in (1)',
  );
  const ask = (objects: Parameters<typeof task.engine.previewObjects>[1]['objects']) =>
    task.engine.previewObjects(task.id, { objects, accepted: [] });
  const reasons = async (...objects: Parameters<typeof ask>[0]) =>
    (await ask(objects)).refused.map(({ table, reason }) => `${table.name}: ${reason.en}`);
  const [mapped] = await reasons({ schema: 'public', tables: [{ name: 'item', as: 'things' }, { name: 'late' }] });
  expect(mapped).toMatch(/^item: Its name cannot be changed/);
  const [filtered] = await reasons({ schema: 'public', tables: [{ name: 'item', where: 'id > 1' }] });
  expect(filtered).toMatch(/^item: Its filter cannot be changed/);
  expect(await reasons({ schema: 'public', tables: [{ name: 'late' }] })).toEqual([expect.stringMatching(/^item: No table would be left/)]);
  expect(await reasons({ schema: 'public', tables: [{ name: 'item' }, { name: 'none' }] })).toEqual([
    'none: There is no such table at the source',
  ]);
  const [clash] = await reasons({ schema: 'public', tables: [{ name: 'item' }, { name: 'late', as: 'item' }] });
  expect(clash).toMatch(/^late: It would go into public.item/);
  const whole = await ask([{ schema: 'public' }]);
  expect(whole.refused).toEqual([]);
  expect(whole.added.map(({ table }) => table.name).sort()).toEqual(['keyless', 'late', 'parts']);
  await expect(task.engine.changeObjects(task.id, { objects: listed('late'), accepted: [] })).rejects.toMatchObject({
    code: 'objects.refused',
    object: 'public.item',
  });
  await expect(change(task, 'item')).rejects.toMatchObject({ code: 'objects.unchanged' });
  await sql(source, `insert into item values (9, 'goes on')`);
  await task.catchesUp();
});
