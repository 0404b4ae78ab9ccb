import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { connected, sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { SOURCES } from '#e2e/faults/versions.ts';

/** A table that others refer to, one without a key, and one of partitions: what begins anew must be emptied whatever holds on to it. */
const TABLES = [
  'create table parents (id int primary key, v text)',
  'create table children (id int primary key, parent int not null references parents, v text)',
  'create table keyless (a int, v text)',
  'alter table keyless replica identity full',
  'create table parts (id int primary key, v text) partition by range (id)',
  'create table parts_1 partition of parts for values from (0) to (1000000)',
  `insert into parents select i, 'v' from generate_series(1, 200) i`,
  `insert into children select i, 1 + i % 200, 'v' from generate_series(1, 400) i`,
  `insert into keyless select 7, 'twin' from generate_series(1, 30) i`,
  `insert into parts select i, 'v' from generate_series(1, 300) i`,
];
const CHANGES = [
  `update parents set v = 'w' where id % 3 = 0`,
  `delete from children where id % 7 = 0`,
  `insert into children select i, 2, 'new' from generate_series(1001, 1050) i`,
  `delete from keyless where ctid = (select min(ctid) from keyless)`,
  `update parts set v = 'w' where id % 5 = 0`,
];

async function failed(task: TestTask): Promise<string> {
  await task.reaches('failed');
  return task.state.name === 'failed' ? task.state.error.code : '';
}

describe.each(SOURCES)('source %s', (major) => {
  let servers: TestServers;

  beforeAll(async () => {
    servers = await startServers({ sourceMajor: major });
  });

  afterAll(async () => {
    await servers?.[Symbol.asyncDispose]();
  });

  test('a slot that somebody dropped is told of, and all rows are copied again', async () => {
    const [source, destination] = await servers.databases('dropped');
    await sql(source, ...TABLES);
    await using task = await TestTask.create(servers, 'dropped', { objects: [{ schema: 'public' }] });
    await task.startAndFollow();
    await expect(task.engine.copyAgain(task.id)).rejects.toMatchObject({ code: 'task.copy-again-refused' });
    await sql(source, ...CHANGES);
    await task.catchesUp();
    await task.send('pause');
    await sql(source, `select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = 'dropped'`);
    await sql(source, `delete from parts where id < 50`, `insert into keyless values (8, null)`);
    await task.send('resume');
    expect(await failed(task)).toBe('source.slot-lost');

    expect((await task.engine.copyAgain(task.id)).name).toBe('preparing');
    await task.reaches('streaming');
    await sql(source, ...CHANGES.slice(0, 2), 'insert into keyless values (8, null)');
    await task.catchesUp();
    expect((await compareDatabases(source, destination, ['public'])).difference).toBeNull();
    expect(task.events.some((event) => event.kind === 'log' && event.code === 'task.copied-again')).toBe(true);
    await task.send('stop');
    expect(await task.engine.release(task.id)).toEqual({ leftovers: [] });
  });
});

test('tables that were dropped while the log was lost are told of, and the others are copied again', async () => {
  await using servers = await startServers({ sourceMajor: 15, destinationMajor: 17 });
  const [source, destination] = await servers.databases('gone');
  const more = ['create table brief (id serial primary key, parent int references parents)', 'insert into brief (parent) values (1), (2)'];
  await sql(source, ...TABLES, ...more, 'create table parts_2 partition of parts for values from (1000000) to (2000000)');
  await sql(source, `insert into parts values (1000001, 'goes')`);
  await using task = await TestTask.create(servers, 'gone', { objects: [{ schema: 'public' }] });
  await task.startAndFollow();
  await sql(source, 'create table late (id int primary key)', 'insert into late values (1)');
  await task.catchesUp();
  await task.send('pause');
  await sql(source, `select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = 'gone'`);
  await sql(source, 'drop table brief', 'drop table late', 'drop table parts_2', ...CHANGES);
  await task.send('resume');
  expect(await failed(task)).toBe('source.slot-lost');
  await task.engine.copyAgain(task.id);
  await task.reaches('streaming');
  await sql(source, 'insert into keyless values (8, null)', `insert into parts values (1000, 'more')`);
  await task.catchesUp();
  const told = task.complaints().filter((line) => line.startsWith('source.table-gone'));
  expect(told.map((line) => /public\.\w+/.exec(line)?.[0]).sort()).toEqual(['public.brief', 'public.late', 'public.parts_2']);
  const rows = (url: string) => value(url, `select (select count(*) from parts) || ' ' || (select count(*) from keyless)`);
  expect(await rows(destination)).toBe(await rows(source));
  expect(await value(destination, 'select (select count(*) from brief) + (select count(*) from late)')).toBe('0');
  for (const gone of ['brief', 'late', 'parts_2']) await sql(destination, `drop table ${gone}`);
  expect((await compareDatabases(source, destination, ['public'])).difference).toBeNull();
  await task.send('stop');
  expect(await task.engine.release(task.id)).toEqual({ leftovers: [] });
});

test.each(SOURCES.filter((major) => major >= 13))(
  'a slot that PostgreSQL %i gave up while it was followed is recognised at once',
  async (sourceMajor) => {
    await using servers = await startServers({
      sourceMajor,
      sourceSettings: { max_slot_wal_keep_size: '1MB', min_wal_size: '32MB', max_wal_size: '32MB' },
    });
    const [source, destination] = await servers.databases('given_up');
    await sql(source, ...TABLES, 'create schema junk');
    await using task = await TestTask.create(servers, 'given_up', { objects: [{ schema: 'public' }] });
    await task.startAndFollow();
    await task.when(() => task.progress?.source?.slot?.roomBytes != null);
    await using blocker = await connected(destination);
    // The destination waits, so the slot stands still while the source writes on.
    await blocker.query('begin; lock table parents in access exclusive mode');
    await sql(source, `update parents set v = 'x'`);
    // Not of the task: it might be told of its making and not of its end.
    const junk = `create table junk.t as select md5(i::text) from generate_series(1, 200000) i; drop table junk.t; select pg_switch_wal(); checkpoint`;
    const status = `select wal_status from pg_replication_slots where database = 'given_up'`;
    for (let round = 0; round < 20 && (await value(source, status)) !== 'lost'; round += 1) await sql(source, ...junk.split('; '));
    expect(await value(source, status)).toBe('lost');
    await blocker.query('rollback');
    expect(await failed(task)).toBe('source.slot-lost');
    expect(task.state).toMatchObject({
      error: {
        message: { en: expect.stringContaining(sourceMajor < 17 ? 'has given up the replication slot' : 'max_slot_wal_keep_size') },
      },
    });
    await task.engine.copyAgain(task.id);
    await task.reaches('streaming');
    await sql(source, ...CHANGES);
    await task.catchesUp();
    expect((await compareDatabases(source, destination, ['public'])).difference).toBeNull();
  },
);
