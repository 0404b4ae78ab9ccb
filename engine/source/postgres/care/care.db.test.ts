import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connected, sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { SOURCES } from '#e2e/faults/versions.ts';
import { openCare } from './care.ts';

const LONG_MS = 200;

describe.each(SOURCES)('source %s', (major) => {
  let servers: TestServers;

  beforeAll(async () => {
    servers = await startServers({ sourceMajor: major, sourceSettings: { max_prepared_transactions: 5 } });
  });

  afterAll(async () => {
    await servers?.[Symbol.asyncDispose]();
  });

  test('long transactions are named, whether they write, read, or are nobody’s any more', async () => {
    const [source] = await servers.databases('long');
    await sql(source, 'create table t (a int)');
    await using writer = await connected(`${source}?application_name=forgotten%20form`);
    await writer.query(`begin; insert into t values (1); select '${'x'.repeat(300)}'`);
    await using reader = await connected(source);
    await reader.query('begin isolation level repeatable read; select * from t');
    await sql(source, "begin; insert into t values (2); prepare transaction 'left'");
    await using idle = await connected(source);
    await idle.query('begin');
    await using care = await openCare(servers.source.endpoint('long'), 'dts_sync_nobody');
    await new Promise((resolve) => setTimeout(resolve, 2 * LONG_MS));
    const { slot, transactions } = await care.look(LONG_MS);
    expect(slot).toBeNull();
    const user = servers.source.endpoint('').user;
    expect(transactions).toMatchObject([
      { application: 'forgotten form', user, database: 'long', state: 'idle in transaction', writes: true, prepared: null },
      { query: 'begin isolation level repeatable read; select * from t', writes: false, prepared: null },
      { pid: null, prepared: 'left', user, database: 'long', query: null, writes: true },
    ]);
    const [first] = transactions;
    expect(first?.query).toHaveLength(200);
    expect(first?.ageMs).toBeGreaterThanOrEqual(LONG_MS);
    expect((await care.look(3_600_000)).transactions).toEqual([]);
    // Slots of the other tests would wait for it.
    await sql(source, "rollback prepared 'left'");
  });

  test('who may not make the table beats by messages, and who may not even that is told so', async () => {
    const [source, destination] = await servers.databases('narrow');
    await sql(
      source,
      `create role narrow_${major} login replication password 'narrow'`,
      `grant create on database narrow to narrow_${major}`,
      'revoke create on schema public from public',
      `create schema app authorization narrow_${major}`,
      'create table app.t (id int primary key)',
      `alter table app.t owner to narrow_${major}`,
    );
    const endpoint = { ...servers.source.endpoint('narrow'), user: `narrow_${major}`, password: 'narrow' };
    const narrow: TestServers = { ...servers, source: { ...servers.source, endpoint: () => endpoint } };
    await using task = await TestTask.create(narrow, 'narrow', { objects: [{ schema: 'app' }] });
    await task.startAndFollow();
    await task.when(() => task.progress?.source?.heartbeat === 'message');
    const told = task.events.flatMap((event) => (event.kind === 'log' && event.code === 'source.heartbeat' ? [event.message.en] : []));
    expect(told).toEqual([
      expect.stringMatching(/^An idle slot is kept moving by messages in the log. public.dts_postgres_heartbeat cannot be used: /),
    ]);
    await sql(source, 'insert into app.t values (1)');
    await task.catchesUp();
    expect(await value(destination, 'select count(*) from app.t')).toBe('1');
    expect(await value(source, `select to_regclass('public.dts_postgres_heartbeat')`)).toBeNull();

    // It has one argument more from version 17 on.
    await sql(
      source,
      `do $$ declare f regprocedure; begin
        for f in select oid from pg_proc where proname = 'pg_logical_emit_message' loop execute format('revoke execute on function %s from public', f); end loop;
      end $$`,
    );
    await task.when(() => task.progress?.source?.heartbeat === 'none');
    await sql(source, 'insert into app.t values (2)');
    await task.catchesUp();
    expect(task.complaints().filter((said) => !said.startsWith('source.ddl'))).toEqual([]);
    await task.send('stop');
    expect(await task.engine.release(task.id)).toEqual({ leftovers: [] });
  });

  test('a table of the name that another account made is left alone: its triggers would have our rights', async () => {
    const [source] = await servers.databases('planted');
    await sql(
      source,
      `create role planter_${major}`,
      'create table t (id int primary key)',
      'create table public.dts_postgres_heartbeat (task text primary key, beat timestamptz)',
      'create table ran (a int)',
      `create function planted() returns trigger language plpgsql as $$ begin insert into public.ran values (1); return new; end $$`,
      'create trigger planted before insert on public.dts_postgres_heartbeat for each row execute procedure planted()',
      `alter table public.dts_postgres_heartbeat owner to planter_${major}`,
    );
    await using task = await TestTask.create(servers, 'planted', { objects: [{ schema: 'public', tables: [{ name: 't' }] }] });
    await task.startAndFollow();
    await task.when(() => task.progress?.source?.heartbeat === 'message');
    await task.send('stop');
    expect(await task.engine.release(task.id)).toEqual({ leftovers: [] });
    expect(await value(source, 'select count(*) from ran')).toBe('0');
    expect(await value(source, 'select count(*) from public.dts_postgres_heartbeat')).toBe('0');
  });
});
