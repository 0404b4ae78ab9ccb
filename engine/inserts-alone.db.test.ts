import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rows } from '#e2e/faults/rows.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

describe.each([
  [11, 'pgoutput'],
  [15, 'test_decoding'],
  [18, 'pgoutput'],
] as const)('source %s, %s', (sourceMajor, decoder) => {
  let servers: TestServers;

  beforeAll(async () => {
    servers = await startServers({ sourceMajor });
  }, 300_000);

  afterAll(() => servers[Symbol.asyncDispose]());

  test('a table followed for new rows alone needs no replica identity, and keeps what it has', async () => {
    const name = 'alone';
    const [source, destination] = await servers.databases(name);
    await sql(
      source,
      'create table log (n int, v text)',
      'create table kept (id int primary key, v text)',
      `insert into log values (1, 'a'), (1, 'a')`,
      `insert into kept values (1, 'a')`,
    );
    await using task = await TestTask.create(servers, name, {
      accepted: ['PG_REPLICA_IDENTITY'],
      incremental: { decoder },
      objects: [{ schema: 'public', operations: ['insert', 'truncate', 'createTable', 'addColumn'] }],
    });
    await task.startAndFollow();
    // The source refuses neither, as it would were they published.
    await sql(source, `update log set v = 'b'`, 'delete from log where n = 1', `insert into log values (2, 'c'), (2, 'c')`);
    await sql(source, `update kept set v = 'b'`, `insert into kept values (2, 'c')`);
    await task.catchesUp();
    expect(await rows(destination, 'log')).toEqual(['1,a', '1,a', '2,c', '2,c']);
    expect(await rows(destination, 'kept')).toEqual(['1,a', '2,c']);
    await sql(source, 'create table later (n int)', 'insert into later values (1)', 'alter table log add column w int');
    await sql(source, 'insert into log values (3, null, 3)');
    await task.catchesUp();
    await sql(source, 'update later set n = 2', 'insert into later values (3)');
    await task.catchesUp();
    expect(await rows(destination, 'later')).toContain('3');
    expect(await rows(destination, 'log')).toContain('3,,3');
    expect(await value(source, `select string_agg(relreplident::text, '') from pg_class where relname in ('log', 'later', 'kept')`)).toBe(
      'ddd',
    );
    expect(task.complaints()).toEqual([]);
    await sql(source, 'truncate log');
    await task.catchesUp();
    expect(await rows(destination, 'log')).toEqual([]);
    await task.send('stop');
    expect(await task.engine.release(task.id)).toEqual({ leftovers: [] });
    expect(await value(source, 'select count(*) from pg_publication')).toBe('0');
  });
});
