import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers } from '#e2e/faults/servers.ts';
import { type Bench, openBench } from '#e2e/selectdb/testing.ts';
import { compareWithSelectDb } from './compare.ts';

/** What the comparison must see: rows are put into the emulator by hand here. */

let servers: TestServers;
let bench: Bench;
let source: string;

beforeAll(async () => {
  [servers, bench] = await Promise.all([startServers(), openBench()]);
  [source] = await servers.databases('compared');
  await sql(
    source,
    'create schema app',
    'create table app.t (k int primary key, done boolean, at timestamptz, doc jsonb, x float8)',
    `insert into app.t values (1, true, '2024-01-01 08:00:00.5+08', '{"b": 1.50, "a": [null]}', 0.1), (2, null, null, null, 'NaN')`,
    'create table app.log (n int)',
    'insert into app.log values (1), (1)',
  );
  await bench.client.run(`CREATE TABLE t (k INT NOT NULL, done BOOLEAN, at DATETIMEV2(6), doc JSON, x DOUBLE)
    UNIQUE KEY(k) DISTRIBUTED BY HASH(k) BUCKETS 1 PROPERTIES ("replication_num" = "1")`);
  await bench.client.run(`CREATE TABLE log (n INT, _is_deleted INT NOT NULL DEFAULT '0', _version BIGINT NOT NULL DEFAULT '0', _record_id BIGINT NOT NULL DEFAULT '0')
    DUPLICATE KEY(n) DISTRIBUTED BY HASH(n) BUCKETS 1 PROPERTIES ("replication_num" = "1")`);
  await bench.client.run(
    `INSERT INTO t VALUES (1, 1, '2024-01-01 00:00:00.500000', '{"a":[null],"b":1.5}', 0.1), (2, NULL, NULL, NULL, 'NaN')`,
  );
  await bench.client.run('INSERT INTO log VALUES (1, 0, 0, 0), (1, 0, 0, 1)');
}, 100_000);

afterAll(async () => {
  await bench[Symbol.asyncDispose]();
  await servers[Symbol.asyncDispose]();
});

const differs = async (): Promise<string | null> => (await compareWithSelectDb(source, bench.client, { app: 'app' })).difference;

test('the same rows in the words of either are no difference', async () => {
  expect(await compareWithSelectDb(source, bench.client, { app: 'app' })).toEqual({ tables: 2, rows: 4, difference: null });
});

test('another value, a lost row and one too many are each seen', async () => {
  await sql(source, 'update app.t set x = 0.2 where k = 1');
  expect(await differs()).toContain('and at the destination: ["1","1","2024-01-01 00:00:00.500000"');
  await sql(source, 'update app.t set x = 0.1 where k = 1', 'insert into app.t values (3)');
  expect(await differs()).toBe('app.t: only at the source: ["3",null,null,null,null]');
  await sql(source, 'delete from app.t where k > 1');
  expect(await differs()).toContain('only at the destination, or once too often: ["2"');
  await sql(source, `insert into app.t values (2, null, null, null, 'NaN')`);
});

test('of a table that keeps every change, a lost row, a lost change and a change that is there twice', async () => {
  await sql(source, 'insert into app.log values (1)');
  expect(await differs()).toBe('app.log: only at the source: ["1"]');
  await bench.client.run('INSERT INTO log VALUES (1, 0, 0, 3)');
  expect(await differs()).toBe('app.log: 2 changes are there, 2 of them different, and the last has number 3');
  await bench.client.run('INSERT INTO log VALUES (1, 0, 0, 3)');
  expect(await differs()).toBe('app.log: 3 changes are there, 2 of them different, and the last has number 3');
});
