import { ITEMS, listedDdl, onItems } from './ddl-listed.ts';
import type { Scenario, Theme } from './scenario.ts';

/** How many tables a schema has on either side, which may be gone. */
function tablesOf(schema: string) {
  const count = `select count(*) from pg_tables where schemaname = '${schema}'`;
  return { source: count, destination: count };
}

/** Commands beyond those. */
const beyond: readonly Scenario[] = [
  onItems('rename_column', 'RENAME COLUMN, also of the key, and of constraints and indexes', [
    'alter table item rename column name to "Label ""1"""',
    'alter table item rename old to name',
    'alter table item rename constraint item_pkey to key_of_item',
    'alter index key_of_item rename to item_pkey',
  ]),
  onItems('not_null', 'SET and DROP NOT NULL', [
    'alter table item alter price set not null',
    'alter table item alter column price drop not null',
    `update item set old = '-'; alter table item alter old set default '-', alter old set not null`,
  ]),
  onItems(
    'drop_constraint',
    'DROP CONSTRAINT, with CASCADE and RESTRICT',
    ['alter table item drop constraint dear restrict', 'alter table item drop constraint if exists name_once cascade'],
    {
      setup: [
        'alter table item add constraint dear check (price > 0), add constraint name_once unique (name)',
        'create table told (name text references item (name))',
      ],
    },
  ),
  {
    schema: 'with_cascade',
    says: 'DROP with CASCADE and RESTRICT takes along what hangs on it',
    setup: [
      ...ITEMS,
      'create table part (id int primary key, item int references item, twice int generated always as (id * 2) stored)',
      'insert into part select n, n from generate_series(1, 20) n',
      'create index by_twice on part (twice)',
    ],
    work: [
      'alter table part drop column twice cascade',
      'insert into part values (21, 1)',
      'drop table item cascade',
      'insert into part values (22, 1000)',
      'create table brief (id int)',
      'drop table brief restrict',
    ],
    expected: { rows: 22 },
  },
  {
    schema: 'goes_as_a_whole',
    says: 'DROP SCHEMA with CASCADE takes its tables along',
    setup: [...ITEMS, 'create table part (id int primary key, item int references item)'],
    work: ['insert into part values (1, 1)', 'insert into item (id) values (100); drop schema goes_as_a_whole cascade'],
    expected: { ...tablesOf('goes_as_a_whole'), lines: 1 },
  },
  {
    schema: 'with_its_types',
    says: 'DROP with CASCADE of a type and a function takes along columns, defaults and checks',
    setup: [
      `create type mood as enum ('good')`,
      `create function five() returns int language sql immutable as 'select 5'`,
      'create table t (id int primary key, m mood, n int default five(), check (n <> five() + 1))',
      `insert into t values (1, 'good')`,
    ],
    work: ['drop type mood cascade', 'insert into t values (2)', 'drop function five() cascade', 'insert into t values (3)'],
    expected: { rows: 3 },
  },
  {
    schema: 'names_swapped',
    says: 'tables, and columns, that take each other’s names, and a table that takes the place of one that goes',
    setup: [
      'create table a (id int primary key, v text)',
      'create table b (id int primary key, n int, m int)',
      `insert into a select n, 'a' from generate_series(1, 10) n`,
      'insert into b select n, n, -n from generate_series(1, 20) n',
      ...ITEMS,
    ],
    work: [
      `begin; alter table a rename to c; alter table b rename to a; alter table c rename to b; insert into a values (100, 1, 2);
       insert into b values (100, 'x'); commit`,
      'update a set n = n + 1 where id < 5',
      `begin; alter table a rename n to o; alter table a rename m to n; alter table a rename o to m; update a set m = 0 where id > 15; commit`,
      'delete from b where id < 4',
      `begin; create table fresh (like item including all); alter table fresh add extra int default 7; insert into fresh select * from item;
       drop table item; alter table fresh rename to item; insert into item (id) values (100); commit`,
      'delete from item where id = 3',
    ],
    expected: { rows: 21 + 8 + 20 },
  },
  {
    schema: 'computed_otherwise',
    says: 'generated columns that are computed in another way from here on',
    since: 17,
    setup: [
      'create table t (id int primary key, v int, g int generated always as (v * 2) stored)',
      'create table p (id int primary key, v int, g int generated always as (v * 2) stored) partition by range (id)',
      'create table p1 partition of p for values from (0) to (100)',
      ...['t', 'p'].map((name) => `insert into ${name} select n, n from generate_series(1, 5) n`),
    ],
    work: ['t', 'p'].flatMap((name) => [
      `insert into ${name} values (8, 8)`,
      `alter table ${name} alter column g set expression as (v * 3)`,
      `insert into ${name} values (9, 1)`,
      `alter table ${name} rename v to w`,
      `begin; insert into ${name} values (10, 1); alter table ${name} alter g type bigint, alter g set expression as (w * 4); update ${name} set w = 7 where id = 1; commit`,
    ]),
    expected: { rows: 16 },
  },
  {
    schema: 'in_functions',
    says: 'commands within functions, procedures, DO and EXECUTE, with names found by the search path',
    setup: [
      ...ITEMS,
      `create function widen(by_name text) returns void language plpgsql as $$ begin
         execute format('alter table item add column %I int default 3', by_name); insert into item (id) values (200); end $$`,
      `create procedure narrow() language sql as $$ alter table item drop column old $$`,
    ],
    work: [
      `select widen('within')`,
      'call narrow()',
      `do $$ begin
         insert into item (id) values (201);
         for n in 1..3 loop execute format('alter table item add column n%s int default %s', n, n); insert into item (id) values (300 + n); end loop;
         update item set n1 = 10 where id > 300;
         alter table item rename n2 to m2;
       end $$`,
    ],
    expected: { rows: 25 },
  },
  {
    schema: 'among_rows',
    says: 'commands among rows in one transaction, taken back in part and wholly',
    setup: ITEMS,
    work: [
      `begin; insert into item (id) values (100); alter table item add a int default 1; insert into item (id, a) values (101, 2);
       alter table item rename a to b; update item set b = b + 1; alter table item drop name; insert into item (id, b) values (102, 5); commit`,
      'begin; alter table item add gone int; insert into item (id, gone) values (103, 1); rollback',
      'begin; savepoint s; alter table item add gone int; insert into item (id, gone) values (104, 1); rollback to s; alter table item add kept int; insert into item (id, kept) values (105, 1); commit',
      `begin; create table fresh (id int primary key, v text); insert into fresh select n, 'v' from generate_series(1, 5) n; alter table fresh add w int default 2; delete from fresh where id = 3; commit`,
      `alter table item alter price type numeric(10,3); alter table item add z int; insert into item (id, z) values (106, 1)`,
    ],
    expected: { rows: 20 + 5 + 4 },
  },
  {
    schema: 'part_by_part',
    says: 'partitions made, attached, detached and dropped',
    setup: [
      'create table t (id int primary key, v text) partition by range (id)',
      'create table t1 partition of t for values from (0) to (100)',
      'create table waiting (id int primary key, v text)',
      `insert into t select n, 'v' from generate_series(1, 10) n`,
      `insert into waiting select n, 'w' from generate_series(201, 210) n`,
    ],
    work: [
      'create table t2 partition of t for values from (100) to (200)',
      `insert into t values (100, 'two'), (101, 'two')`,
      'alter table t attach partition waiting for values from (200) to (300)',
      `insert into t values (250, 'attached')`,
      'create table rest partition of t default',
      `insert into t values (999, 'rest')`,
      'alter table t add column n int default 4',
      'alter table t detach partition t1',
      `insert into t1 values (50, 'alone')`,
      'update t set v = v || n where id > 100',
      'drop table t2',
      'create index t_v on t (v)',
    ],
    expected: { rows: 11 + 11 + 1 },
  },
  {
    schema: 'let_go_beside',
    says: 'a partition that is detached while others go on (CONCURRENTLY)',
    since: 14,
    setup: [
      'create table t (id int primary key, v text) partition by range (id)',
      'create table t1 partition of t for values from (0) to (100)',
      'create table t2 partition of t for values from (100) to (200)',
      `insert into t select n, 'v' from generate_series(95, 110) n`,
    ],
    work: ['alter table t detach partition t1 concurrently', `insert into t1 values (1, 'x')`, `insert into t values (150, 'y')`],
    expected: { rows: 18 },
  },
  {
    schema: 'labels',
    says: 'values added to an enum, renamed, and used at once',
    setup: [
      `create type mood as enum ('good')`,
      'create table t (id int primary key, m mood, l mood[])',
      `insert into t values (1, 'good', '{good}')`,
    ],
    work: [
      `alter type mood add value 'bad'`,
      `insert into t values (2, 'bad', '{good,bad}')`,
      `alter type mood add value if not exists 'so "so" it''s' before 'bad'`,
      `alter type mood rename value 'good' to 'fine'`,
      `update t set m = 'so "so" it''s' where id = 2`,
      `insert into t values (3, 'fine', null)`,
    ],
    expected: { rows: 3 },
  },
  {
    schema: 'identities',
    says: 'identity and generated columns added and dropped',
    setup: ITEMS,
    work: [
      'alter table item add column doubled int generated always as (id * 2) stored',
      'insert into item (id) values (30)',
      'alter table item add column number int generated by default as identity',
      'insert into item (id) values (31)',
      'alter table item alter number drop identity',
      'insert into item (id, number) values (32, 32)',
      'alter table item drop column doubled',
      'insert into item (id, number) values (33, 33)',
    ],
    expected: { rows: 24 },
  },
  {
    schema: 'no_key_yet',
    says: 'a key that comes, goes and comes over other columns',
    setup: [
      'create table t (a int, b text)',
      'alter table t replica identity full',
      `insert into t select n, n::text from generate_series(1, 10) n`,
    ],
    work: [
      'delete from t where a = 1',
      'alter table t add primary key (a)',
      'update t set a = 20 where a = 2',
      'alter table t replica identity default',
      'update t set a = 30, b = null where a = 3',
      'alter table t replica identity full',
      'alter table t drop constraint t_pkey',
      `insert into t values (4, '4'), (4, '4')`,
      `delete from t where ctid = (select min(ctid) from t where a = 4)`,
      `update t set b = 'x' where a = 5`,
    ],
    expected: { rows: 10 },
  },
];

export const ddl: Theme = {
  name: 'ddl',
  scenarios: [...listedDdl, ...beyond],
  structure: true,
  options: { accepted: ['PG_REPLICA_IDENTITY', 'PG_PRIMARY_KEY'] },
};
