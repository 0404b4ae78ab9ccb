import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql, startServers, type TestServers, value, valuesOf } from '#e2e/faults/servers.ts';
import { SOURCES } from '#e2e/faults/versions.ts';
import type { TableStep } from '#engine/ddl/structure.ts';
import { plannedTable } from '#engine/plan/test-table.ts';
import type { PostgresEndpoint } from '#engine/task/config.ts';
import { openPostgresSource } from '../source.ts';

describe.each(SOURCES)('what a source of version %i notes of a command', (major) => {
  let servers: TestServers;

  beforeAll(async () => {
    servers = await startServers({ sourceMajor: major });
  }, 300_000);

  afterAll(() => servers[Symbol.asyncDispose]());

  const opened = (database: string, task: string) => openPostgresSource(servers.source.endpoint(database) as PostgresEndpoint, task);

  const steps = async (url: string): Promise<readonly TableStep[]> => {
    const rows = await valuesOf(url, 'select tables::text from public.dts_ddl_command where tables is not null order by id');
    await sql(url, 'delete from public.dts_ddl_command');
    return rows.flatMap((row) => JSON.parse(row ?? '[]') as readonly TableStep[]);
  };

  test('tables before and after it, wherever it is run', async () => {
    const [url] = await servers.databases('noted');
    await sql(url, 'create schema shop; create table shop.a (id int primary key, t text); insert into shop.a values (1)');
    await using source = await opened('noted', 'task');
    await source.publish([plannedTable({ id: 'a', source: { schema: 'shop', name: 'a' } })]);
    expect(await source.captureDdl()).toBe(true);
    expect(await source.captureDdl()).toBe(true);
    expect(await source.isDdlCaptured()).toBe(true);

    await sql(
      url,
      `set session_replication_role = replica; alter table shop.a add column n int not null default 7, add column at timestamptz default now()`,
    );
    const [added] = await steps(url);
    expect(added?.before?.columns.map(({ name }) => name)).toEqual(['id', 't']);
    expect(added?.after?.columns[2]).toMatchObject({
      number: 3,
      name: 'n',
      type: 'integer',
      notNull: true,
      default: '7',
      missing: '7',
      comparable: true,
    });
    expect(added?.after?.columns[3]?.missing).toBe(await value(url, `select (at at time zone 'UTC')::text || '+00' from shop.a`));
    expect(added?.rewritten).toBe(false);

    await sql(
      url,
      `do $$ begin alter table shop.a rename t to label; insert into shop.a (id) values (2); alter table shop.a alter n type bigint; end $$`,
    );
    const [renamed, typed, more] = await steps(url);
    expect(more).toBeUndefined();
    expect(renamed?.after?.columns[1]).toMatchObject({ number: 2, name: 'label' });
    expect(typed).toMatchObject({ rewritten: true });
    expect(typed?.after?.columns[2]?.type).toBe('bigint');

    await sql(
      url,
      'create index on shop.a (label)',
      'create unique index concurrently u on shop.a (n, id)',
      'drop index shop.u',
      'create temp table mine (i int primary key)',
    );
    const indexed = await steps(url);
    expect(indexed.map(({ after }) => after?.indexes.map(({ name }) => name))).toEqual([
      ['a_label_idx'],
      ['a_label_idx', 'u'],
      ['a_label_idx'],
    ]);

    await sql(url, 'create table shop.b (a int references shop.a, x serial)');
    const [came] = await steps(url);
    expect(came?.before).toBeNull();
    expect(came?.after?.constraints).toMatchObject([{ kind: 'foreign', references: { schema: 'shop', name: 'a' } }]);
    expect(came?.after?.columns[1]?.sequence).toMatchObject({ schema: 'shop', name: 'b_x_seq', type: 'integer' });

    await sql(url, 'alter table shop.a drop column id cascade');
    const dropped = await steps(url);
    expect(dropped.map(({ after }) => [after?.name, after?.constraints.length])).toEqual(
      expect.arrayContaining([
        ['a', 0],
        ['b', 0],
      ]),
    );

    await sql(url, 'drop schema shop cascade');
    const gone = await steps(url);
    expect(gone.map(({ before, after }) => [before?.name, after])).toEqual(
      expect.arrayContaining([
        ['a', null],
        ['b', null],
      ]),
    );
    expect(await value(url, 'select count(*) from public.dts_pg_class')).toBe('0');
  });

  test('a command on a parent, as it reaches the tables below it', async () => {
    const [url] = await servers.databases('below');
    await sql(
      url,
      'create table p (id int, at date) partition by range (at)',
      `create table p1 partition of p for values from ('2026-01-01') to ('2027-01-01')`,
    );
    await using source = await opened('below', 'task');
    await source.publish([plannedTable({ id: 'p1', source: { schema: 'public', name: 'p1' } })]);
    await source.captureDdl();
    await sql(
      url,
      `insert into p values (1, '2026-05-05')`,
      `alter table p add column n int default 3`,
      'alter table p detach partition p1',
      'alter table p1 drop column n',
    );
    const noted = await steps(url);
    expect(noted.map(({ after }) => [after?.name, after?.columns.length, after?.partitionOf === null])).toEqual([
      ['p', 3, true],
      ['p1', 3, false],
      ['p1', 3, true],
      ['p1', 2, true],
    ]);
    expect(noted[1]?.after?.columns[2]).toMatchObject({ missing: '3', local: false });
  });

  test('nothing is left of it when the last task goes', async () => {
    const [url] = await servers.databases('leaving');
    await using one = await opened('leaving', 'one');
    await using two = await opened('leaving', 'two');
    for (const source of [one, two]) {
      await source.publish([]);
      await source.captureDdl();
    }
    expect(await one.release()).toEqual([]);
    expect(await two.isDdlCaptured()).toBe(true);
    expect(await two.release()).toEqual([]);
    const left = `select count(*) from (select oid from pg_event_trigger union all select oid from pg_proc where proname like 'dts%'
      union all select oid from pg_class where relname like 'dts%') as left_over`;
    expect(await value(url, left)).toBe('0');
  });

  /** As DTS has people make it by hand (dts.md 10.4), with the account that OpenDTS is given later. */
  const OF_DTS = [
    `create table public.dts_ddl_command (ddl_text text, id bigserial primary key, event text, tag text, username varchar, database varchar,
       schema varchar, object_type varchar, object_name varchar, client_address varchar, client_port int, event_time timestamptz,
       txid_current varchar, message text)`,
    `create function public.dts_capture_ddl() returns event_trigger language plpgsql security definer as $$ begin
       insert into public.dts_ddl_command (ddl_text, event, tag) values (current_query(), tg_event, tg_tag); end $$`,
    'create event trigger dts_intercept_ddl on ddl_command_end execute procedure public.dts_capture_ddl()',
    'create table public.dts_postgres_heartbeat (id int primary key, at timestamptz)',
    ...['dts_pg_attribute', 'dts_pg_type', 'dts_pg_enum', 'dts_args_session', 'aliyun_dts_instance'].map(
      (name) => `create table public.${name} (id int)`,
    ),
  ];

  test('what DTS made under the names goes on as it is, and so do everybody’s commands', async () => {
    const [url] = await servers.databases('shared_names');
    await sql(url, ...OF_DTS);
    await using source = await opened('shared_names', 'task');
    await source.publish([]);
    expect(await source.captureDdl()).toBe(false);
    expect(await source.isDdlCaptured()).toBe(false);
    expect((await source.facts()).namesakes).toEqual([{ schema: 'public', name: 'dts_ddl_command' }]);
    await sql(url, 'create table made (id int)');
    await using care = await source.openCare();
    expect((await care.beat()).way).toBe('message');
    expect(await source.release()).toEqual([]);
    await sql(url, 'drop table made');
    // Nobody's to choose.
    expect(await source.tables('public')).toEqual([]);
    const noted = `select ddl_text from public.dts_ddl_command where ddl_text ~ 'made' order by id`;
    expect(await valuesOf(url, noted)).toEqual(['create table made (id int)', 'drop table made']);
    expect(await value(url, 'select count(*) from public.dts_postgres_heartbeat')).toBe('0');
    // Once it is gone the names are free.
    await sql(url, 'drop event trigger dts_intercept_ddl', 'drop function public.dts_capture_ddl()', 'drop table public.dts_ddl_command');
    await source.publish([]);
    expect(await source.captureDdl()).toBe(true);
    expect(await source.release()).toEqual([]);
  });

  test('without the right to it nothing is made', async () => {
    const [url] = await servers.databases('modest');
    await sql(
      url,
      'create role modest login replication',
      'grant all on database modest to modest',
      'grant all on schema public to modest',
    );
    const endpoint = { ...servers.source.endpoint('modest'), user: 'modest', password: 'secret' } as PostgresEndpoint;
    await sql(url, `alter role modest password 'secret'`);
    await using source = await openPostgresSource(endpoint, 'task');
    await source.publish([]);
    expect(await source.captureDdl()).toBe(false);
    expect(await value(url, `select count(*) from pg_class where relname like 'dts%'`)).toBe('0');
    await source.release();
  });
});
