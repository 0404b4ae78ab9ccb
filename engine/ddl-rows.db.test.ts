import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { structures } from '#e2e/faults/structure.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

async function isEqual(source: string, destination: string): Promise<void> {
  expect(await structures(destination)).toEqual(await structures(source));
  expect(await compareDatabases(source, destination)).toMatchObject({ difference: null });
}

/** A table that is changed while it is read is read again, and that is told. */
function worries(task: TestTask): readonly string[] {
  return task.complaints().filter((line) => !line.startsWith('snapshot.table-rewritten'));
}

/** Everything that is in the log by now is applied, and tables whose rows are asked for have them. */
async function isThere(task: TestTask, destination: string): Promise<void> {
  await task.catchesUp();
  const waiting = `select count(*) from opendts.task_plan p where plan::json ->> 'reload' = 'true' and plan::json ->> 'hasRows' = 'true'
    and not exists (select from opendts.task_slice t where t.table_id = p.table_id)`;
  while ((await value(destination, waiting)) !== '0') await task.catchesUp();
  await task.catchesUp();
}

test('rows of which the statement alone does not tell the values are copied again', async () => {
  const [source, destination] = await servers.databases('rewritten');
  await sql(
    source,
    'create table a (id int primary key, v text, n int)',
    'create table b (id int primary key, a int references a)',
    `insert into a select n, 'v' || n, n from generate_series(1, 500) n`,
    'insert into b select n, n from generate_series(1, 500) n',
  );
  await using task = await TestTask.create(servers, 'rewritten', { objects: [{ schema: 'public' }] });
  await task.startAndFollow();
  await sql(
    source,
    'alter table a add column r double precision default random()',
    `insert into a (id, n) values (1001, 5)`,
    'alter table a alter column n type text using (n * 2)::text',
    'update a set v = null where id % 50 = 0',
    `do $$ begin alter table a alter v type int using length(v); end $$`,
    'alter table a add column g uuid default gen_random_uuid() not null, add column num bigint generated always as identity',
    'insert into b values (2000, 1001)',
    'alter table a alter column id type bigint',
    'delete from b where id < 10',
  );
  await isThere(task, destination);
  await isEqual(source, destination);
  await sql(source, 'alter table a alter column id type numeric, add column more text', `insert into a (id, more) values (5000, 'm')`);
  await isThere(task, destination);
  await isEqual(source, destination);
  expect(worries(task)).toEqual([]);
});

test('partitions come, are attached and detached, and go; a command on the parent reaches them', async () => {
  const [source, destination] = await servers.databases('partitions');
  await sql(
    source,
    'create table p (id int, at date not null, primary key (id, at)) partition by range (at)',
    `create table p1 partition of p for values from ('2026-01-01') to ('2026-02-01')`,
    `insert into p values (1, '2026-01-05')`,
  );
  await using task = await TestTask.create(servers, 'partitions', { objects: [{ schema: 'public', tables: [{ name: 'p' }] }] });
  await task.startAndFollow();
  await sql(
    source,
    `create table p2 partition of p for values from ('2026-02-01') to ('2026-03-01')`,
    `insert into p values (2, '2026-02-05')`,
    'alter table p add column n int default 7',
    'create index on p (n)',
    `create table loose (id int, at date not null, n int default 7)`,
    `insert into loose values (3, '2026-03-05', 3)`,
    `alter table loose add primary key (id, at)`,
    `alter table p attach partition loose for values from ('2026-03-01') to ('2026-04-01')`,
    `insert into p values (4, '2026-03-06', 4), (5, '2026-01-06', null)`,
    'alter table p rename column n to number',
    'alter table p alter number type bigint',
    'update p set number = 9 where id = 1',
  );
  await isThere(task, destination);
  await isEqual(source, destination);
  await sql(
    source,
    'alter table p detach partition p1',
    'insert into p1 (id, at) values (6, now())',
    'drop table p2',
    'alter table p drop column number',
    // The time of the command at the source, also in rows of partitions.
    'alter table p add column seen timestamptz default now()',
  );
  await isThere(task, destination);
  await isEqual(source, destination);
  expect(worries(task)).toEqual([]);
});

