import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bench, openBench } from './testing.ts';

describe('queries', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench();
    await bench.client.run(
      `CREATE TABLE t (k BIGINT NOT NULL COMMENT 'the "key"', d DECIMAL(20,2) DEFAULT '1.5', s VARCHAR(20) DEFAULT "it's", at DATETIME(3) DEFAULT CURRENT_TIMESTAMP(3), f DOUBLE)
      UNIQUE KEY(k) COMMENT 'it''s' DISTRIBUTED BY HASH(k) BUCKETS AUTO PROPERTIES ("replication_num" = "1")`.replace(`'it''s'`, `"it's"`),
    );
    await bench.client.run(
      `INSERT INTO t (k, d, s, f) VALUES (9007199254740993, 1.005, 'a_b', 1e300), (2, 10, 'A%', NULL), (3, NULL, NULL, 0.1), (4, -3, 'a\\'b', 2)`,
    );
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  const answers: readonly (readonly [string, readonly (readonly (string | null)[])[]])[] = [
    ['SELECT count(*), min(k), max(k), sum(d) FROM t', [['4', '2', '9007199254740993', '8.01']]],
    ['SELECT k FROM t WHERE d > 2 OR d IS NULL ORDER BY k DESC', [['3'], ['2']]],
    ['SELECT k FROM t WHERE k IN (2, 3) AND NOT k = 3', [['2']]],
    [`SELECT k FROM t WHERE s LIKE 'a\\_b'`, [['9007199254740993']]],
    [`SELECT k FROM t WHERE s = 'a\\'b'`, [['4']]],
    ['SELECT k FROM t WHERE k = 9007199254740993', [['9007199254740993']]],
    ['SELECT k FROM t WHERE k BETWEEN 3 AND 4 ORDER BY d', [['3'], ['4']]],
    ['SELECT k + 1 AS n, upper(s) FROM t WHERE k = 2', [['3', 'A%']]],
    ['SELECT k FROM t ORDER BY k LIMIT 1 OFFSET 1', [['3']]],
    [
      'SELECT d IS NULL AS missing, count(*) FROM t GROUP BY d IS NULL ORDER BY missing',
      [
        ['0', '3'],
        ['1', '1'],
      ],
    ],
    ['SELECT count(DISTINCT s), count(s) FROM t HAVING count(*) > 3', [['3', '3']]],
    ['SELECT count(*) FROM t WHERE k > 99999999999999999', [['0']]],
    ["SELECT coalesce(s, 'none') FROM t WHERE k = 3", [['none']]],
  ];
  test.each(answers)('%s', async (sql, rows) => {
    expect(await bench.client.rows(sql)).toEqual(rows);
  });

  test('what is outside is refused, never half answered', async () => {
    const refused = [
      'SELECT * FROM t JOIN t',
      'SELECT (SELECT 1)',
      'SELECT 1 UNION SELECT 2',
      'UPDATE t SET d = 1 WHERE k = 1',
      'SELECT cast(k AS INT) FROM t',
      'EXPLAIN SELECT 1',
      'SELECT pow(2, 2)',
      'SHOW PLUGINS',
      'INSERT INTO t SELECT * FROM t',
      'CREATE VIEW w AS SELECT 1',
    ];
    for (const sql of refused) expect(await bench.client.outcome(sql)).toMatch(/not supported by this emulator|mismatched input/);
    expect(await bench.client.outcome('SELECT nothing FROM t')).toContain("Unknown column 'nothing'");
    expect(await bench.client.outcome('SELECT 1 FROM')).toContain('mismatched input');
  });

  test('SHOW CREATE TABLE makes the same table again', async () => {
    const [[, ddl = ''] = []] = await bench.client.rows('SHOW CREATE TABLE t');
    await bench.client.run((ddl ?? '').replace('CREATE TABLE `t`', 'CREATE TABLE `again`'));
    const [[, again = ''] = []] = await bench.client.rows('SHOW CREATE TABLE again');
    expect(again).toBe((ddl ?? '').replace('`t`', '`again`'));
    expect(ddl).toContain('`k` bigint NOT NULL COMMENT "the \\"key\\""');
    expect(ddl).toContain('BUCKETS AUTO');
  });

  test('IF NOT EXISTS looks at nothing but the name', async () => {
    const other =
      'CREATE TABLE IF NOT EXISTS t (x INT) DISTRIBUTED BY RANDOM BUCKETS 1 PROPERTIES ("replication_num" = "1", "no_such" = "1")';
    expect(await bench.client.outcome(other)).toBe('OK');
    expect(await bench.client.outcome(other.replace('IF NOT EXISTS ', ''))).toContain("Table 't' already exists");
    expect(await bench.client.outcome(other.replace(' t ', ' new '))).toContain('Unknown properties: {no_such=1}');
  });

  test('information_schema names types as MySQL would', async () => {
    const sql = `SELECT column_name, data_type, column_type, is_nullable, column_key, column_comment FROM information_schema.columns WHERE table_schema = 'app' AND table_name = 't' ORDER BY ordinal_position`;
    expect(await bench.client.rows(sql)).toEqual([
      ['k', 'bigint', 'bigint(20)', 'NO', 'UNI', 'the "key"'],
      ['d', 'decimal', 'decimalv3(20, 2)', 'YES', '', ''],
      ['s', 'varchar', 'varchar(20)', 'YES', '', ''],
      ['at', 'datetime', 'datetime(3)', 'YES', '', ''],
      ['f', 'double', 'double', 'YES', '', ''],
    ]);
    expect(await bench.client.rows(`SELECT table_comment FROM information_schema.tables WHERE table_name = 't'`)).toEqual([["it's"]]);
  });

  test('hidden columns and deleted rows show when asked for', async () => {
    await bench.client.run('INSERT INTO t (k) VALUES (77)');
    await bench.client.run('DELETE FROM t WHERE k = 77');
    expect(await bench.client.rows('SELECT * FROM t WHERE k = 77')).toEqual([]);
    await bench.client.run('SET show_hidden_columns = true');
    expect(await bench.client.rows('SELECT __DORIS_DELETE_SIGN__ FROM t WHERE k = 77')).toEqual([['1']]);
    await bench.client.run('SET show_hidden_columns = false');
  });

  test('lists of databases and tables', async () => {
    expect(await bench.client.rows('SHOW DATABASES')).toEqual([['app'], ['information_schema'], ['mysql']]);
    expect(await bench.client.rows(`SHOW FULL TABLES FROM app LIKE 't'`)).toEqual([['t', 'BASE TABLE']]);
    expect(await bench.client.rows(`SHOW TABLES FROM app WHERE Tables_in_app = 'nothing'`)).toEqual([]);
    expect(await bench.client.outcome('SHOW FULL DATABASES')).toContain('mismatched input');
    expect((await bench.client.rows('SHOW FULL COLUMNS FROM app.t')).map((row) => [row[0], row[4], row[8]])[0]).toEqual([
      'k',
      'YES',
      'the "key"',
    ]);
  });

  test('statements and rows longer than a packet', async () => {
    const long = `\\${'y'.repeat(9 * 1024 * 1024)}`;
    await bench.client.run(
      'CREATE TABLE wide (k INT, a STRING, b STRING) DISTRIBUTED BY RANDOM BUCKETS 1 PROPERTIES ("replication_num" = "1")',
    );
    await bench.client.run(`INSERT INTO wide VALUES (1, '\\\\${long.slice(1)}', "${'z'.repeat(9 * 1024 * 1024)}"), (2, '', NULL)`);
    const [[, a, b] = [], second] = await bench.client.rows('SELECT * FROM wide ORDER BY k');
    expect(a === long).toBe(true);
    expect(b).toHaveLength(9 * 1024 * 1024);
    expect(second).toEqual(['2', '', null]);
  });

  test('a frontend tells what it is', async () => {
    expect(await bench.client.rows('SELECT version()')).toEqual([['5.7.99']]);
    expect(await bench.client.rows('SELECT @@version_comment')).toEqual([[expect.stringMatching(/^Doris version doris-4\./)]]);
    expect((await bench.client.get('/api/health')).json).toMatchObject({ code: 0, data: { online_backend_num: 1, total_backend_num: 1 } });
    expect((await bench.client.get('/api/app/t/_schema')).json).toMatchObject({ code: 0, data: { keysType: 'UNIQUE_KEYS' } });
  });
});
