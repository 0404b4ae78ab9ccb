import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { Hand } from '#e2e/faults/hand.ts';
import { begun, follows, listed, quick, ROUND, stateOf } from '#e2e/faults/joining.ts';
import { sql, type TestServers, value, valuesOf } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { besideOldSource, oldSourceUrl } from '#e2e/old-source.ts';
import { tableId } from './schema/table.ts';
import { taskConfig } from './task/config.ts';

const url = oldSourceUrl();
if (url === null) console.log('old source: OPENDTS_OLD_SOURCE_URL is not set, no PostgreSQL 9.6 is migrated');

const SHOP = [
  `create type mood as enum ('sad', 'glad')`,
  'create domain price as numeric(8, 2) check (value >= 0)',
  'create sequence tickets increment by 5 minvalue 5 maxvalue 500 start 10 cache 3 cycle',
  `comment on sequence tickets is 'it''s numbered'`,
  `create table item (id serial primary key, note text not null default 'none', price price, mood mood, at timestamptz, raw bytea, tags text[],
     span tsrange, took interval, unique (note, price))`,
  `comment on column item.note is 'what it is'`,
  'create index item_mood on item (mood) where price > 1',
  'create table line (id bigserial primary key, item int not null references item on delete cascade, n int check (n > 0))',
  'create table event (id int primary key, at date not null)',
  `create table event_2016 (check (at < '2017-01-01')) inherits (event)`,
  `create table event_2017 (check (at >= '2017-01-01'), extra text) inherits (event)`,
  'alter table event_2016 add primary key (id)',
  'create table ledger (by text, n int)',
  'alter table ledger enable row level security',
  'create policy counted on ledger for select using (n > 0)',
  'grant select on item to public',
  'create type pair as (a int, b text)',
  'create type stretch as range (subtype = float8)',
  'create collation plain from "C"',
  'create text search configuration words (copy = simple)',
  `create aggregate product(int) (sfunc = int4mul, stype = int, initcond = '1')`,
  'create operator === (leftarg = int, rightarg = int, procedure = int4eq)',
  'create view glad as select id, note from item where mood = $$glad$$',
  'create materialized view sums as select item, sum(n) from line group by item',
  `create function total(i int) returns bigint language sql stable as 'select sum(n) from public.line where item = $1'`,
  `create function stamp() returns trigger language plpgsql as $$ begin new.at := coalesce(new.at, '2016-05-05'); return new; end $$`,
  'create trigger stamped before insert on item for each row execute procedure stamp()',
  'create rule no_more as on delete to event do instead nothing',
  `insert into item (note, price, mood, raw, tags, span, took) select 'it''s ' || n, n, 'glad', decode('00ff', 'hex'), array['a,b', null, '"'],
     tsrange(null, now()::timestamp), n * interval '1 day 1 hour' from generate_series(1, 300) n`,
  'insert into line (item, n) select 1 + n % 300, 1 + n from generate_series(1, 1000) n',
  `insert into event_2016 select n, '2016-01-01' from generate_series(1, 20) n`,
  `insert into event_2017 select n, '2017-02-01', 'x' from generate_series(21, 40) n`,
  `insert into ledger values ('a', 1), ('a', 1)`,
  `select nextval('tickets'), nextval('tickets')`,
  'refresh materialized view sums',
];

