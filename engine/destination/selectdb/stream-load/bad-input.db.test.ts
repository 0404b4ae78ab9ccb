import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers, valuesOf } from '#e2e/faults/servers.ts';
import { type TaskOptions, TestTask } from '#e2e/faults/test-task.ts';
import { Client } from '#e2e/selectdb/client.ts';
import { type Emulator, startEmulator } from '#e2e/selectdb/emulator.ts';
import { type SelectDbEndpoint, selectdbEndpoint } from '../../../task/config.ts';
import { putRows } from './request.ts';

/** Addresses, accounts and values that cannot work: what is wrong is told by name, and nothing is lost once it is mended. */

let servers: TestServers;
let emulator: Emulator;
let client: Client;

beforeAll(async () => {
  servers = await startServers({ sourceMajor: 15 });
  // Of this version a text may be 1 MiB long: what is said of a row of hundreds of megabytes shows with a smaller one.
  emulator = await startEmulator({ version: 3 });
  client = await Client.open({ ...emulator, user: 'root', password: '' });
  await client.run("CREATE USER 'mover' IDENTIFIED BY 'secret'");
  await client.run("GRANT SELECT_PRIV, LOAD_PRIV, ALTER_PRIV, CREATE_PRIV, DROP_PRIV ON *.*.* TO 'mover'");
}, 300_000);

afterAll(async () => {
  await client[Symbol.asyncDispose]();
  await emulator[Symbol.asyncDispose]();
  await servers[Symbol.asyncDispose]();
});

/** Soon told: the test waits for the end of the task's own patience. */
const IMPATIENT = { retryConnectionMinutes: 0.01, retryOtherMinutes: 0.01 };

function taskOf(database: string, endpoint: Partial<SelectDbEndpoint> = {}, options: Partial<TaskOptions> = {}): Promise<TestTask> {
  const { host, mysqlPort: port, httpPort } = emulator;
  const to = () => selectdbEndpoint.parse({ type: 'selectdb', host, port, httpPort, user: 'mover', password: 'secret', ...endpoint });
  const into = { ...servers, destination: { ...servers.destination, endpoint: to } } as unknown as TestServers;
  const selectdb = { replicationNum: 1, reservoirMilliseconds: 1_000 };
  return TestTask.create(into, database, { objects: [{ schema: database }], selectdb, advanced: IMPATIENT, ...options });
}

async function made(database: string, column: string, ...statements: readonly string[]): Promise<string> {
  const [source] = await servers.databases(database);
  await sql(source, `create schema ${database}`, `create table ${database}.t (id int primary key, v ${column})`, ...statements);
  await sql(source, `create table ${database}.beat (n int primary key)`);
  return source;
}

/** Taken up again, up to something that is written only then. */
async function resumed(task: TestTask, source: string): Promise<void> {
  await task.send('resume');
  await task.reaches('streaming');
  await sql(source, `insert into ${new URL(source).pathname.slice(1)}.beat values (1)`);
  await task.catchesUp();
}

const there = async (database: string) => (await client.rows(`SELECT id, v FROM ${database}.t ORDER BY id`)).map((row) => row.join('|'));

test('an HTTP port where nobody listens, or that is the MySQL one, takes nothing and is told by its address', async () => {
  const { host, mysqlPort } = emulator;
  const put = (httpPort: number) => {
    const endpoint = selectdbEndpoint.parse({ type: 'selectdb', host, port: mysqlPort, httpPort, user: 'mover', password: 'secret' });
    return putRows(endpoint, '/api/a/t/_stream_load', {}, Buffer.from('{}\n'));
  };
  await expect(put(1)).rejects.toMatchObject({ sent: false, place: `${host}:1`, message: expect.stringContaining('ECONNREFUSED') });
  await expect(put(mysqlPort)).rejects.toMatchObject({
    sent: false,
    place: `${host}:${mysqlPort}`,
    message: expect.stringContaining('HTTP'),
  });
});

test('an account that loses Load_priv stops the task until it has it again', async () => {
  const source = await made('rights', 'text', "insert into rights.t values (1, 'a')");
  await using task = await taskOf('rights');
  await task.startAndFollow();
  await client.run("REVOKE LOAD_PRIV ON *.*.* FROM 'mover'");
  await sql(source, "insert into rights.t values (2, 'b')");
  await expect(task.reaches('finished')).rejects.toThrow(/LOAD/);
  await client.run("GRANT LOAD_PRIV ON *.*.* TO 'mover'");
  await resumed(task, source);
  expect(await there('rights')).toEqual(['1|a', '2|b']);
});

test('a password that expires stops the task, and is told as what it is', async () => {
  const source = await made('expired', 'text', "insert into expired.t values (1, 'a')");
  await using task = await taskOf('expired');
  await task.startAndFollow();
  const user = emulator.cluster.users.find('mover');
  if (user === null) throw new Error('The account is not there');
  user.expired = true;
  await sql(source, "insert into expired.t values (2, 'b')");
  await expect(task.reaches('finished')).rejects.toThrow(/expired|Access denied/);
  user.expired = false;
  await resumed(task, source);
  expect(await there('expired')).toEqual(['1|a', '2|b']);
});

