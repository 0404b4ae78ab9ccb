import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { sql, startServers, type TestServers, valuesOf } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { SOURCES } from '#e2e/faults/versions.ts';

const IDENTITIES = `select format('%s %s', relname, relreplident) from pg_class where relnamespace = 'app'::regnamespace and relkind = 'r'
  order by relname collate "C"`;

describe.each(SOURCES)('source %s', (major) => {
  let servers: TestServers;

  beforeAll(async () => {
    servers = await startServers({ sourceMajor: major });
  });

  afterAll(async () => {
    await servers?.[Symbol.asyncDispose]();
  });

  test('who ignores the warning has the task set REPLICA IDENTITY FULL, and gets back what was there before', async () => {
    const [source, destination] = await servers.databases('identified');
    await sql(
      source,
      'create schema app',
      'create table app.keyed (id int primary key, v text)',
      'create table app.bare (a int, v text)',
      'create table app."Nothing" (id int primary key, v text)',
      'alter table app."Nothing" replica identity nothing',
      'create table app.by_index (code text not null, v text)',
      'create unique index code on app.by_index (code)',
      'alter table app.by_index replica identity using index code',
      'create table app.lost (code text not null, v text)',
      'create unique index lost_code on app.lost (code)',
      'alter table app.lost replica identity using index lost_code',
      'drop index app.lost_code',
      'create table app.already (a int, v text)',
      'alter table app.already replica identity full',
      'create table app.late (id int primary key deferrable, v text)',
      'create table app.own (a int, v text)',
      'create table app.parts (a int, v text) partition by range (a)',
      'create table app.parts_1 partition of app.parts for values from (0) to (1000)',
      ...['keyed', '"Nothing"', 'late'].map((name) => `insert into app.${name} select i, 'v' from generate_series(1, 20) i`),
      ...['bare', 'already', 'own', 'parts'].map((name) => `insert into app.${name} select i / 2, 'v' from generate_series(1, 20) i`),
      ...['by_index', 'lost'].map((name) => `insert into app.${name} select i, 'v' from generate_series(1, 20) i`),
    );
    const before = await valuesOf(source, IDENTITIES);
    await using task = await TestTask.create(servers, 'identified', { objects: [{ schema: 'app' }], accepted: ['PG_REPLICA_IDENTITY'] });
    await task.startAndFollow();
    expect(await valuesOf(source, IDENTITIES)).toEqual([
      ...['Nothing f', 'already f', 'bare f', 'by_index i', 'keyed d', 'late f', 'lost f', 'own f', 'parts_1 f'],
    ]);
    const told = task.events.flatMap((event) => (event.kind === 'log' && event.code === 'source.identity-full' ? [event.message.en] : []));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^REPLICA IDENTITY FULL was set at the source on app\.\S+, .* and 1 more table;/);
    await sql(
      source,
      ...['keyed', '"Nothing"', 'late'].map(
        (name) => `update app.${name} set v = 'w' where id % 3 = 0; delete from app.${name} where id = 7`,
      ),
      ...['bare', 'already', 'own', 'parts'].map(
        (name) => `update app.${name} set v = null where a = 3; delete from app.${name} where a = 5`,
      ),
      ...['by_index', 'lost'].map((name) => `update app.${name} set v = 'w' where code = '4'; delete from app.${name} where code = '5'`),
    );
    await task.catchesUp();
    expect(task.complaints()).toEqual([]);
    expect((await compareDatabases(source, destination, ['app'])).difference).toBeNull();

    // What a person has changed since stays.
    await sql(source, 'alter table app.own replica identity nothing');
    await task.send('pause');
    await task.send('resume');
    await task.when(() => task.state.name === 'streaming');
    await task.send('stop');
    expect(await task.engine.release(task.id)).toEqual({ leftovers: [] });
    expect(await valuesOf(source, IDENTITIES)).toEqual(
      before.map((each) => (each === 'own d' ? 'own n' : each === 'lost i' ? 'lost n' : each)),
    );
  });

  test('unasked, identities stay as they are', async () => {
    const [source] = await servers.databases('unasked');
    await sql(source, 'create schema app', 'create table app.bare (a int)');
    await using task = await TestTask.create(servers, 'unasked', { objects: [{ schema: 'app' }] });
    await task.startAndFollow();
    expect(await valuesOf(source, IDENTITIES)).toEqual(['bare d']);
  });
});
