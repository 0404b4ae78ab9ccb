import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, passes, refused, stops } from '#e2e/faults/refused.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers({ sourceMajor: 18, destinationMajor: 15 });
  await sql(servers.source.url(), `create role plain login replication password 'secret'`);
  await sql(servers.destination.url(), `create role plain login password 'secret'`);
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

const ofPlain = <T extends object>(endpoint: T) => ({ ...endpoint, user: 'plain', password: 'secret' });
const OPTIONS = { objects: [{ schema: 'public' }], conflictMode: 'ignore' } as const;
const options = () => ({ ...OPTIONS, objects: [...OPTIONS.objects] });

test('partitions wait with their parent; one that is made meanwhile is copied, one that goes and comes back as another is that one', async () => {
  const [source, destination] = await servers.databases('parts');
  const made = [
    'create table p (id int primary key, n int) partition by range (id)',
    'create table p1 partition of p for values from (0) to (100)',
  ];
  const more = ['create table p2 partition of p for values from (100) to (200)', 'create table other (id int primary key)'];
  await sql(source, ...made, ...more, 'insert into p select n, n from generate_series(1, 150) n');
  await sql(destination, ...made, ...more, 'insert into p values (99, 7), (199, 7)', 'create view seen as select n from p');
  await sql(source, 'delete from p where id = 99');
  await using task = await TestTask.create(servers, 'parts', options());
  await task.startAndFollow();
  await task.catchesUp();
  await sql(
    source,
    'alter table p alter n type bigint',
    'insert into p values (151, 5000000000)',
    'update p set id = 160 where id = 10',
    'create table p3 partition of p for values from (200) to (300)',
    'insert into p values (201, 6000000000)',
    'update p set id = 202 where id = 11',
    'alter table p2 rename to second',
    'update p set n = 3 where id = 120',
    'truncate p1',
    'insert into p values (5, 55)',
    'drop table p3',
    'create table p3 partition of p for values from (200) to (400)',
    'insert into p values (301, 1)',
    'insert into other values (1)',
  );
  const stopped = await stops(task);
  expect(stopped.aside).toBe(true);
  await passes(task, source);
  expect(await value(destination, 'select count(*) from other')).toBe('1');
  expect(await value(destination, 'select count(*) from p where id < 99')).toBe('98');
  await task.send('pause');
  await task.send('resume');
  await task.reaches('streaming');
  await sql(source, 'insert into p values (6, 66), (302, 2)', 'delete from p where id = 121');
  await passes(task, source);
  await sql(destination, 'drop view seen');
  await answer(task, 'retry', stopped);
  expect(refused(task)).toEqual([]);
  await sql(source, 'insert into p values (7, 77), (303, 3)', 'delete from p where id = 122');
  await task.catchesUp();
  const all = `select string_agg(id || '=' || n, ' ' order by id) from p where id <> 199`;
  expect(await value(destination, all)).toBe(await value(source, all));
  // TRUNCATE took what somebody else had in that partition; in the other it is there still.
  expect(await value(destination, 'select n from second where id = 199')).toBe('7');
  expect(task.complaints().filter((line) => !line.startsWith('ddl.refused'))).toEqual([]);
});

test('what takes the name of a table that went while it waited stops the task until that is answered', async () => {
  const [source, destination] = await servers.databases('names');
  await sql(source, 'create table item (id int primary key, n int)', 'insert into item values (1, 1)');
  await sql(source, 'create table item_new (id int primary key, n bigint)');
  await using task = await TestTask.create(servers, 'names', options());
  await task.startAndFollow();
  await task.catchesUp();
  await sql(destination, 'create view seen as select n from item');
  await sql(
    source,
    'drop table item',
    'insert into item_new values (1, 5000000000)',
    'alter table item_new rename to item',
    'insert into item values (2, 2)',
  );
  await expect(task.catchesUp()).rejects.toThrow('ddl.name-waits');
  const [waits] = refused(task);
  if (waits === undefined) throw new Error('The DROP is to wait.');
  await sql(destination, 'drop view seen');
  // That resumes it.
  await task.engine.mendDdl(task.id, { action: 'retry', refused: waits.id, attempt: waits.attempt });
  await task.reaches('streaming');
  await task.catchesUp();
  expect(await value(destination, `select string_agg(id || '=' || n, ' ' order by id) from item`)).toBe('1=5000000000 2=2');
});