test('a table in schema change takes rows, and a column that comes meanwhile waits for its end', async () => {
  const source = await made('changing', 'int', 'insert into changing.t values (1, 1)');
  await using task = await taskOf('changing', {}, { advanced: { retryConnectionMinutes: 5, retryOtherMinutes: 5 } });
  await task.startAndFollow();
  emulator.faults.schemaChangeMs = 3_600_000;
  await client.run('ALTER TABLE changing.t MODIFY COLUMN v BIGINT');
  await sql(source, 'insert into changing.t values (2, 2)');
  await task.catchesUp();
  expect(await there('changing')).toEqual(['1|1', '2|2']);
  const caught = sql(source, 'alter table changing.t add column w int', 'insert into changing.t values (3, 3, 3)').then(() =>
    task.catchesUp(),
  );
  emulator.faults.schemaChangeMs = 0;
  emulator.release();
  await caught;
  expect((await client.rows('SELECT id, v, w FROM changing.t ORDER BY id')).map((row) => row.join('|'))).toEqual(['1|1|', '2|2|', '3|3|3']);
});

test.each([
  ['infinity', 'date', "'-infinity'", /column v of the row with id=1 holds -infinity/],
  ['year_10000', 'timestamp', "'10000-01-01 00:00:00'", /column v of the row with id=1 holds 10000-01-01/],
  ['not_a_number', 'numeric(8,2)', "'NaN'", /column v of the row with id=1 holds NaN/],
])('%s among changes stops the task by row and value, and passes once it is mended', async (database, column, bad, told) => {
  const source = await made(database, column, `insert into ${database}.t values (1, null), (2, null)`);
  await using task = await taskOf(database);
  await task.startAndFollow();
  await sql(source, `update ${database}.t set v = ${bad} where id = 1`, `delete from ${database}.t where id = 2`);
  await expect(task.reaches('finished')).rejects.toThrow(told);
  await sql(source, `update ${database}.t set v = null`);
  await resumed(task, source);
  expect(await there(database)).toEqual(['1|']);
});

test('a text of more bytes than the column has is refused by its row, though it has no more characters', async () => {
  const source = await made('narrow', 'text', "insert into narrow.t values (1, 'ab')");
  await client.run('CREATE DATABASE narrow');
  await client.run(
    "CREATE TABLE narrow.beat (`n` INT NOT NULL) UNIQUE KEY (`n`) DISTRIBUTED BY HASH(`n`) BUCKETS 1 PROPERTIES ('replication_num' = '1')",
  );
  await client.run(
    "CREATE TABLE narrow.t (`id` INT NOT NULL, `v` VARCHAR(4) NULL) UNIQUE KEY (`id`) DISTRIBUTED BY HASH(`id`) BUCKETS 1 PROPERTIES ('replication_num' = '1')",
  );
  await using task = await taskOf('narrow', {}, { conflictMode: 'ignore', types: ['full', 'incremental'] });
  await task.startAndFollow();
  await sql(source, "insert into narrow.t values (2, 'éé')", "insert into narrow.t values (3, 'ééé')");
  await expect(task.reaches('finished')).rejects.toThrow(/The row with id=3 \(v = ééé\) is refused by narrow\.t: .*too long/);
  await sql(source, "update narrow.t set v = 'fits' where id = 3");
  await resumed(task, source);
  expect(await there('narrow')).toEqual(['1|ab', '2|éé', '3|fits']);
});

test('a row that is longer than the server takes is refused by its column, whole or not at all', async () => {
  const source = await made('long', 'text', "insert into long.t values (1, repeat('x', 1048576)), (2, repeat('é', 600000))");
  await using task = await taskOf('long');
  await task.send('start');
  await expect(task.reaches('streaming')).rejects.toThrow(/A row \(v\) is refused by long\.t: .*too long/);
  expect(await there('long')).toEqual([]);
  await sql(source, "update long.t set v = repeat('é', 500000) where id = 2");
  await task.send('resume');
  await task.reaches('streaming');
  const lengths = await client.rows('SELECT id, md5(v) FROM long.t ORDER BY id');
  expect(lengths.map((row) => row.join('|'))).toEqual(await valuesOf(source, "select id || '|' || md5(v) from long.t order by id"));
});

test('JSON with an escaped NUL, and a numeric that is no number in a column without precision, arrive as they are', async () => {
  const source = await made('escaped', 'json', `insert into escaped.t values (1, '{"a": "x\\u0000y"}'), (2, '"\\u0000"')`);
  await sql(source, 'create table escaped.free (id int primary key, v numeric)', "insert into escaped.free values (1, 'NaN')");
  await using task = await taskOf('escaped');
  await task.startAndFollow();
  await sql(source, "insert into escaped.free values (2, 'infinity')");
  await sql(source, `update escaped.t set v = '["\\u0000", "\\\\u0000"]' where id = 2`);
  await task.catchesUp();
  const [one, two] = await client.rows('SELECT v FROM escaped.t ORDER BY id');
  expect(JSON.parse(one?.[0] ?? '')).toEqual({ a: 'x\u0000y' });
  expect(JSON.parse(two?.[0] ?? '')).toEqual(['\u0000', '\\u0000']);
  // Such a column becomes a text.
  expect(await client.rows('SELECT v FROM escaped.free ORDER BY id')).toEqual([['NaN'], ['Infinity']]);
});
