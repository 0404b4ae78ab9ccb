import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { sql, startServers, type TestServers, valuesOf } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

const FOLLOWING = `select query ~ 'binary' from pg_stat_activity where query like 'START_REPLICATION%' and state = 'active' and datname = current_database()`;

describe.each([15, 18])('the log of version %i, asked for in binary', (sourceMajor) => {
  let servers: TestServers;

  beforeAll(async () => {
    servers = await startServers({ sourceMajor });
  }, 300_000);

  afterAll(() => servers[Symbol.asyncDispose]());

  /** A task of the database's public schema that follows it. */
  async function followed(database: string): Promise<TestTask> {
    const task = await TestTask.create(servers, database, { objects: [{ schema: 'public' }] });
    await task.startAndFollow();
    return task;
  }

  async function isSame(source: string, destination: string): Promise<void> {
    expect((await compareDatabases(source, destination)).difference).toBeNull();
  }

  const tries = (task: TestTask) => task.events.filter(({ kind }) => kind === 'retry').length;

  test('brings values of every type that is read so, one by one and many at once', { timeout: 200_000 }, async () => {
    const [source, destination] = await servers.databases('values');
    await sql(
      source,
      `create type mood as enum ('sad', 'glad')`,
      'create domain price as numeric(12, 2) check (value >= 0)',
      'create domain known as mood check (value is not null)',
      `create table item (id bigint primary key, small smallint, number int, yes boolean, raw bytea, name name, text text, oid oid, json json, jsonb jsonb,
         double float8, chars character(6), varchar varchar(40), day date, clock time, stamp timestamp(3), at timestamptz, amount numeric(14, 4), uuid uuid,
         mood mood, price price, long text)`,
      'alter table item alter column long set storage external',
      'create table own (id int primary key, price price, known known, at timestamptz)',
      'create table pair (mood mood, number numeric, n int, primary key (mood, number))',
      'create table bare (n int, at timestamptz, amount numeric)',
      'alter table bare replica identity full',
      'create table whole (id int primary key, long text, n int)',
      'alter table whole alter column long set storage external, replica identity full',
    );
    await using task = await followed('values');
    const rows = (from: number, to: number) =>
      `insert into item select n, n, -n, n % 2 = 0, decode(lpad(to_hex(n), 8, '0'), 'hex'), 'name ' || n, E'a\\tb\\\\n' || n, n, '{"a":  1}', '{"ü":  1}',
         n / 7.0, 'c' || n, 'v' || n, date '0001-01-01' + n, time '00:00' + n * interval '1.5 s', timestamp '2000-01-01 BC' + n * interval '1 day 1 ms',
         timestamptz '1999-12-31 23:59:59.9+00' + n * interval '0.1 s', n / 3.0, md5(n::text)::uuid, 'glad', n, repeat('long', 1000) from generate_series(${from}, ${to}) n`;
    await sql(
      source,
      rows(1, 500),
      rows(501, 503),
      'insert into item (id) values (-1), (9223372036854775807)',
      `insert into item (id, double, day, stamp, at, amount) values (-2, 'NaN', 'infinity', '-infinity', 'infinity', 'NaN'), (-3, '-0', '4713-01-01 BC', '4713-01-01 BC', '0044-03-15 BC', -0.0001)`,
      `insert into own select n, n, 'sad', now() from generate_series(1, 100) n`,
      `insert into pair select 'sad', n / 4.0, n from generate_series(1, 100) n`,
      'insert into bare select n % 5, now(), n % 5 + 0.10 from generate_series(1, 60) n',
      `insert into whole select n, repeat('long', 1000), n from generate_series(1, 40) n`,
    );
    await sql(
      source,
      'begin; update item set number = 7, amount = amount * -1 where id between 1 and 300; update item set text = text || 1 where id % 3 = 0; commit',
      'update item set id = id + 100000 where id between 10 and 60',
      'delete from item where id between 200 and 260',
      'begin; delete from item where id = 300; insert into item (id, amount) values (300, 1.10); update item set at = now() where id = 300; commit',
      `update own set price = price + 0.5, known = 'glad' where id < 50`,
      `update pair set mood = 'glad', number = number + 0.10 where n < 50`,
      'update pair set n = -n',
      'delete from bare where ctid in (select min(ctid) from bare group by n)',
      'update bare set amount = 0.100 where ctid in (select max(ctid) from bare group by n)',
      'update whole set n = -n where id < 20',
      'delete from whole where id = 30',
    );
    await task.catchesUp();
    await isSame(source, destination);
    expect(await valuesOf(source, FOLLOWING)).toEqual(['t']);
    expect(tries(task)).toBe(0);
    expect(task.complaints()).toEqual([]);
  });

  test('is text where a column comes whose type is not read in binary, before or within a transaction', { timeout: 200_000 }, async () => {
    const [source, destination] = await servers.databases('text');
    await sql(
      source,
      'create table item (id int primary key, at timestamptz)',
      'insert into item select n, now() from generate_series(1, 50) n',
    );
    await using task = await followed('text');
    await sql(
      source,
      'insert into item select n, now() from generate_series(51, 150) n',
      `alter table item add column tags text[] default '{a}'`,
      `insert into item select n, now(), array['b', null] from generate_series(151, 300) n`,
    );
    await task.catchesUp();
    await isSame(source, destination);
    expect(tries(task)).toBe(0);
    expect(await valuesOf(source, FOLLOWING)).toEqual(['f']);

    const [inside, there] = await servers.databases('inside');
    await sql(inside, 'create table item (id int primary key, at timestamptz)');
    await using other = await followed('inside');
    await sql(
      inside,
      `begin; insert into item values (1, now()); alter table item add column place point; insert into item select n, now(), '(1,2)' from generate_series(2, 90) n;
       alter table item drop column place; commit`,
      'update item set at = now()',
    );
    await other.catchesUp();
    await isSame(inside, there);
    expect(tries(other)).toBe(1);
  });

  test('writes no bytes into a column that has another type at the destination', { timeout: 200_000 }, async () => {
    const [source, destination] = await servers.databases('types');
    await sql(
      source,
      'create table item (id int primary key, n int, at timestamptz)',
      'create table wide (id int primary key, n int)',
      'create table longer (id int primary key, n int, doc json, day date)',
      'create table checked (id int primary key, n int)',
    );
    await sql(destination, 'create table wide (id bigint primary key, n real)');
    await using task = await TestTask.create(servers, 'types', { objects: [{ schema: 'public' }], conflictMode: 'ignore' });
    await task.startAndFollow();
    // As wide, and read as something else; of other widths; and where what is misread is refused for what it would be.
    await sql(
      destination,
      'alter table item alter column n type real, alter column at type timestamp',
      'alter table longer alter column n type bigint, alter column doc type jsonb, alter column day type timestamp',
      'alter table checked alter column n type real, add check (n >= 1)',
    );
    for (const from of [1, 1001]) {
      const rows = `from generate_series(${from}, ${from} + 199) n`;
      await sql(
        source,
        `begin; insert into item select n, n * 1000, timestamptz '2020-01-01 00:00+00' + n * interval '1 h' ${rows}; insert into wide select n, n ${rows};
         insert into longer select n, n, '{"n": 1}', date '2020-01-01' + n ${rows}; insert into checked select n, n ${rows}; commit`,
      );
      await task.catchesUp();
    }
    const right = [
      `item where n = id * 1000 and at = timestamp '2020-01-01' + id * interval '1 h'`,
      'wide where n = id',
      `longer where n = id and doc = '{"n": 1}' and day = timestamp '2020-01-01' + id * interval '1 day'`,
      'checked where n = id',
    ];
    const counts = right.map((each) => `select count(*)::text from ${each}`).join(' union all ');
    expect(await valuesOf(destination, counts)).toEqual(['400', '400', '400', '400']);
    expect(tries(task)).toBe(0);
  });
});