describe.skipIf(url === null)('a PostgreSQL that has no publications', () => {
  let servers: TestServers;
  const isEqual = async (source: string, destination: string) =>
    expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ difference: null });

  beforeAll(async () => {
    servers = await besideOldSource(url ?? '');
  }, 300_000);

  afterAll(() => servers?.[Symbol.asyncDispose]());

  test('structure, rows, changes and commands arrive, and nothing of the task is left', async () => {
    const [source, destination] = await servers.databases('shop');
    await sql(source, ...SHOP);
    await using task = await TestTask.create(servers, 'shop', { objects: [{ schema: 'public' }], accepted: ['PG_REPLICA_IDENTITY'] });
    const sides = { source: servers.source.endpoint('shop'), destination: servers.destination.endpoint('shop') };
    const findings = await task.engine.precheck(taskConfig.parse({ name: 'shop', ...sides, objects: [{ schema: 'public' }] }));
    const told = findings.filter(({ severity }) => severity !== 'pass');
    expect(told).toMatchObject([{ code: 'PG_PRIMARY_KEY' }, { code: 'PG_REPLICA_IDENTITY' }, { code: 'PG_TRUNCATE' }]);
    await task.startAndFollow();
    expect(await valuesOf(source, 'select plugin from pg_replication_slots where database = current_database()')).toEqual([
      'test_decoding',
    ]);
    await task.when(() => task.progress?.source?.heartbeat === 'table');
    await sql(
      source,
      `insert into item (note, price, mood) values ('[old-key] new-tuple: ''', 1.5, 'sad')`,
      'update item set price = price + 0.5 where id < 10',
      'delete from ledger where ctid = (select min(ctid) from ledger)',
      `insert into event_2017 values (99, '2017-03-03', 'y')`,
      'update event set at = at + 1 where id between 18 and 22',
      'begin; alter table item add later int default 7; update item set later = id where id % 3 = 0; alter table line rename n to count; commit',
      'create table fresh (id serial primary key, note varchar(20))',
      `insert into fresh (note) values ('one'), ('two')`,
      'alter table fresh alter note type text',
      'create index fresh_note on fresh (note)',
      `alter type mood add value 'so-so'`,
      `update item set mood = 'so-so' where id = 5`,
    );
    await task.catchesUp();
    await task.send('pause');
    await sql(
      source,
      'delete from item where id between 50 and 60',
      `insert into ledger values ('b', 2), ('b', 2)`,
      'drop table event_2016',
    );
    await task.send('resume');
    await task.reaches('streaming');
    await task.catchesUp();
    await isEqual(source, destination);
    expect(task.complaints()).toEqual([]);
    await task.send('stop');
    await same(source, destination, [
      `select string_agg(c.relkind::text || c.relname, ',' order by c.relname, c.relkind) from pg_class c where c.relnamespace = 'public'::regnamespace
         and c.relkind in ('r', 'v', 'm', 'S', 'i', 'c') and c.relname !~ '^dts_'`,
      `select string_agg(conname || pg_get_constraintdef(oid), ',' order by conname) from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n'`,
      `select concat_ws(' ', last_value, is_called) from tickets`,
      `select obj_description('tickets'::regclass, 'pg_class') || col_description('item'::regclass, 2)`,
      `select nextval('tickets')`,
      `select string_agg(typname, ',' order by typname) from pg_type where typnamespace = 'public'::regnamespace and typtype in ('d', 'e', 'r')
         and typname !~ '^dts_'`,
      `select string_agg(oid::regprocedure::text, ',' order by oid::regprocedure::text) from pg_proc where pronamespace = 'public'::regnamespace
         and proname !~ '^dts_' and proname <> 'stretch' and proname !~ 'multirange'`,
      `select (select count(*) from pg_policy) || (select string_agg(collname, ',') from pg_collation where collnamespace = 'public'::regnamespace)
         || (select string_agg(cfgname, ',') from pg_ts_config where cfgnamespace = 'public'::regnamespace)
         || (select string_agg(oprname, ',') from pg_operator where oprnamespace = 'public'::regnamespace)`,
      `select string_agg(tgname || tgenabled::text, ',') from pg_trigger where not tgisinternal`,
    ]);
    expect(
      await value(
        destination,
        `select concat_ws(' ', seqstart, seqincrement, seqmin, seqmax, seqcache, seqcycle) from pg_sequence
      where seqrelid = 'tickets'::regclass`,
      ),
    ).toBe('10 5 5 500 3 t');
    expect(await task.engine.release(task.id)).toEqual({ leftovers: [] });
    expect(await left(source)).toEqual([]);
    expect(await value(source, `select relreplident::text from pg_class where relname = 'ledger'`)).toBe('d');
  }, 60_000);

  test('tables join under writing, one is copied again, and one is taken away', async () => {
    const { task, source, destination } = await begun(servers, 'joined');
    await using _ = task;
    const hand = new Hand(source, ROUND);
    const objects = (...names: readonly string[]) => ({ objects: listed(...names), accepted: ['PG_PRIMARY_KEY', 'PG_TRUNCATE'] });
    await task.engine.changeObjects(task.id, objects('item', 'late', 'keyless'));
    await task.when(() => stateOf(task, 'late') === 'copying');
    await quick(task);
    await follows(task, 'late');
    await follows(task, 'keyless');
    await sql(destination, 'delete from late where id % 3 = 0');
    await task.engine.copyTable(task.id, tableId({ schema: 'public', name: 'late' }));
    await task.hears((event) => event.kind === 'log' && event.code === 'table.copied-again');
    await follows(task, 'late');
    await hand.stop();
    await task.catchesUp();
    await isEqual(source, destination);
    // Of the tables that joined neither slot nor list is left.
    expect((await left(source)).filter((name) => name?.startsWith('dts_sync_') && !name.endsWith('_pkey'))).toHaveLength(2);
    await task.engine.changeObjects(task.id, objects('item', 'keyless'));
    await sql(source, `update late set v = 'unseen'`, `update item set v = 'seen'`);
    await task.catchesUp();
    expect(await value(destination, `select count(*) from late where v = 'unseen'`)).toBe('0');
    expect(await value(destination, `select count(*) from item where v <> 'seen'`)).toBe('0');
    // Changes of what was taken away by hand.
    expect(task.complaints().filter((said) => !said.startsWith('apply.row-missing'))).toEqual([]);
    await task.send('stop');
    expect(await task.engine.release(task.id)).toEqual({ leftovers: [] });
    expect(await left(source)).toEqual([]);
  }, 60_000);

  test('an account without rights to event triggers: what is added to a table is found in the log', async () => {
    const [source, destination] = await servers.databases('modest');
    const role = `modest_${randomBytes(3).toString('hex')}`;
    await sql(
      source,
      `create role ${role} login replication password 'secret'`,
      'create table t (id int primary key, v text)',
      'create sequence hidden increment 7',
      'revoke all on hidden from public',
      `alter table t owner to ${role}`,
      `insert into t select n, 'first' from generate_series(1, 100) n`,
    );
    const endpoint = (name: string) => ({ ...servers.source.endpoint(name), user: role, password: 'secret' });
    const account = { ...servers, source: { ...servers.source, endpoint } };
    {
      await using task = await TestTask.create(account, 'modest', { objects: listed('t') });
      await task.startAndFollow();
      await sql(
        source,
        'alter table t add more int',
        'update t set more = id, v = v || id where id < 50',
        `insert into t values (101, 'new', 1)`,
      );
      await task.catchesUp();
      await isEqual(source, destination);
      await task.send('stop');
      expect(await task.engine.release(task.id)).toEqual({ leftovers: [] });
    }
    expect(await left(source)).toEqual([]);
    await sql(source, `reassign owned by ${role} to current_user`, `drop owned by ${role}`, `drop role ${role}`);
  }, 60_000);
});

/** What of ours is at the source. */
function left(source: string): Promise<readonly (string | null)[]> {
  return valuesOf(
    source,
    `select slot_name::text from pg_replication_slots where database = current_database() union all select relname from pg_class where relname ~ '^dts_'
       union all select proname from pg_proc where proname ~ '^dts_' union all select evtname from pg_event_trigger where evtname ~ '^dts_'`,
  );
}

async function same(source: string, destination: string, statements: readonly string[]): Promise<void> {
  for (const statement of statements) expect(await value(destination, statement), statement).toBe(await value(source, statement));
}
