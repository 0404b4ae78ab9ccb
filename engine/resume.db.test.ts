import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

test('a load that goes on under a later view follows a long log up to it, before foreign keys', async () => {
  const [source, destination] = await servers.databases('backlog');
  // The one table takes so much longer than the other that the pause falls between them.
  await sql(
    source,
    `create table early (id int primary key, padding text);
     create table late (id int primary key, early int references early, padding text);
     insert into early select n, 'x' from generate_series(1, 100) n;
     insert into late select n, n % 100 + 1, repeat(md5(n::text), 8) from generate_series(1, 300000) n`,
  );
  const full = { streams: 2, sliceMegabytes: 1_000, throttle: { queriesPerSecond: null, rowsPerSecond: null, megabytesPerSecond: 20 } };
  await using task = await TestTask.create(servers, 'backlog', { objects: [{ schema: 'public' }], full });
  await task.send('start');
  await task.when(() => task.events.some((event) => event.kind === 'table' && event.state === 'copied' && event.id.includes('early')));
  expect(await task.send('pause')).toMatchObject({ name: 'paused', from: 'loading' });
  expect(await value(destination, 'select count(*) from late')).toBe('0');

  // Far more than the stream holds at once: what has been heard is then not yet what has been read.
  await sql(
    source,
    `do $$ begin for n in 1000..26000 loop
       insert into early values (n, repeat('y', 300)); insert into late values (n + 1000000, n); commit;
     end loop; end $$`,
  );
  await task.send('resume');
  await task.reaches('streaming');
  await task.catchesUp();
  expect(await compareDatabases(source, destination)).toMatchObject({ tables: 2, difference: null });
  expect(await value(destination, "select convalidated from pg_constraint where contype = 'f'")).toBe('t');
  expect(task.complaints()).toEqual([]);
});
