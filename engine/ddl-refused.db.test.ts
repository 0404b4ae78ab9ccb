import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { answer, passes, refused, stops } from '#e2e/faults/refused.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { structures } from '#e2e/faults/structure.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers({ sourceMajor: 17, destinationMajor: 15 });
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

const SEEN = 'create view seen as select id, n from public.item';

/** Two tables that are followed, and a view of the destination's own that refuses any other type for `item.n`. */
async function followed(name: string, view = SEEN) {
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
  await sql(destination, view);
  return { task, source, destination };
}

async function isEqual(source: string, destination: string): Promise<void> {
  expect(await structures(destination)).toEqual(await structures(source));
  expect(await compareDatabases(source, destination)).toMatchObject({ difference: null });
}

const rows = (url: string, columns: string, table = 'item') =>
  value(url, `select string_agg((${columns})::text, ' ' order by id) from ${table}`);

test('a refused type stops its table alone; retried when mended, it is as at the source', async () => {
  const { task, source, destination } = await followed('mended');
  await using _ = task;
  await sql(
    source,
    `begin; insert into item values (101, 1, 'a'); insert into other values (1, 'before'); alter table item alter n type bigint;
     insert into item values (102, 5000000000, 'b'); insert into other values (2, 'after'); commit`,
    'alter table item add column late int default 4',
    'insert into item (id, late) values (103, 3)',
    `insert into other values (3, 'later')`,
    'alter table other add column more int default 9',
    `update other set v = 'changed' where id = 1`,
  );
  const stopped = await stops(task);
  expect(stopped).toMatchObject({ tag: 'ALTER TABLE', object: 'public.item', stops: true, attempt: 1 });
  expect(stopped.sql.join()).toContain('alter column "n" type bigint');
  await passes(task, source);
  expect(task.state.name).toBe('streaming');
  // What came before the command in its own transaction is there, what came after it is not.
  expect(await value(destination, 'select max(id) from item')).toBe('101');
  expect(await rows(destination, 'v || more', 'other')).toBe(await rows(source, 'v || more', 'other'));
  expect(task.progress?.stream?.waiting).toBe(1);
  expect(refused(task)[0]?.behind).toBe(1);
  const table = Object.values(task.progress?.tables ?? {}).find(({ source: { name } }) => name === 'item');
  expect(table).toMatchObject({ state: 'stopped', passed: 2 });
  await answer(task, 'retry', stopped);
  const again = await stops(task);
  expect(again.attempt).toBe(2);
  await sql(destination, 'drop view seen');
  await answer(task, 'retry', again);
  expect(refused(task)).toEqual([]);
  await sql(source, 'update item set late = 7 where id < 50', 'delete from item where id = 60');
  await task.catchesUp();
  await isEqual(source, destination);
});

test('a task that is ended while a table is stopped, before and behind the answer, has all once', async () => {
  const { task, source, destination } = await followed('killed');
  await using _ = task;
  await sql(source, 'create table keyless (n int)', 'alter table keyless replica identity full');
  const end = `select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name like 'opendts%' and pid <> pg_backend_pid()`;
  await sql(
    source,
    `begin; insert into keyless values (1); alter table item alter n type bigint; insert into item values (500, 1, 'x'); insert into keyless values (2); commit`,
  );
  await sql(destination, end);
  const stopped = await stops(task);
  await sql(source, 'insert into keyless values (3)', 'alter table item rename note to remark', 'alter table item rename to thing');
  await sql(source, end);
  await sql(source, 'insert into keyless values (4)', `insert into thing values (501, 1, 'y')`);
  await passes(task, source);
  await task.send('pause');
  await sql(destination, 'drop view seen');
  await task.engine.mendDdl(task.id, { action: 'retry', refused: stopped.id, attempt: 1 });
  await task.send('resume');
  await sql(destination, end);
  await task.reaches('streaming');
  await task.when(() => refused(task).length === 0);
  await sql(destination, end);
  await sql(source, `insert into thing values (502, 1, 'z')`, 'insert into keyless values (5)');
  await task.catchesUp();
  await isEqual(source, destination);
});

test('edited statements run in its place; what cannot be read or reaches into another table is refused early', async () => {
  const { task, source, destination } = await followed('edited');
  await using _ = task;
  await sql(source, 'alter table item alter n type bigint', `insert into item values (101, 6000000000, 'big')`);
  const { id, attempt } = await stops(task);
  const edit = (text: string) => task.engine.mendDdl(task.id, { action: 'retry', refused: id, attempt, sql: text });
  await expect(edit('alter tabel public.item')).rejects.toMatchObject({ code: 'ddl.edit-refused' });
  await expect(edit('drop table public.other')).rejects.toMatchObject({ code: 'ddl.edit-refused', object: 'public.other' });
  await expect(edit('alter table public.item add x int; commit')).rejects.toMatchObject({ code: 'ddl.edit-refused' });
  await edit(
    'drop view public.seen; alter table public.item alter column n type bigint; create view public.seen as select id, n from public.item',
  );
  await task.when(() => refused(task).length === 0);
  await sql(source, `insert into item values (102, 7000000000, 'bigger')`);
  await task.catchesUp();
  expect(await rows(destination, 'id || note || n')).toBe(await rows(source, 'id || note || n'));
  expect(await value(destination, 'select max(n) from seen')).toBe('7000000000');
});

