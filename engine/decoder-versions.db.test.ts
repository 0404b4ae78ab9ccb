import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { sql, startServers, type TestServers, valuesOf } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

describe.each([11, 15])('a task by test_decoding from version %i', (sourceMajor) => {
  let servers: TestServers;

  beforeAll(async () => {
    servers = await startServers({ sourceMajor });
  }, 300_000);

  afterAll(() => servers[Symbol.asyncDispose]());

  test('brings structure, rows, changes and commands, goes on after a pause, and leaves nothing', async () => {
    const [source, destination] = await servers.databases('text');
    await sql(
      source,
      `create type mood as enum ('sad', 'glad')`,
      'create table item (id int primary key, note text, price numeric(8, 2), mood mood, at timestamptz, raw bytea, tags text[])',
      'create table ledger (by text, n int)',
      'alter table ledger replica identity full',
      `insert into item select n, 'it''s ' || n, n, 'glad', now(), decode('00ff', 'hex'), array['a,b', null, '"'] from generate_series(1, 200) n`,
      `insert into ledger values ('a', 1), ('a', 1)`,
    );
    await using task = await TestTask.create(servers, 'text', {
      objects: [{ schema: 'public' }],
      incremental: { decoder: 'test_decoding' },
    });
    await task.startAndFollow();
    expect(await valuesOf(source, `select plugin from pg_replication_slots where database = 'text'`)).toEqual(['test_decoding']);
    await sql(
      source,
      `insert into item values (1001, '[old-key] new-tuple: ''', 1.5, 'sad', '0044-03-15 BC', '', '{}')`,
      'update item set id = id + 5000, note = null where id < 10',
      'delete from ledger where ctid = (select min(ctid) from ledger)',
      `begin; alter table item add column later int default 7; update item set later = id where id % 3 = 0; commit`,
    );
    await task.catchesUp();
    await task.send('pause');
    await sql(source, 'delete from item where id between 50 and 60', `insert into ledger values ('b', 2), ('b', 2)`);
    await task.send('resume');
    await task.reaches('streaming');
    await task.catchesUp();
    expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ difference: null });
    expect(task.complaints()).toEqual([]);
    await task.send('stop');
    expect(await task.engine.release(task.id)).toEqual({ leftovers: [] });
  });
});
