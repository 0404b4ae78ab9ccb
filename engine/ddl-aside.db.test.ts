import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, passes, refused, stops } from '#e2e/faults/refused.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { type TaskOptions, TestTask } from '#e2e/faults/test-task.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers({ sourceMajor: 15, destinationMajor: 17 });
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

const ITEM = 'create table item (id int primary key, n int, note text)';
const SEEN = 'create view seen as select id, n from item';

/** A table that held a row of somebody else before the task, another that is all the task's, and a view there that refuses any other type. */
async function followed(name: string, { view = SEEN, ...options }: Partial<TaskOptions> & { readonly view?: string } = {}) {
  const [source, destination] = await servers.databases(name);
  await sql(
    source,
    ITEM,
    'create table other (id int primary key, v text)',
    'insert into item select n, n, n::text from generate_series(1, 100) n',
    `insert into other values (0, 'first')`,
  );
  await sql(destination, ITEM, `insert into item values (1000, 7, 'of somebody else')`);
  const task = await TestTask.create(servers, name, { objects: [{ schema: 'public' }], conflictMode: 'ignore', ...options });
  await task.startAndFollow();
  await task.catchesUp();
  await sql(destination, view);
  return { task, source, destination };
}

const rows = (url: string, table: string, columns: string) =>
  value(url, `select string_agg((${columns})::text, ' ' order by id) from ${table} where id < 1000`);

async function isEqual({ source, destination }: { readonly source: string; readonly destination: string }, table: string, columns: string) {
  expect(await rows(destination, table, columns)).toBe(await rows(source, table, columns));
}

test('a table whose rows stay stops alone: its changes are set aside, and applied in their order with the statement', async () => {
  const both = await followed('stays');
  const { task, source, destination } = both;
  await using _ = task;
  await sql(
    source,
    `begin; insert into item values (101, 1, 'a'); insert into other values (1, 'before')`,
    'alter table item alter n type bigint',
    `insert into item values (102, 5000000000, 'b'); insert into other values (2, 'after'); commit`,
    'alter table item add column late int default 4',
    'insert into item (id, late) values (103, 3)',
    `update item set note = 'changed', n = 6000000000 where id < 4`,
    'delete from item where id = 5',
    'update item set id = 900 where id = 6',
    'alter table item rename note to remark',
    `insert into item values (104, 4, 'c', 5)`,
    'alter table item rename to thing',
    `update thing set remark = remark || '!' where id in (7, 104)`,
    `insert into other values (3, 'later')`,
    'alter table other add column more int default 9',
  );
  const stopped = await stops(task);
  expect(stopped).toMatchObject({ tag: 'ALTER TABLE', object: 'public.item', stops: true, attempt: 1, aside: true });
  await passes(task, source);
  expect(task.state.name).toBe('streaming');
  // What came before the command in its own transaction is there, what came after it is not.
  expect(await value(destination, 'select max(id) from item where id < 1000')).toBe('101');
  await isEqual(both, 'other', 'v || more');
  expect(refused(task)[0]?.behind).toBe(3);
  const table = Object.values(task.progress?.tables ?? {}).find(({ source: { name } }) => name === 'thing');
  expect(table).toMatchObject({ state: 'stopped', passed: 2, error: { code: 'ddl.refused' } });
  expect(task.progress?.stream?.waiting).toBe(1);
  // What is still in the way is refused again, and nothing of what was set aside is lost by that.
  await answer(task, 'retry', stopped);
  const again = await stops(task);
  expect(again.attempt).toBe(2);
  await sql(destination, 'drop view seen');
  await answer(task, 'retry', again);
  expect(refused(task)).toEqual([]);
  await sql(source, 'update thing set late = 7 where id < 50', 'delete from thing where id = 60');
  await task.catchesUp();
  await isEqual(both, 'thing', `id || '/' || coalesce(n::text, '-') || '/' || coalesce(remark, '-') || '/' || late`);
  expect(await value(destination, 'select n || remark from thing where id = 1000')).toBe('7of somebody else');
  expect(await value(destination, 'select count(*) from opendts.task_aside')).toBe('0');
  expect(task.events.some((event) => event.kind === 'table' && event.state === 'copying' && event.at > stopped.at)).toBe(false);
});

