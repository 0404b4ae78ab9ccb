import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenColumns, typesOf } from '#e2e/faults/given-types.ts';
import { follows } from '#e2e/faults/joining.ts';
import { list, rows } from '#e2e/faults/rows.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { type ColumnSelection, sourceEndpoint } from './task/config.ts';

/** Values that come into columns of another type: each is the same there, or refused. */
let servers: TestServers;

beforeAll(async () => {
  servers = await startServers({ sourceMajor: 15, destinationMajor: 12 });
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

test('a value that is not the same in a narrower type is refused by the load and by the log, never cut or rounded', async () => {
  const [source, destination] = await servers.databases('narrowed');
  await sql(
    source,
    'create table t (id bigint primary key, v text, c text, x numeric, at timestamptz, n bigint, d timestamp)',
    `insert into t values (1, 'short', 'abc', 1.5, '2026-01-01 10:00+02', 7, '2026-01-01')`,
  );
  const types = { id: null, v: 'varchar(10)', c: 'char(200)', x: 'numeric(6,2)', at: 'timestamp(0)', n: 'int', d: 'date' };
  await using task = await TestTask.create(servers, 'narrowed', {
    objects: [{ schema: 'public', tables: [{ name: 't', columns: givenColumns(types) }] }],
  });
  await task.startAndFollow();
  expect(await rows(destination, 't')).toEqual([`1,short,"${'abc'.padEnd(200)}",1.50,"2026-01-01 08:00:00",7,2026-01-01`]);
  await sql(source, `update t set v = 'much too long'`);
  await expect(task.reaches('stopped')).rejects.toThrow('apply.value-unfit: A value of v of public.t does not fit');
  // Nothing after the checkpoint was written.
  expect(await value(destination, 'select v from t')).toBe('short');
});

test('an address is the same text from the load and from the log, and a text becomes one', { timeout: 120_000 }, async () => {
  const [source, destination] = await servers.databases('addresses');
  await sql(
    source,
    'create table t (id int primary key, ip inet, host text, yes boolean)',
    `insert into t values (1, '10.0.0.1', '10.0.0.1', true)`,
  );
  await using task = await TestTask.create(servers, 'addresses', {
    objects: [
      { schema: 'public', tables: [{ name: 't', columns: givenColumns({ id: null, ip: 'varchar(45)', host: 'inet', yes: null }) }] },
    ],
  });
  await task.startAndFollow();
  await sql(source, `insert into t values (2, '10.0.0.2', '10.0.0.2', false), (3, '10.0.0.0/8', 'fe80::1', null)`);
  await task.catchesUp();
  expect(await rows(destination, 't')).toEqual(['1,10.0.0.1,10.0.0.1,t', '2,10.0.0.2,10.0.0.2,f', '3,10.0.0.0/8,fe80::1,']);
});

test.each([
  ['v', 'varchar(10)', `'much too long'`, 'value too long for type character varying(10)'],
  ['c', 'char(200)', `'a blank '`, 'value too long for type character(200)'],
  ['x', 'numeric(6,2)', '1.005', 'invalid input syntax for type numeric'],
  ['at', 'timestamp(0)', `'2026-01-01 10:00:00.5+02'`, 'invalid input syntax for type timestamp'],
  ['n', 'int', '5000000000', 'out of range for type integer'],
  ['d', 'date', `'2026-01-01 10:00'`, 'invalid input syntax for type date'],
])('a row of the load that does not fit %s %s is refused', async (column, type, bad, why) => {
  const name = `load_${column}`;
  const [source, destination] = await servers.databases(name);
  await sql(
    source,
    'create table t (id bigint primary key, v text, c text, x numeric, at timestamptz, n bigint, d timestamp)',
    `insert into t (id, ${column}) values (1, ${bad})`,
  );
  const types = { id: null, [column]: type };
  await using task = await TestTask.create(servers, name, {
    types: ['schema', 'full'],
    objects: [{ schema: 'public', tables: [{ name: 't', columns: givenColumns(types) }] }],
  });
  await task.send('start');
  await expect(task.reaches('finished')).rejects.toThrow(why);
  expect(await value(destination, 'select count(*) from t')).toBe('0');
});

test('a number that is too large for the type is refused as the log brings it', async () => {
  const [source, destination] = await servers.databases('too_large');
  await sql(source, 'create table t (id bigint primary key, n bigint)', 'insert into t values (1, 7)');
  await using task = await TestTask.create(servers, 'too_large', {
    objects: [{ schema: 'public', tables: [{ name: 't', columns: givenColumns({ id: 'int', n: 'int' }) }] }],
  });
  await task.startAndFollow();
  await sql(source, 'update t set n = 2147483648', 'insert into t values (2, 2)');
  await expect(task.reaches('stopped')).rejects.toThrow('apply.value-unfit: A value of n of public.t does not fit');
  expect(await rows(destination, 't')).toEqual(['1,7']);
});

test('rows of a table without a key are found by the values they have there', async () => {
  const [source, destination] = await servers.databases('keyless_rows');
  await sql(
    source,
    'create table k (n int, doc json, v varchar(10), x numeric)',
    'alter table k replica identity full',
    `insert into k select i % 3, '{"a": 1}', 'same', 1.0 from generate_series(1, 9) i`,
    `insert into k values (null, '{"a":1}', null, 1.00), (1, '{"b":  2}', 'x', null)`,
  );
  await using task = await TestTask.create(servers, 'keyless_rows', {
    objects: [{ schema: 'public', tables: [{ name: 'k', columns: givenColumns({ n: 'bigint', doc: null, v: 'text', x: 'text' }) }] }],
  });
  await task.startAndFollow();
  await sql(
    source,
    'update k set v = $$one$$ where ctid = (select min(ctid) from k where n = 1)',
    `delete from k where n is null`,
    `delete from k where ctid = (select min(ctid) from k where n = 2)`,
    `update k set doc = '{"b":3}' where v = 'x'`,
    'update k set x = 1.00 where v = $$one$$',
    `insert into k values (5, '[ 1 ]', 'new', 1.5)`,
  );
  await task.catchesUp();
  const all = 'select n::int, doc::jsonb, v, x::text from k';
  const shown = (url: string) => list(url, `select q::text from (${all}) as q order by 1`);
  expect(await shown(destination)).toEqual(await shown(source));
  expect(task.complaints()).toEqual([]);
});

test('a source that notes no commands keeps the type as well, and copies what became other values', async () => {
  const [source, destination] = await servers.databases('unnoted');
  await sql(
    source,
    `create role writer login replication password 'secret'; grant create on database unnoted to writer; grant all on schema public to writer`,
    'create table t (id int primary key, n int, v text)',
    'insert into t select i, i, i from generate_series(1, 20) i',
    'alter table t owner to writer',
  );
  const endpoint = { ...servers.source.endpoint('unnoted'), user: 'writer', password: 'secret' };
  await using task = await TestTask.create(servers, 'unnoted', {
    source: sourceEndpoint.parse(endpoint),
    objects: [{ schema: 'public', tables: [{ name: 't', columns: givenColumns({ id: 'bigint', n: 'numeric', v: null }) }] }],
  });
  await task.startAndFollow();
  await sql(source, 'alter table t alter n type bigint using n * 3', `insert into t values (21, 5, 'more')`);
  await task.catchesUp();
  await task.send('pause');
  await task.reaches('paused');
  await sql(source, `insert into t values (22, 5000000000, 'later')`);
  await task.send('resume');
  await task.reaches('streaming');
  await task.catchesUp();
  expect(await typesOf(destination, 't')).toEqual(['id bigint', 'n numeric', 'v text']);
  expect(await rows(destination, 't')).toEqual(await rows(source, 't'));
});

test('a table that is there is filled as it was chosen', async () => {
  const [source, destination] = await servers.databases('there');
  await sql(source, 'create table t (id int primary key, v text, at timestamp)', `insert into t values (1, 'a', '2026-01-01 10:00')`);
  await sql(destination, 'create table t (id bigint primary key, v varchar(5), at timestamptz)');
  await using task = await TestTask.create(servers, 'there', {
    types: ['full', 'incremental'],
    objects: [{ schema: 'public', tables: [{ name: 't', columns: givenColumns({ id: 'bigint', v: 'varchar(5)', at: 'timestamptz' }) }] }],
  });
  await task.startAndFollow();
  await sql(source, `insert into t values (2, 'b', '2026-07-01 10:00')`, `update t set v = 'aa' where id = 1`);
  await task.catchesUp();
  expect(await list(destination, `select id || v || (at at time zone 'UTC')::text from t order by id`)).toEqual([
    '1aa2026-01-01 10:00:00',
    '2b2026-07-01 10:00:00',
  ]);
  await sql(source, `update t set v = 'longer than five' where id = 1`);
  await expect(task.reaches('stopped')).rejects.toThrow('apply.value-unfit: A value of v of public.t does not fit');
});

test('a table that is added later has its types; those of one that is followed stay as they are', async () => {
  const [source, destination] = await servers.databases('added');
  await sql(source, 'create table t (id int primary key, n int)', 'create table later (id int primary key, v text)');
  await sql(source, `insert into later select i, 'v' || i from generate_series(1, 50) i`);
  const followed = { name: 't', columns: givenColumns({ id: 'bigint', n: null }) };
  await using task = await TestTask.create(servers, 'added', { objects: [{ schema: 'public', tables: [followed] }] });
  await task.startAndFollow();
  const asked = (own: ColumnSelection[], added: ColumnSelection[]) => ({
    objects: [
      {
        schema: 'public',
        tables: [
          { ...followed, columns: own },
          { name: 'later', columns: added },
        ],
      },
    ],
    accepted: ['PG_COLUMN_TYPE_NARROW', 'CHECK_DEST_VERSION'],
  });
  const narrow = asked(followed.columns, givenColumns({ id: 'bigint', v: 'varchar(2)' }));
  const { findings } = await task.engine.previewObjects(task.id, narrow);
  expect(findings.find(({ code }) => code === 'PG_COLUMN_TYPE')?.problems.map(({ subject }) => subject)).toEqual(['public.later.v']);
  const other = await task.engine.previewObjects(task.id, asked(givenColumns({ id: 'bigint', n: 'text' }), followed.columns));
  expect(other.refused.map(({ table, reason }) => `${table.name}: ${reason.en}`).join()).toContain('t: Its columns cannot be changed');
  await task.engine.changeObjects(task.id, asked(followed.columns, givenColumns({ id: 'bigint', v: 'varchar(9)' })));
  await follows(task, 'later');
  await sql(source, `insert into later values (51, 'more')`, 'insert into t values (1, 1)');
  await task.catchesUp();
  expect(await typesOf(destination, 'later')).toEqual(['id bigint', 'v character varying(9)']);
  expect(await rows(destination, 'later')).toEqual(await rows(source, 'later'));
});