test('a skipped command leaves its column as it is, what the destination cannot hold stays out, and later ones are carried', async () => {
  const { task, source, destination } = await followed('skipped');
  await using _ = task;
  await sql(
    source,
    'alter table item alter n type numeric(6,2) using n + 0.25',
    'alter table item add column late int default 4',
    'alter table item rename note to remark',
    `insert into item values (101, 1.5, 'more', 5)`,
  );
  const stopped = await stops(task);
  await passes(task, source);
  await answer(task, 'skip', stopped);
  expect(refused(task)).toHaveLength(0);
  await sql(
    source,
    `update item set remark = 'changed', n = 7.75 where id = 1`,
    'alter table item add column last text',
    `update item set last = 'l'`,
  );
  await task.catchesUp();
  const both = 'id || remark || late || last';
  expect(await rows(destination, both)).toBe(await rows(source, both));
  expect(await value(destination, 'select count(n) from item')).toBe('0');
  expect(task.complaints().join('\n')).toContain('ddl.columns-left-out');
});

test('a column that the destination would not rename keeps its name there', async () => {
  const { task, source, destination } = await followed('renamed', 'alter table item add column amount int');
  await using _ = task;
  await sql(source, 'alter table item rename n to amount', `insert into item values (101, 11, 'new')`);
  const stopped = await stops(task);
  await sql(destination, 'alter table item drop column amount');
  await answer(task, 'skip', stopped);
  expect(refused(task)).toHaveLength(0);
  await sql(source, 'update item set amount = amount + 1');
  await task.catchesUp();
  expect(await rows(destination, 'n')).toBe(await rows(source, 'amount'));
});

test('an index that is refused waits while its table is followed on', async () => {
  const { task, source, destination } = await followed('indexed', 'create sequence public.item_n');
  await using _ = task;
  await sql(source, 'create index item_n on item (n)', `insert into item values (101, 1, 'on')`);
  const waits = await stops(task);
  expect(waits.stops).toBe(false);
  await task.catchesUp();
  expect(await rows(destination, 'id || note')).toBe(await rows(source, 'id || note'));
  await sql(destination, 'drop sequence public.item_n');
  await answer(task, 'retry', waits);
  expect(refused(task)).toHaveLength(0);
  await task.catchesUp();
  await isEqual(source, destination);
  expect(task.events.some((event) => event.kind === 'table' && event.state === 'copying' && event.at > waits.at)).toBe(false);
});

test('a table that is made where another stands is passed over when it is skipped, and one that is dropped stays', async () => {
  const { task, source, destination } = await followed('made', 'create view seen as select id from item; create table made (x text)');
  await using _ = task;
  await sql(
    source,
    'create table made as select 1 as id',
    'insert into made values (2)',
    'drop table item',
    `insert into other values (7, 'on')`,
  );
  await stops(task, 2);
  await passes(task, source);
  expect(await value(destination, 'select count(*) from other')).toBe('2');
  const [made, dropped] = refused(task);
  if (made === undefined || dropped === undefined) throw new Error('Two commands are to be refused.');
  expect([made.tag, dropped.tag]).toEqual(['CREATE TABLE AS', 'DROP TABLE']);
  await sql(destination, 'drop table made');
  await answer(task, 'retry', made);
  expect(refused(task)).toHaveLength(1);
  await answer(task, 'skip', dropped);
  expect(refused(task)).toHaveLength(0);
  await task.catchesUp();
  expect(await rows(destination, 'id', 'made')).toBe('1 2');
  expect(await value(destination, 'select count(*) from item')).toBe('100');
});

test('a generated column that the destination is too old to compute otherwise waits for a person, who makes it anew', async () => {
  const { task, source, destination } = await followed('computed', 'create view seen as select v from other');
  await using _ = task;
  await sql(source, 'alter table item add column twice int generated always as (n * 2) stored');
  await task.catchesUp();
  await sql(source, 'alter table item alter column twice set expression as (n * 3)', `insert into item values (101, 1, 'on')`);
  const { id, attempt, sql: refusedSql } = await stops(task);
  expect(refusedSql.join()).toContain('set expression as');
  const anew = 'alter table public.item drop column twice; alter table public.item add column twice int generated always as (n * 3) stored';
  await task.engine.mendDdl(task.id, { action: 'retry', refused: id, attempt, sql: anew });
  await task.when(() => refused(task).length === 0);
  await sql(source, 'update item set n = n + 1 where id > 90');
  await task.catchesUp();
  await isEqual(source, destination);
});