test('a table that is taken out of the task, or whose task is released, leaves nothing of what was set aside', async () => {
  const [source, destination] = await servers.databases('gone');
  for (const name of ['one', 'two']) {
    await sql(source, `create table ${name} (id int primary key, n int)`, `insert into ${name} values (1, 1)`);
    await sql(destination, `create table ${name} (id int primary key, n int)`, `insert into ${name} values (9, 9)`);
    await sql(destination, `create view seen_${name} as select n from ${name}`);
  }
  const kept = 'select count(distinct refused_id) from opendts.task_aside';
  const chosen = ['one', 'two'].map((name) => ({ name }));
  await using task = await TestTask.create(servers, 'gone', { ...options(), objects: [{ schema: 'public', tables: chosen }] });
  await task.startAndFollow();
  await task.catchesUp();
  for (const name of ['one', 'two'])
    await sql(source, `alter table ${name} alter n type bigint`, `insert into ${name} values (2, 5000000000)`);
  await stops(task, 2);
  await passes(task, source);
  expect(await value(destination, kept)).toBe('2');
  await task.engine.changeObjects(task.id, { objects: [{ schema: 'public', tables: [{ name: 'two' }] }], accepted: [] });
  await task.when(() => refused(task).length === 1);
  expect(await value(destination, kept)).toBe('1');
  await sql(source, 'insert into one values (3, 3)', 'insert into two values (3, 3)');
  await passes(task, source);
  await task.send('stop');
  expect(await task.engine.release(task.id)).toEqual({ leftovers: [] });
  expect(await value(destination, `select to_regclass('opendts.task_aside')::text`)).toBeNull();
  expect(await value(destination, 'select count(*) from two')).toBe('2');
});

test('a task whose log is lost while changes wait is not copied again: what comes behind them is to be had no more', async () => {
  const [source, destination] = await servers.databases('lost');
  await sql(source, 'create table t (id int primary key, n int)', 'insert into t values (1, 1)');
  await sql(
    destination,
    'create table t (id int primary key, n int)',
    'insert into t values (9, 9)',
    'create view seen as select n from t',
  );
  await using task = await TestTask.create(servers, 'lost', options());
  await task.startAndFollow();
  await task.catchesUp();
  await sql(source, 'alter table t alter n type bigint', 'insert into t values (2, 5000000000)');
  await stops(task);
  await passes(task, source);
  await task.send('pause');
  const slots = `select count(pg_drop_replication_slot(slot_name)) from pg_replication_slots where database = 'lost'`;
  await sql(source, slots, 'insert into t values (3, 3)');
  await task.send('resume');
  await expect(task.when(() => false)).rejects.toThrow('source.slot-lost');
  await task.engine.copyAgain(task.id);
  await expect(task.when(() => false)).rejects.toThrow('table.changes-wait');
  expect(await value(destination, `select string_agg(id::text, ' ' order by id) from t`)).toBe('1 9');
  expect(await value(destination, 'select count(*) from opendts.task_aside')).toBe('1');
});

