import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { showSettings } from '#e2e/browser/paths/dress.ts';
import { compareDatabases } from '#e2e/compare.ts';
import { sql, startServers, type TestServers, value, valuesOf } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { SOURCES } from '#e2e/faults/versions.ts';
import { openCare } from './source/postgres/care/care.ts';

const BEAT = 'public.dts_postgres_heartbeat';

describe.each(SOURCES)('source %s', (major) => {
  let servers: TestServers;

  beforeAll(async () => {
    servers = await startServers({ sourceMajor: major, sourceSettings: { max_prepared_transactions: 5 } });
  });

  afterAll(async () => {
    await servers?.[Symbol.asyncDispose]();
  });

  test('the heartbeat moves a slot whose tables are idle, is nobody else’s business, and goes with the last task', async () => {
    const [source, destination] = await servers.databases('beating');
    await sql(source, 'create table t (id int primary key)', 'insert into t values (1)');
    await using one = await TestTask.create(servers, 'beating', { objects: [{ schema: 'public' }] });
    await one.startAndFollow();
    await one.when(() => one.progress?.source?.heartbeat === 'table');
    await one.when(() => one.progress?.source?.slot?.active === true);
    expect(one.progress?.source?.slot).toMatchObject({ status: major < 13 ? null : 'reserved', reason: null });
    // A schema chosen as a whole once the helper is there: it is none of its tables.
    await using two = await TestTask.create(servers, 'beating', { objects: [{ schema: 'public', as: 'copy' }] });
    await two.startAndFollow();
    await two.when(() => two.progress?.source?.heartbeat === 'table');
    expect(Object.keys(two.progress?.tables ?? {})).toEqual(['["public","t"]']);
    const endpoint = servers.source.endpoint('beating');
    expect((await two.engine.tables(endpoint, 'public')).map(({ name }) => name)).toEqual(['t']);
    expect((await two.engine.schemas(endpoint)).find(({ name }) => name === 'public')?.tableCount).toBe(1);
    expect((await two.engine.objects(endpoint, 'public')).map(({ name }) => name)).toEqual([]);

    await sql(source, 'insert into t values (2)');
    await one.catchesUp();
    const beat = (await value(source, 'select pg_current_wal_lsn()')) ?? '';
    await one.when(() => one.events.some((event) => event.kind === 'applied' && event.transactions > 0));
    const moved = `select count(*) = 2 from pg_replication_slots where confirmed_flush_lsn >= '${beat}'`;
    while ((await value(source, moved)) !== 't') await one.hears((event) => event.kind === 'source');
    expect(one.complaints()).toEqual([]);
    expect((await compareDatabases(source, destination, ['public'])).difference).toBeNull();

    expect(await value(source, `select count(*) from ${BEAT}`)).toBe('2');
    await one.send('stop');
    expect(await one.engine.release(one.id)).toEqual({ leftovers: [] });
    expect(await value(source, `select count(*) from ${BEAT}`)).toBe('1');
    await two.send('stop');
    expect(await two.engine.release(two.id)).toEqual({ leftovers: [] });
    expect(await value(source, `select to_regclass('${BEAT}')`)).toBeNull();
    expect(
      await valuesOf(source, 'select pubname::text from pg_publication union all select slot_name::text from pg_replication_slots'),
    ).toEqual([]);
  });

  test('the page says whom the making of a slot waits for', async () => {
    const [source, destination] = await servers.databases('waiting');
    await sql(source, 'create table t (id int primary key)');
    await sql(source, "begin; insert into t values (1); prepare transaction 'forgotten, it''s'");
    await using task = await TestTask.create(servers, 'waiting', { objects: [{ schema: 'public' }] });
    await task.send('start');
    await task.when(() => (task.progress?.source?.waits.length ?? 0) > 0);
    expect(task.progress?.source?.waits).toMatchObject([
      { pid: null, prepared: "forgotten, it's", user: servers.source.endpoint('').user, writes: true },
    ]);
    expect(task.complaints()).toHaveLength(1);
    expect(task.complaints()[0]).toContain(
      "source.slot-waits: The replication slot cannot be made before transactions that are open at the source have ended: prepared transaction forgotten, it's",
    );
    await sql(source, "commit prepared 'forgotten, it''s'");
    await task.reaches('streaming');
    expect(task.progress?.source?.waits).toEqual([]);
    await task.catchesUp();
    expect((await compareDatabases(source, destination, ['public'])).difference).toBeNull();
  });

  test('failover is asked for where the server has it', async () => {
    const [source] = await servers.databases('failing_over');
    await sql(source, 'create table t (id int primary key)');
    await using task = await TestTask.create(servers, 'failing_over', { objects: [{ schema: 'public' }] });
    await task.startAndFollow();
    const failover = `select coalesce((to_jsonb(s) ->> 'failover')::boolean, false) from pg_replication_slots s where database = 'failing_over' and not temporary`;
    expect(await value(source, failover)).toBe(major < 17 ? 'f' : 't');
    await task.when(() => task.progress?.source?.slot !== null && task.progress?.source?.slot !== undefined);
    expect(task.progress?.source?.slot?.failover).toBe(major < 17 ? null : true);
  });

  test('what a provider’s setting says of the slot is told', async () => {
    await servers.databases('provided');
    await using care = await openCare(servers.source.endpoint('provided'), 'dts_sync_provided');
    await sql(servers.source.url('provided'), `select pg_create_logical_replication_slot('dts_sync_provided', 'pgoutput')`);
    const told = async () => (await care.look(0)).slot?.failover;
    expect(await told()).toBe(major < 17 ? null : false);
    for (const [mode, failover] of [
      ['async', true],
      ['off', false],
    ] as const) {
      await showSettings(servers.source, 'provided', { polar_failover_slot_mode: mode });
      expect(await told()).toBe(failover);
    }
    await sql(servers.source.url('provided'), `select pg_drop_replication_slot('dts_sync_provided')`);
  });
});
