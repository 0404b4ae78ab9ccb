import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exchange } from './client.ts';
import { type Bench, JSON_LINES, oneRow, openBench, UNIQUE_TABLE, until } from './testing.ts';

/** Longer than any test: what waits is released. */
const HOUR = 3_600_000;

describe('schema change', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
    await bench.client.run(UNIQUE_TABLE);
    await bench.client.run('INSERT INTO t VALUES (1, 1)');
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const jobs = async () =>
    (await bench.client.rows('SHOW ALTER TABLE COLUMN FROM app WHERE TableName = "t" ORDER BY CreateTime DESC LIMIT 1')).map(
      (row) => row[9],
    );
  const load = (body: string, headers: Readonly<Record<string, string>> = {}) =>
    bench.client.load({ database: 'app', table: 't', body, headers: { ...JSON_LINES, ...headers } });

  test('light: done when the statement returns, old rows hold the default', async () => {
    await bench.client.run(`ALTER TABLE t ADD COLUMN w VARCHAR(5) NOT NULL DEFAULT 'old' AFTER k`);
    expect(await jobs()).toEqual(['FINISHED']);
    expect((await load('{"k":2,"v":2,"w":"new"}\n{"k":3,"v":3}\n')).json.Status).toBe('Success');
    expect(await bench.client.rows('SELECT * FROM t ORDER BY k')).toEqual([
      ['1', 'old', '1'],
      ['2', 'new', '2'],
      ['3', 'old', '3'],
    ]);
    await bench.client.run('ALTER TABLE t DROP COLUMN v');
    await bench.client.run('ALTER TABLE t ADD COLUMN v INT');
    expect(await bench.client.rows('SELECT v FROM t WHERE k = 1')).toEqual([[null]]);
  });

  test('slow: a job, during which another ALTER, DROP and partial updates are refused, and loads are not', async () => {
    bench.emulator.faults.schemaChangeMs = HOUR;
    await bench.client.run('ALTER TABLE t MODIFY COLUMN v BIGINT');
    expect(await bench.client.outcome('ALTER TABLE t ADD COLUMN x INT')).toContain(
      "Table[t]'s state(SCHEMA_CHANGE) is not NORMAL. Do not allow doing ALTER ops",
    );
    expect(await bench.client.outcome('DROP TABLE t')).toContain('cannot be dropped');
    expect((await load('{"k":1,"v":5}\n', { columns: 'k,v', partial_columns: 'true' })).json.Message).toContain('blocked on schema change');
    expect((await load('{"k":2,"v":2}\n')).json.Status).toBe('Success');
    bench.emulator.faults.schemaChangeMs = 0;
    bench.emulator.release();
    await until(async () => (await jobs())[0] === 'FINISHED');
    expect((await load('{"k":3,"v":3000000000}\n')).json.Status).toBe('Success');
    expect(await bench.client.rows('SELECT * FROM t ORDER BY k')).toEqual([
      ['1', '1'],
      ['2', '2'],
      ['3', '3000000000'],
    ]);
  });

  test('a forgotten pre-commit holds it in WAITING_TXN until it ends', async () => {
    const { json } = await bench.client.load({ ...oneRow('a', 9), headers: { ...oneRow('a').headers, two_phase_commit: 'true' } });
    await bench.client.run('ALTER TABLE t MODIFY COLUMN v BIGINT');
    await until(async () => (await jobs())[0] === 'WAITING_TXN');
    const { host, backendPort: port } = bench.emulator;
    const headers = {
      authorization: `Basic ${Buffer.from('root:').toString('base64')}`,
      'content-length': '0',
      txn_id: String(json.TxnId),
      txn_operation: 'commit',
    };
    await exchange({ host, port, path: '/api/app/_stream_load_2pc', method: 'PUT', headers }, null);
    await until(async () => (await jobs())[0] === 'FINISHED');
    expect(await bench.client.rows('SELECT k FROM t ORDER BY k')).toEqual([['1'], ['9']]);
  });

  test('a job that fails, and one that is cancelled, leave the table as it was', async () => {
    bench.emulator.faults.schemaChangeFails = 'tablet writer failed';
    await bench.client.run('ALTER TABLE t MODIFY COLUMN v BIGINT');
    await until(async () => (await jobs())[0] === 'CANCELLED');
    bench.emulator.faults.schemaChangeMs = HOUR;
    await bench.client.run('ALTER TABLE t MODIFY COLUMN v BIGINT');
    await bench.client.run('CANCEL ALTER TABLE COLUMN FROM app.t');
    expect((await bench.client.rows('DESC t')).map((row) => row[1])).toEqual(['int', 'int']);
    expect(await bench.client.outcome('ALTER TABLE t ADD COLUMN x INT')).toBe('OK');
  });

  test('values that do not fit the new type cancel it', async () => {
    await bench.client.run('ALTER TABLE t ADD COLUMN u VARCHAR(10)');
    await bench.client.run(`INSERT INTO t VALUES (2, 2, 'no number')`);
    await bench.client.run('ALTER TABLE t MODIFY COLUMN u INT');
    await until(async () => (await jobs())[0] === 'CANCELLED');
    expect(await bench.client.rows('SELECT u FROM t WHERE k = 2')).toEqual([['no number']]);
  });

  test('SHOW ALTER takes few conditions', async () => {
    const show = (where: string) => bench.client.outcome(`SHOW ALTER TABLE COLUMN FROM app WHERE ${where}`);
    expect(await show(`TableName = 't' AND State = 'FINISHED'`)).toBe('OK');
    expect(await show(`CreateTime > '2020-01-01'`)).toBe('OK');
    expect(await show(`TableName LIKE 't%'`)).toContain('Where clause');
    expect(await show('JobId = 1')).toContain('Where clause');
  });
});