test('values that the destination cannot compute wait for a person, who says what rows that stay are to have; without a full load', async () => {
  const [source, destination] = await servers.databases('computed');
  const item = 'create table item (id int primary key, n int, note text)';
  await sql(source, item, 'insert into item select n, n, n::text from generate_series(1, 10) n', 'create table other (id int primary key)');
  await sql(
    destination,
    item,
    'create table other (id int primary key)',
    `insert into item select n, n, n::text from generate_series(1, 10) n`,
  );
  await sql(destination, `insert into item values (1000, 7, 'of somebody else')`);
  await using task = await TestTask.create(servers, 'computed', {
    objects: [{ schema: 'public' }],
    types: ['incremental'],
    conflictMode: 'ignore',
  });
  await task.startAndFollow();
  await task.catchesUp();
  await sql(
    source,
    `alter table item add column code text default 'c' || (random() * 0)::int`,
    `insert into item values (11, 11, 'new', 'own')`,
    'alter table item alter n type text using n || $$!$$',
    `insert into item values (12, 'twelve', 'new', 'own')`,
    'insert into other values (1)',
  );
  const first = await stops(task);
  expect(first).toMatchObject({ aside: true, attempt: 1 });
  expect(first.error.message.en).toContain('its values became others');
  await passes(task, source);
  expect(await value(destination, 'select count(*) from other')).toBe('1');
  await answer(task, 'retry', first);
  const again = await stops(task);
  expect(again).toMatchObject({ attempt: 2, behind: 1, sql: first.sql });
  await answer(task, 'retry', again, `alter table public.item add column code text default 'c0'`);
  const second = await stops(task);
  expect(second).toMatchObject({ attempt: 3, behind: 0 });
  await answer(task, 'retry', second, `alter table public.item alter n type text using n || '!'`);
  expect(refused(task)).toEqual([]);
  await sql(source, `update item set note = 'late' where id = 3`);
  await task.catchesUp();
  const rows = `select string_agg(id || n || note || code, ' ' order by id) from item where id < 1000`;
  expect(await value(destination, rows)).toBe(await value(source, rows));
  expect(await value(destination, 'select n || note || code from item where id = 1000')).toBe('7!of somebody elsec0');
  expect(task.complaints().filter((line) => line.startsWith('ddl.values-kept'))).toHaveLength(2);
  expect(task.events.some((event) => event.kind === 'table' && event.state === 'copying')).toBe(false);
});

/** A table that somebody else had rows in, of which the destination refuses a command. */
async function refusedWhole(name: string, begin: () => Promise<TestTask>) {
  const [source, destination] = await servers.databases(name);
  const made = ['create table t (id int primary key, v int, gone int)', 'create table ref (id int primary key, t int references t)'];
  const given = [`grant create on database ${name} to plain`, 'grant all on schema public to plain'];
  const owned = ['alter table t owner to plain', 'alter table ref owner to plain'];
  await sql(source, ...made, 'insert into t values (1, 1, 1)', ...given, ...owned);
  await sql(destination, ...made, 'insert into t values (100, 1, 1)', ...given, ...owned);
  const task = await begin();
  await task.startAndFollow();
  await task.catchesUp();
  await sql(destination, 'create view seen as select gone from t');
  await sql(source, 'insert into t values (2, 2, 2)', 'alter table t drop column gone', 'insert into t values (3, 3)');
  await expect(task.catchesUp()).rejects.toThrow('ddl.refused: The destination refused ALTER TABLE of public.t');
  expect(await value(destination, 'select count(*) from t where id in (2, 3)')).toBe('1');
  return { task, destination, hint: task.state.name === 'failed' ? task.state.error.hint.en : '' };
}

test('the whole task waits, and says why, where the source notes no commands', async () => {
  const { task, hint } = await refusedWhole('unnoted', () =>
    TestTask.create(servers, 'unnoted', { ...options(), source: ofPlain(servers.source.endpoint('unnoted')) }),
  );
  await using _ = task;
  expect(hint).toContain('does not note commands');
});

test('the whole task waits, and says why, where foreign keys would refuse other rows; it goes on when the table is in order', async () => {
  const { task, hint, destination } = await refusedWhole('bound', () =>
    TestTask.create(servers, 'bound', { ...options(), destination: ofPlain(servers.destination.endpoint('bound')) }),
  );
  await using _ = task;
  expect(hint).toContain('may not set session_replication_role');
  await sql(destination, 'drop view seen');
  await task.send('resume');
  await task.reaches('streaming');
  await task.catchesUp();
  expect(await value(destination, `select string_agg(id || '=' || v, ' ' order by id) from t where id > 1`)).toBe('2=2 3=3 100=1');
});
