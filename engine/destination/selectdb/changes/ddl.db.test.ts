import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers, valuesOf } from '#e2e/faults/servers.ts';
import { type TaskOptions, TestTask } from '#e2e/faults/test-task.ts';
import { Client } from '#e2e/selectdb/client.ts';
import { type Emulator, startEmulator } from '#e2e/selectdb/emulator.ts';
import { selectdbEndpoint } from '../../../task/config.ts';

/** Commands at the source while a task follows it into SelectDB: what can be done there is done, at its place among the rows. */

let servers: TestServers;
let emulator: Emulator;
let client: Client;

beforeAll(async () => {
  servers = await startServers();
  emulator = await startEmulator({ schemaChangeMs: 20 });
  client = await Client.open({ ...emulator, user: 'root', password: '' });
}, 300_000);

afterAll(async () => {
  await client[Symbol.asyncDispose]();
  await emulator[Symbol.asyncDispose]();
  await servers[Symbol.asyncDispose]();
});

function taskOf(database: string, options: Partial<TaskOptions> = {}): Promise<TestTask> {
  const { host, mysqlPort: port, httpPort } = emulator;
  const into = {
    ...servers,
    destination: {
      ...servers.destination,
      endpoint: () => selectdbEndpoint.parse({ type: 'selectdb', host, port, httpPort, user: 'root' }),
    },
  } as unknown as TestServers;
  const selectdb = { replicationNum: 1, reservoirMilliseconds: 1_000 };
  return TestTask.create(into, database, { objects: [{ schema: 'app' }], selectdb, ...options });
}

const there = async (query: string) => (await client.rows(query)).map((row) => row.map((value) => value ?? '-').join('|'));
const tables = () => there("select `TABLE_NAME` from information_schema.`tables` where `TABLE_SCHEMA` = 'app' order by `TABLE_NAME`");
const columns = (table: string) =>
  there(
    `select \`COLUMN_NAME\`, \`COLUMN_TYPE\` from information_schema.\`columns\` where \`TABLE_SCHEMA\` = 'app' and \`TABLE_NAME\` = '${table}' order by \`ORDINAL_POSITION\``,
  );

async function begun(database: string, ...statements: readonly string[]): Promise<string> {
  await client.run('drop database if exists app');
  const [source] = await servers.databases(database);
  await sql(source, 'create schema app', ...statements);
  return source;
}

test('tables and columns change their names, with rows before and after in one transaction', async () => {
  const source = await begun(
    'renamed',
    'create table app.t (id int primary key, v text)',
    "insert into app.t values (1, 'a'), (2, 'b')",
    'create table app.log (id int, v text)',
    'alter table app.log replica identity full',
  );
  await using task = await taskOf('renamed');
  await task.startAndFollow();
  await sql(source, "insert into app.t values (3, 'c')", "insert into app.log values (1, 'x')");
  await sql(
    source,
    `begin; update app.t set v = 'before' where id = 1; alter table app.t rename to u; update app.u set v = 'after' where id = 2;
     alter table app.u rename column v to w; insert into app.u values (4, 'new'); delete from app.u where id = 3; commit`,
    `begin; insert into app.log values (2, 'y'); alter table app.log rename to journal; insert into app.journal values (3, 'z'); commit`,
  );
  await sql(source, "insert into app.u (id, w) values (5, 'later')", "insert into app.journal values (4, 'later')");
  await task.catchesUp();
  expect(await tables()).toEqual(['journal', 'u']);
  expect(await there('select id, w from app.u order by id')).toEqual(
    await valuesOf(source, "select id || '|' || w from app.u order by id"),
  );
  expect(await there('select id, v from app.journal order by id')).toEqual(['1|x', '2|y', '3|z', '4|later']);
  // Stopped and taken up again, it knows them by their names of now.
  await task.send('pause');
  await task.reaches('paused');
  await sql(source, "update app.u set w = 'paused' where id = 1", "insert into app.journal values (5, 'paused')");
  await task.send('resume');
  await task.reaches('streaming');
  await task.catchesUp();
  expect(await there('select id, w from app.u order by id')).toEqual(
    await valuesOf(source, "select id || '|' || w from app.u order by id"),
  );
  expect(await there('select id from app.journal order by id')).toEqual(['1', '2', '3', '4', '5']);
  expect(task.complaints()).toEqual([]);
});

test('types widen where every value stays what it is', async () => {
  const source = await begun(
    'widened',
    `create table app.t (id int primary key, small smallint default 5, code varchar(4), note varchar(8) default 'it''s', price numeric(6,2), day date)`,
    "insert into app.t values (1, 7, 'ab', 'x', 1234.56, '2020-02-29')",
  );
  await using task = await taskOf('widened');
  await task.startAndFollow();
  await sql(
    source,
    'alter table app.t alter small type bigint',
    'alter table app.t alter code type varchar(40)',
    'alter table app.t alter note type text',
    'alter table app.t alter price type numeric(12,4)',
    'alter table app.t alter day type timestamp',
    "insert into app.t values (2, 9000000000, repeat('x', 40), repeat('n', 100), 12345678.1234, '2021-01-01 12:00:00')",
  );
  await task.catchesUp();
  expect(await columns('t')).toEqual([
    expect.stringMatching(/^id\|int/),
    expect.stringMatching(/^small\|bigint/),
    expect.stringMatching(/^code\|varchar\(160\)$/),
    expect.stringMatching(/^note\|(string|text)$/),
    expect.stringMatching(/^price\|decimal.*\(12, ?4\)$/),
    expect.stringMatching(/^day\|datetime/),
  ]);
  expect(await there('select id, small, code, note, price from app.t order by id')).toEqual([
    '1|7|ab|x|1234.5600',
    `2|9000000000|${'x'.repeat(40)}|${'n'.repeat(100)}|12345678.1234`,
  ]);
  expect(await there('select day from app.t order by id')).toEqual([
    expect.stringMatching(/^2020-02-29 00:00:00/),
    expect.stringMatching(/^2021-01-01 12:00:00/),
  ]);
  expect(task.complaints()).toEqual([]);
});

