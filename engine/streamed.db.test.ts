import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { connected, sql, startServers, type TestServers, value, valuesOf } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

const ROWS = 60_000;
/** Of a thousand bytes each. */
const BEYOND_MEMORY = 45_000;

describe.each([15, 17, 18])('a transaction that PostgreSQL %i tells of before it is over', (sourceMajor) => {
  let servers: TestServers;
  let source: string;

  beforeAll(async () => {
    servers = await startServers({ sourceMajor, sourceSettings: { logical_decoding_work_mem: '64kB' } });
    source = servers.source.url();
    await sql(
      source,
      'create table large (id int primary key, note text, long text)',
      'alter table large alter column long set storage external',
      'create table small (id int primary key, by text)',
      'create table keyless (id int, by text)',
      'alter table keyless replica identity full',
    );
  }, 300_000);

  afterAll(() => servers[Symbol.asyncDispose]());

  test('comes whole or not at all, without what it took back, among others, over a pause in the middle', { timeout: 300_000 }, async () => {
    await using task = await TestTask.create(servers, 'postgres', { objects: [{ schema: 'public' }] });
    await task.startAndFollow();
    await using first = await connected(source);
    await using second = await connected(source);
    await using third = await connected(source);

    await first.query('begin');
    await first.query(`insert into large select n, 'note ' || n, repeat('long', 1000) from generate_series(1, 50) n`);
    await first.query(`insert into large select n, 'note ' || n from generate_series(51, ${ROWS}) n`);
    await first.query('savepoint one');
    await first.query('delete from large where id % 2 = 0');
    await first.query("insert into keyless select n, 'taken back' from generate_series(1, 5000) n");
    await first.query('rollback to savepoint one');
    await second.query('begin');
    await second.query("insert into keyless select n % 10, 'second' from generate_series(1, 5000) n");
    await third.query('begin');
    await third.query("insert into keyless select n, 'never' from generate_series(1, 20000) n");
    await first.query('savepoint two');
    await first.query("update large set note = 'changed' where id <= 100");
    await first.query('release savepoint two');
    await sql(source, "insert into small values (1, 'between')");
    await task.catchesUp();
    // They were told of, to the last the engine was, but are not over.
    expect(await valuesOf(servers.destination.url(), 'select count(*)::text from large union all select by from small')).toEqual([
      '0',
      'between',
    ]);
    await third.query('rollback');
    await task.send('pause');
    await second.query("update keyless set by = 'later' where id = 3");
    await task.send('resume');
    await task.reaches('streaming');
    await second.query('commit');
    await first.query("insert into small values (2, 'with the large one')");
    await first.query('commit');
    await task.catchesUp();
    expect(await value(servers.destination.url(), 'select count(*) from large')).toBe(String(ROWS));
    expect(await compareDatabases(source, servers.destination.url())).toMatchObject({ tables: 3, rows: ROWS + 5_002, difference: null });
    await task.send('pause');
    const spill = join(servers.dir, 'engine', 'spill');
    const left = readdirSync(spill, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(left).toEqual([]);
    await task.send('stop');
  });

  test('is refused by name where it is larger than the disk may hold, and nothing is lost when it is over', {
    timeout: 300_000,
  }, async () => {
    const [own, destination] = await servers.databases('bounded');
    await sql(own, 'create table large (id int primary key, note text)');
    await using task = await TestTask.create(servers, 'bounded', {
      objects: [{ schema: 'public' }],
      incremental: { spillMegabytes: 1 },
      advanced: { retryConnectionMinutes: 0.5, retryOtherMinutes: 0.01 },
    });
    await task.startAndFollow();
    await using client = await connected(own);
    await client.query('begin');
    await client.query(`insert into large select n, repeat('x', 1000) from generate_series(1, ${BEYOND_MEMORY}) n`);
    await sql(own, `insert into large values (-1, 'beside')`);
    await expect(task.reaches('stopped')).rejects.toThrow(/^source.transaction-too-large: .*incremental.spillMegabytes allows 1 MB/);
    await client.query('rollback');
    await sql(own, `insert into large select n, 'smaller' from generate_series(1, 5000) n`);
    await task.send('resume');
    await task.reaches('streaming');
    await task.catchesUp();
    expect(await compareDatabases(own, destination)).toMatchObject({ rows: 5_001, difference: null });
    await task.send('stop');
  });
});