test('values below a parent become others as they do at the source, with and without rows that can stay', async () => {
  const [source, destination] = await servers.databases('parents');
  await sql(
    source,
    'create table p (id int primary key, r real, w text, k smallint) partition by range (id)',
    'create table p1 partition of p for values from (0) to (100)',
    'create table p2 partition of p for values from (100) to (200) partition by range (id)',
    'create table p21 partition of p2 for values from (100) to (200)',
    `insert into p values (1, 0.1, '5', 1), (2, 0.3, '6', 2), (101, 1e-7, '7', 3)`,
  );
  await using task = await TestTask.create(servers, 'parents', { objects: [{ schema: 'public' }] });
  await task.startAndFollow();
  await sql(
    source,
    // 0.1 is 0.10000000149011612 then, and not what its text says.
    'alter table p alter r type double precision, alter k type bigint',
    `insert into p values (3, 0.1, '8', 4), (102, 0.7, '9', 5)`,
  );
  await task.catchesUp();
  await isEqual(source, destination);
  // No destination could say this of the rows that it has.
  await sql(source, 'alter table p alter w type int using w::int + 1, alter r type real', `insert into p values (4, 0.2, 4, 6)`);
  await isThere(task, destination);
  await isEqual(source, destination);
  expect(worries(task)).toEqual([]);
});

test('labels of an enum, whole schemas of them', async () => {
  const [source, destination] = await servers.databases('enums');
  await sql(source, `create type mood as enum ('ok')`, 'create table t (id int primary key, m mood)', `insert into t values (1, 'ok')`);
  await using task = await TestTask.create(servers, 'enums', { objects: [{ schema: 'public' }] });
  await task.startAndFollow();
  await sql(
    source,
    `alter type mood add value 'good'`,
    `insert into t values (2, 'good')`,
    `alter type mood add value 'bad' before 'ok'`,
    `insert into t values (3, 'bad')`,
    `alter type mood rename value 'good' to 'great'`,
    `alter table t add column other mood default 'great'`,
    `insert into t values (4, 'great')`,
  );
  await task.catchesUp();
  await isEqual(source, destination);
  expect(await value(destination, `select enum_range(null::mood)`)).toBe('{bad,ok,great}');
});

test('what cannot be carried stops the task at its place, and nothing after it is applied', async () => {
  const [source, destination] = await servers.databases('stopped');
  await sql(source, 'create table t (id int primary key)', 'create table u (id int primary key)', 'create schema away');
  await using task = await TestTask.create(servers, 'stopped', { objects: [{ schema: 'public' }] });
  await task.startAndFollow();
  await sql(source, 'insert into t values (1)', 'alter table u set schema away', 'insert into t values (2)');
  await expect(task.catchesUp()).rejects.toThrow(
    'source.table-changed: ALTER TABLE of public.u at the source cannot be carried: its schema changed',
  );
  expect(await value(destination, 'select count(*) from t')).toBe('1');
});

test('a task that is ended anywhere has each command once', async () => {
  const [source, destination] = await servers.databases('killed');
  await sql(
    source,
    'create table t (id int primary key, v text)',
    'create table keyless (n int)',
    'alter table keyless replica identity full',
  );
  await using task = await TestTask.create(servers, 'killed', { objects: [{ schema: 'public' }] });
  await task.startAndFollow();
  const end = `select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name like 'opendts%' and pid <> pg_backend_pid()`;
  for (let round = 1; round <= 12; round += 1) {
    await sql(
      source,
      `begin; insert into t (id) values (${round}); insert into keyless values (${round}); alter table t add column c${round} int default ${round};
       insert into keyless select n from generate_series(1, 200) n; alter table t rename v to w; alter table t rename w to v;
       update t set c${round} = id; commit`,
      ...(round % 4 === 0
        ? [`alter table t add column r${round} float8 default random()`, `create table made${round} as select ${round} as n`]
        : []),
    );
    // At whatever point it happens to be.
    await sql(round % 2 === 0 ? destination : source, end);
  }
  await task.reaches('streaming');
  await isThere(task, destination);
  await isEqual(source, destination);
});