test('a type whose values are computed anew becomes another column, and its rows are copied again', async () => {
  const source = await begun('retyped', 'create table app.t (id int primary key, v text)', "insert into app.t values (1, '1'), (2, '22')");
  await using task = await taskOf('retyped');
  await task.startAndFollow();
  await sql(source, 'alter table app.t alter v type int using length(v)', 'insert into app.t values (3, 333)');
  await expect.poll(() => there('select id, v from app.t order by id'), { timeout: 60_000 }).toEqual(['1|1', '2|2', '3|333']);
  expect(await columns('t')).toEqual([expect.stringMatching(/^id\|int/), expect.stringMatching(/^v\|int/)]);
});

test('a type in which its values are not what the server has of them is carried by copying the rows again', async () => {
  const source = await begun(
    'anew',
    'create table app.t (id int primary key, part real, big bigint, many numeric(40,4))',
    'insert into app.t values (1, 0.1, 7, 1.2345), (2, 16777217, 8, 2)',
    'create table app.line (id int primary key, part real, n int) partition by range (id)',
    'create table app.line_1 partition of app.line for values from (0) to (100)',
    'insert into app.line values (1, 0.1, 1)',
  );
  await using task = await taskOf('anew');
  await task.startAndFollow();
  await sql(
    source,
    `begin; update app.t set big = 9 where id = 2; alter table app.t alter part type double precision; insert into app.t values (3, 0.1, 1, 1); commit`,
    'alter table app.t alter big type int',
    'alter table app.t alter many type numeric(40,2)',
    'alter table app.line alter part type double precision',
    'alter table app.line add column later int default 5',
    'insert into app.line values (2, 0.2, 2, 6)',
  );
  const here = (query: string) => valuesOf(source, query);
  const row = "concat_ws('|', id, part, big, many)";
  await expect
    .poll(() => there('select id, part, big, many from app.t order by id'), { timeout: 120_000 })
    .toEqual(await here(`select ${row} from app.t order by id`));
  await expect
    .poll(() => there('select id, part, n, later from app.line_1 order by id'), { timeout: 120_000 })
    .toEqual(await here("select concat_ws('|', id, part, n, later) from app.line order by id"));
  expect((await columns('t')).find((column) => column.startsWith('big'))).toMatch(/^big\|int/);
  await task.catchesUp();
  expect(task.state.name).toBe('streaming');
  expect(task.complaints().join('\n')).not.toMatch(/refused/);
});

test('tables of a schema that is chosen whole come and go', async () => {
  const source = await begun('whole', 'create table app.t (id int primary key, v text)', "insert into app.t values (1, 'a')");
  await using task = await taskOf('whole');
  await task.startAndFollow();
  await sql(
    source,
    "create table app.made (id bigint primary key, at timestamp default now(), tags text[] default '{}')",
    'create table app.plain (said text)',
    'alter table app.plain replica identity full',
    "insert into app.made (id, at, tags) select n, '2020-01-01', array['t' || n] from generate_series(1, 5) as n",
    "insert into app.plain values ('one')",
  );
  await expect.poll(() => tables(), { timeout: 60_000 }).toEqual(['made', 'plain', 't']);
  await sql(
    source,
    "update app.made set tags = '{}' where id = 5",
    'delete from app.made where id = 1',
    "insert into app.plain values ('two')",
  );
  await expect
    .poll(() => there('select id, tags from app.made order by id'), { timeout: 60_000 })
    .toEqual(['2|{t2}', '3|{t3}', '4|{t4}', '5|{}']);
  await expect.poll(() => there('select said from app.plain order by said'), { timeout: 60_000 }).toEqual(['one', 'two']);
  await sql(
    source,
    'begin; drop table app.made; create table app.made (name text primary key, n int); commit',
    "insert into app.made values ('again', 1)",
    'drop table app.plain',
  );
  await expect.poll(() => there('select name, n from app.made'), { timeout: 60_000 }).toEqual(['again|1']);
  await sql(source, "insert into app.t values (2, 'b')");
  await task.catchesUp();
  await expect.poll(() => tables(), { timeout: 60_000 }).toEqual(['made', 't']);
  expect(await there('select id from app.t order by id')).toEqual(['1', '2']);
});

test('what SelectDB cannot do is refused by name, and its table alone stops', async () => {
  const source = await begun(
    'refused',
    'create table app.t (id int primary key, big bigint)',
    'create table app.other (id int primary key)',
    'insert into app.t values (1, 1)',
  );
  await using task = await taskOf('refused');
  await task.startAndFollow();
  await sql(source, 'alter table app.t alter id type bigint', 'insert into app.t values (2, 2)', 'insert into app.other values (1)');
  await expect.poll(() => there('select id from app.other'), { timeout: 60_000 }).toEqual(['1']);
  expect(task.complaints().join('\n')).toMatch(/the type of a column of its key cannot be changed/);
  expect(await there('select id from app.t')).toEqual(['1']);
});