test('sessions that end and pauses before, in and behind the answer have every change once; not all operations, no key', async () => {
  const { task, source, destination } = await followed('ended', {
    objects: [{ schema: 'public', tables: [{ name: 'item' }, { name: 'other' }] }],
  });
  await task.send('stop');
  await task[Symbol.asyncDispose]();
  await sql(source, 'create table ledger (n int, v int)', 'alter table ledger replica identity full', 'insert into ledger values (0, 0)');
  await sql(destination, 'drop view seen');
  await using ended = await TestTask.create(servers, 'ended', {
    objects: [{ schema: 'public', tables: [{ name: 'ledger', operations: ['insert', 'update', 'alterColumn', 'addColumn'] }] }],
  });
  await ended.startAndFollow();
  await ended.catchesUp();
  await sql(destination, 'create view seen as select v from ledger');
  const end = `select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name like 'opendts%' and pid <> pg_backend_pid()`;
  await sql(
    source,
    'begin; insert into ledger values (1, 1)',
    'alter table ledger alter v type bigint',
    'insert into ledger values (2, 2); commit',
  );
  const stopped = await stops(ended);
  for (let n = 3; n < 40; n += 1) {
    await sql(source, `insert into ledger (n, v) values (${n}, ${n}000000000)`);
    if (n % 6 === 0) await sql(n % 12 === 0 ? source : destination, end);
    if (n === 20) await sql(source, 'alter table ledger add column late int default 5');
    if (n === 30) await sql(source, `alter table ledger add column luck text default 'l' || (random() * 0)::int`);
    if (n % 9 === 0) {
      await ended.send('pause');
      await ended.send('resume');
      await ended.reaches('streaming');
    }
  }
  await sql(source, 'update ledger set v = v + 1 where n > 30');
  await passes(ended, source);
  expect(await value(destination, 'select count(*) from ledger')).toBe('2');
  await ended.send('pause');
  await sql(destination, 'drop view seen');
  await ended.engine.mendDdl(ended.id, { action: 'retry', refused: stopped.id, attempt: 1 });
  await ended.send('resume');
  await sql(destination, end);
  // What the destination cannot compute would take its rows away, and they stay.
  await ended.when(() => ended.state.name === 'streaming' && refused(ended)[0]?.attempt === 2);
  const [luck] = refused(ended);
  if (luck === undefined) throw new Error('The later statement is to wait.');
  expect(luck.sql.join()).toContain('luck');
  await answer(ended, 'retry', luck, `alter table public.ledger add column luck text default 'l0'`);
  expect(refused(ended)).toEqual([]);
  await sql(source, end);
  await sql(source, 'insert into ledger values (50, 50, 50)', 'delete from ledger where n < 10');
  await ended.catchesUp();
  const all = `select string_agg(n || '/' || v || '/' || late || luck, ' ' order by n) from ledger where n > 9`;
  expect(await value(destination, all)).toBe(await value(source, all));
  // DELETE is not carried.
  expect(await value(destination, `select string_agg(n::text, ' ' order by n) from ledger where n < 10`)).toBe('0 1 2 3 4 5 6 7 8 9');
});

