import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenColumns, typesOf } from '#e2e/faults/given-types.ts';
import { list, rows } from '#e2e/faults/rows.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { tableId } from './schema/table.ts';
import type { ColumnSelection } from './task/config.ts';

/** Columns that a person gave another type at the destination. */
let servers: TestServers;

beforeAll(async () => {
  servers = await startServers({ sourceMajor: 15, destinationMajor: 17 });
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

/** Every value, as the two sides print it in UTC. */
const ROW = `select jsonb_build_array(id::int, n::int, name, at at time zone 'UTC', price::float8, mood::text, doc::jsonb)::text from t order by id`;

test('structure, rows and changes go into the types that were chosen, and no value becomes another', async () => {
  const [source, destination] = await servers.databases('widened');
  await sql(
    source,
    `create type mood as enum ('ok', 'good')`,
    `create table t (id int generated always as identity primary key, n int not null default 5, name text collate "C" unique,
       at timestamp not null default '2026-01-01', price numeric(8,2), mood mood, doc json)`,
    'create index t_n on t (n) where n > 0; alter table t add check (n > -100)',
    'create table part (id serial primary key, t int references t)',
    `insert into t (n, name, at, price, mood, doc)
       select i, 'name ' || i, timestamp '2026-03-29 02:30' + i * interval '1 min', i / 4.0, 'ok', json_build_object('i', i) from generate_series(1, 500) i`,
    'insert into part (t) select id from t',
  );
  await using task = await TestTask.create(servers, 'widened', {
    objects: [
      {
        schema: 'public',
        tables: [
          {
            name: 't',
            columns: givenColumns({
              id: 'bigint',
              n: 'numeric',
              name: 'varchar',
              at: 'timestamptz',
              price: 'numeric(12,4)',
              mood: 'text',
              doc: 'jsonb',
            }),
          },
          { name: 'part', columns: givenColumns({ id: 'int8', t: 'bigint' }) },
        ],
        others: [{ kind: 'type', name: 'mood' }],
      },
    ],
  });
  await task.startAndFollow();
  expect(await typesOf(destination, 't')).toEqual([
    'id bigint',
    'n numeric',
    'name character varying',
    'at timestamp with time zone',
    'price numeric(12,4)',
    'mood text',
    'doc jsonb',
  ]);
  expect(await typesOf(destination, 'part')).toEqual(['id bigint', 't bigint']);
  expect(await value(destination, `select seqmax from pg_sequence where seqrelid = 't_id_seq'::regclass`)).toBe('9223372036854775807');
  await sql(
    source,
    `insert into t (n, name, at) values (501, 'late', '2026-06-01 12:00:00.123456')`,
    `update t set price = 99.5, mood = 'good' where id = 7`,
    `update t set name = 'moved' where id = 8`,
    'update t set n = n + 1 where id between 10 and 20',
    'delete from part where t = 9; delete from t where id = 9',
    'insert into part (t) values (501)',
  );
  await task.catchesUp();
  const there = await list(destination, ROW);
  const here = await list(source, ROW.replace(`at at time zone 'UTC'`, 'at'));
  expect(there).toEqual(here);
  expect(await rows(destination, 'part')).toEqual(await rows(source, 'part'));
  expect(task.complaints()).toEqual([]);
  const copied = task.progress?.tables[tableId({ schema: 'public', name: 't' })];
  expect(copied?.formatReason?.en).toBe('Copied as text: column id is of type integer, and of bigint at the destination');
  // A column that has another type stays text; the change of it at the source is told, and its values go on arriving.
  await sql(
    source,
    'alter table t alter price type numeric(9,3)',
    `update t set price = 1.125 where id = 1`,
    'alter table t alter n set default 6',
  );
  await task.catchesUp();
  expect(task.complaints()).toEqual([
    'ddl.type-given: public.t.price is numeric(9,3) at the source now, and stays numeric(12,4) at the destination, as this task says',
  ]);
  expect(await value(destination, 'select price from t where id = 1')).toBe('1.1250');
  expect(
    await value(destination, `select column_default from information_schema.columns where table_name = 't' and column_name = 'n'`),
  ).toBe('6');
  // A value that the given type would round, now that the source's holds more, stops the task.
  await sql(source, 'alter table t alter price type numeric', 'update t set price = 1.00001 where id = 2');
  await expect(task.reaches('stopped')).rejects.toThrow(
    'apply.value-unfit: A value of price of public.t does not fit: the column is numeric at the source, and this task gives price of public.t the type numeric(12,4)',
  );
});

test('what values were made of by USING is copied again into the type that stays', async () => {
  const [source, destination] = await servers.databases('by_using');
  await sql(source, 'create table t (id int primary key, n int)', 'insert into t select i, i from generate_series(1, 100) i');
  await using task = await TestTask.create(servers, 'by_using', {
    objects: [{ schema: 'public', tables: [{ name: 't', columns: givenColumns({ id: null, n: 'numeric' }) }] }],
  });
  await task.startAndFollow();
  await sql(source, 'alter table t alter n type bigint using n * 2', 'insert into t values (101, 7)');
  await task.catchesUp();
  expect(await typesOf(destination, 't')).toEqual(['id integer', 'n numeric']);
  expect(await value(destination, 'select sum(n) from t')).toBe(await value(source, 'select sum(n) from t'));
});

test('a key whose type no longer tells its values apart stops the task by name', async () => {
  const [source] = await servers.databases('key_later');
  await sql(source, 'create table t (id int primary key)', 'insert into t values (1)');
  await using task = await TestTask.create(servers, 'key_later', {
    objects: [{ schema: 'public', tables: [{ name: 't', columns: givenColumns({ id: 'bigint' }) }] }],
  });
  await task.startAndFollow();
  await sql(source, 'alter table t alter id type text', `insert into t values ('01')`);
  await expect(task.reaches('stopped')).rejects.toThrow('rows are found by the column id, and the type bigint that this task gives it');
});

test('partitions have the types of their table, also those that come later', async () => {
  const [source, destination] = await servers.databases('parts');
  await sql(
    source,
    'create table t (id int, at date, n int, primary key (id, at)) partition by range (at)',
    `create table t1 partition of t for values from ('2026-01-01') to ('2026-02-01')`,
    `insert into t select i, '2026-01-15', i from generate_series(1, 50) i`,
  );
  await using task = await TestTask.create(servers, 'parts', {
    objects: [{ schema: 'public', tables: [{ name: 't', columns: givenColumns({ id: 'bigint', at: null, n: 'text' }) }] }],
  });
  await task.startAndFollow();
  await sql(
    source,
    `create table t2 partition of t for values from ('2026-02-01') to ('2026-03-01')`,
    `insert into t values (51, '2026-02-15', 51)`,
    'update t set n = 7 where id = 1',
  );
  await task.catchesUp();
  expect(await typesOf(destination, 't2')).toEqual(['id bigint', 'at date', 'n text']);
  expect(await rows(destination, 't')).toEqual(await rows(source, 't'));
});

test('a table that is dropped and made again has the types once more', async () => {
  const [source, destination] = await servers.databases('again');
  await sql(source, 'create table t (id int primary key, n int)', 'insert into t values (1, 1)');
  await using task = await TestTask.create(servers, 'again', {
    objects: [{ schema: 'public', tables: [{ name: 't', columns: givenColumns({ id: null, n: 'numeric(10,2)' }) }] }],
  });
  await task.startAndFollow();
  await sql(source, 'drop table t', 'create table t (id int primary key, n int)', 'insert into t values (2, 2)');
  await task.catchesUp();
  expect(await typesOf(destination, 't')).toEqual(['id integer', 'n numeric(10,2)']);
  expect(await rows(destination, 't')).toEqual(['2,2.00']);
});

test('what cannot have another type is refused by name before anything is made', async () => {
  const [source, destination] = await servers.databases('refused');
  await sql(
    source,
    `create table t (id int generated always as identity primary key, price numeric, twice numeric generated always as (price * 2) stored,
       flag boolean default false, code char(3) unique, owner int, at timestamp, note text check (length(note) > 0))`,
    'alter table t add foreign key (owner) references t',
    'create index on t ((note || code))',
    'create table keyless (v text); alter table keyless replica identity full',
    'create table base (n int primary key); create table child (m int) inherits (base)',
    'create table split (at timestamp, v int) partition by range (at); alter table split replica identity full',
  );
  const refusals: readonly (readonly [string, string, string, string])[] = [
    ['t', 'id', 'numeric', 'numbers itself'],
    ['t', 'price', 'text', 'reads it: twice'],
    ['t', 'twice', 'text', 'computed from other columns'],
    ['t', 'flag', 'date', 'do not become values'],
    ['t', 'flag', 'int', 'do not become values'],
    ['t', 'code', 'text', 'column of a key'],
    ['t', 'owner', 'text', 'foreign key'],
    ['t', 'note', 'char(5)[]', 'do not become values'],
    ['t', 'note', 'jsonb', 'reads it: '],
    ['keyless', 'v', 'varchar(5)', 'has no key'],
    ['base', 'n', 'bigint', 'inherits'],
    ['child', 'm', 'bigint', 'inherits'],
    ['split', 'at', 'timestamptz', 'partitioned by it'],
  ];
  for (const [table, column, type, why] of refusals) {
    await using task = await TestTask.create(servers, 'refused', {
      objects: [
        { schema: 'public', tables: [{ name: table, columns: [{ name: column, type }, ...keyOf(table, column)] }, ...beside(table)] },
      ],
    });
    await task.send('start');
    const outcome = await task.reaches('streaming').then(
      () => 'began',
      (error: unknown) => String(error),
    );
    expect.soft(outcome, `${table}.${column} ${type}`).toContain('cannot be ');
    expect.soft(outcome).toContain(why);
  }
  expect(await list(destination, `select relname::text from pg_class where relname in ('t', 'keyless', 'base', 'child', 'split')`)).toEqual(
    [],
  );
});

/** Beside the column that is given a type. */
const keyOf = (table: string, column: string): ColumnSelection[] =>
  table === 't' && column !== 'id' ? [{ name: 'id' }] : table === 'child' ? [{ name: 'n' }] : [];

/** Of a family both. */
const beside = (table: string) => (table === 'base' ? [{ name: 'child' }] : table === 'child' ? [{ name: 'base' }] : []);