test('what is refused behind the first waits in its turn, what is edited runs in its place, and what is skipped leaves its column', async () => {
  const both = await followed('turns', { view: `${SEEN}; create view notes as select note from item` });
  const { task, source, destination } = both;
  await using _ = task;
  await sql(
    source,
    'alter table item alter n type bigint',
    `insert into item values (101, 5000000000, 'x')`,
    'alter table item alter note type varchar(30)',
    `insert into item values (102, 6000000000, 'y')`,
    'alter table item add column late int default 4',
    `update item set late = 5 where id > 90`,
    'alter table item drop column n',
    `insert into item values (103, 'z', 6)`,
  );
  const first = await stops(task);
  await passes(task, source);
  await answer(
    task,
    'retry',
    first,
    'drop view public.seen; alter table public.item alter column n type bigint; create view public.seen as select id, n from public.item',
  );
  const second = await stops(task);
  expect(second).toMatchObject({ id: first.id, attempt: 2, behind: 2, aside: true });
  // Up to there all is as it was at the source.
  expect(await value(destination, 'select n from item where id = 101')).toBe('5000000000');
  expect(await value(destination, 'select count(*) from item where id = 102')).toBe('0');
  await sql(source, `insert into item values (104, 'w', 7)`);
  await answer(task, 'skip', second);
  const third = await stops(task);
  expect(third.sql.join()).toContain('drop column');
  expect(await value(destination, 'select late from item where id = 102')).toBe('5');
  await sql(destination, 'drop view seen');
  await answer(task, 'retry', third);
  expect(refused(task)).toEqual([]);
  await task.catchesUp();
  await isEqual(both, 'item', `id || note || late`);
  expect(await value(destination, 'select note from item where id = 1000')).toBe('of somebody else');
});

test('a change that the destination refuses behind the statement has all of it wait on, as it was', async () => {
  const both = await followed('unfit');
  const { task, source, destination } = both;
  await using _ = task;
  await sql(
    source,
    'alter table item alter n type bigint',
    `insert into item values (101, 5000000000, 'x')`,
    `insert into item values (102, 6000000000, 'y')`,
  );
  const stopped = await stops(task);
  await passes(task, source);
  await sql(destination, 'drop view seen', 'alter table item add constraint small check (n < 5500000000)');
  await answer(task, 'retry', stopped);
  const again = await stops(task);
  expect(again).toMatchObject({ attempt: 2, aside: true });
  expect(again.error.message.en).toContain('small');
  expect(await value(destination, 'select count(*) from item where id = 101')).toBe('0');
  expect(
    await value(destination, `select format_type(atttypid, null) from pg_attribute where attrelid = 'item'::regclass and attname = 'n'`),
  ).toBe('integer');
  await sql(source, `insert into other values (9, 'on')`);
  await passes(task, source);
  expect(await value(destination, 'select v from other where id = 9')).toBe('on');
  await sql(destination, 'alter table item drop constraint small');
  await answer(task, 'retry', again);
  await task.catchesUp();
  await isEqual(both, 'item', 'id || note || n');
});

test('the whole task waits for one of several tables that become one: a row may go from it to another', async () => {
  const [source, destination] = await servers.databases('merged');
  for (const [index, name] of ['a', 'b'].entries())
    await sql(source, `create table ${name} (id int primary key, v int)`, `insert into ${name} values (${index + 1}, 0)`);
  await sql(destination, 'create table one (id int primary key, v int)');
  await using task = await TestTask.create(servers, 'merged', {
    objects: [{ schema: 'public', tables: ['a', 'b'].map((name) => ({ name, as: 'one' })) }],
    types: ['full', 'incremental'],
    accepted: ['PG_KEY_OVERLAP'],
  });
  await task.startAndFollow();
  await task.catchesUp();
  await sql(destination, 'create view seen as select v from one');
  await sql(source, 'alter table a alter v type bigint', 'with gone as (delete from a returning *) insert into b select * from gone');
  await expect(task.catchesUp()).rejects.toThrow('ddl.refused');
  expect(task.state.name === 'failed' ? task.state.error.hint.en : '').toContain('several tables become one there');
  await sql(destination, 'drop view seen');
  await task.send('resume');
  await task.reaches('streaming');
  await task.catchesUp();
  expect(await value(destination, `select string_agg(id || '=' || v, ' ' order by id) from one`)).toBe('1=0 2=0');
});
