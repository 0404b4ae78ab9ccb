import type { Scenario, Theme } from './scenario.ts';

const KEYED = 'create table t (id int primary key, v text)';
const ROWS = `insert into t select n, 'row ' || n from generate_series(1, 50) n`;

const rows: readonly Scenario[] = [
  {
    schema: 'plain_rows',
    says: 'rows come, change and go',
    setup: [KEYED, ROWS],
    work: [
      `insert into t values (100, 'new'), (101, null), (102, '')`,
      `update t set v = v || '!' where id % 5 = 0`,
      'update t set v = null where id = 7',
      'delete from t where id between 20 and 29',
      `insert into t values (25, 'again')`,
      `begin; insert into t values (200, 'passing'); update t set v = 'x' where id = 200; delete from t where id = 200; commit`,
      `begin; delete from t where id = 1; insert into t values (1, 'put back'); commit`,
      `begin; insert into t values (300, 'never'); rollback`,
      `insert into t values (8, 'conflict') on conflict (id) do update set v = excluded.v`,
    ],
    expected: { rows: 44 },
  },
  {
    schema: 'one_row_often',
    says: 'a row that changes in every transaction',
    setup: ['create table t (id int primary key, n int, v text)', 'insert into t values (1, 0, null), (2, 0, null)'],
    work: [
      ...Array.from({ length: 40 }, (_, n) => `update t set n = n + 1, v = 'round ${n}' where id = 1`),
      'delete from t where id = 2; insert into t values (2, 1)',
      'delete from t where id = 2; insert into t values (2, 2); delete from t where id = 2; insert into t values (2, 3)',
    ],
    expected: { rows: 2 },
  },
  {
    schema: 'no_columns',
    says: 'rows of a table without columns, and of one with nothing but nulls',
    setup: [
      'create table t ()',
      'alter table t replica identity full',
      'insert into t default values',
      'create table u (a int, b text)',
      'alter table u replica identity full',
    ],
    work: [
      'insert into t default values',
      'insert into u values (null, null), (null, null), (null, null)',
      'delete from u where ctid = (select min(ctid) from u)',
    ],
    expected: { rows: 4 },
  },
  {
    schema: 'cascading',
    says: 'rows that foreign keys and triggers of the source change are changed once',
    setup: [
      'create table parent (id int primary key)',
      'create table child (id int primary key, parent int references parent on update cascade on delete cascade)',
      'create table noted (id serial primary key, what text)',
      `create function note() returns trigger language plpgsql as $$ begin
         execute format('insert into %I.noted (what) values (%L)', tg_table_schema, tg_op || old.id); return null; end $$`,
      'create trigger note after update or delete on child for each row execute function note()',
      'insert into parent select generate_series(1, 10)',
      'insert into child select n, (n + 1) / 2 from generate_series(1, 20) n',
    ],
    work: ['update parent set id = id + 100 where id > 5', 'delete from parent where id in (1, 106)'],
    expected: { rows: 8 + 16 + 14 },
  },
];

const truncates: readonly Scenario[] = [
  {
    schema: 'truncated',
    says: 'TRUNCATE, of one table, of several and with CASCADE, between rows',
    setup: [
      KEYED,
      ROWS,
      'create table u (id int primary key, t int references t)',
      'insert into u select n, n from generate_series(1, 50) n',
      'create table w (id int primary key)',
      'insert into w values (1)',
      'create table alone (id int primary key)',
      'insert into alone values (1)',
    ],
    work: [
      `begin; insert into t values (100, 'gone'); truncate t cascade; insert into t values (1, 'new'); commit`,
      'insert into u values (1, 1)',
      'insert into w values (2); truncate w, alone; insert into alone values (3)',
      'begin; truncate w; insert into w values (5); rollback',
      'begin; savepoint s; truncate alone; rollback to s; insert into alone values (4); commit',
    ],
    expected: { rows: 4 },
  },
  {
    schema: 'restarted',
    says: 'TRUNCATE RESTART IDENTITY sets the sequence back',
    setup: [
      'create table t (id int generated always as identity primary key, v text)',
      'insert into t (v) select n::text from generate_series(1, 30) n',
    ],
    work: [`insert into t (v) values ('a')`, 'truncate t restart identity'],
    expected: {
      source: 'select last_value::text || is_called from restarted.t_id_seq',
      destination: 'select last_value::text || is_called from restarted.t_id_seq',
      lines: 1,
    },
  },
  {
    schema: 'roots_truncated',
    says: 'TRUNCATE of a partitioned table and of one partition',
    setup: [
      'create table t (id int primary key) partition by range (id)',
      'create table t1 partition of t for values from (0) to (100)',
      'create table t2 partition of t for values from (100) to (200)',
      'create table u (id int primary key) partition by range (id)',
      'create table u1 partition of u for values from (0) to (100)',
      'create table u2 partition of u for values from (100) to (200)',
      'insert into t select generate_series(90, 110)',
      'insert into u select generate_series(90, 110)',
    ],
    work: ['truncate t', 'insert into t values (7), (107)', 'truncate u1', 'insert into u values (8)'],
    expected: { rows: 2 + 12 },
  },
];

const transactions: readonly Scenario[] = [
  {
    schema: 'messages',
    says: 'logical messages, with or without a transaction, are nobody’s rows',
    setup: [KEYED],
    work: [
      `select pg_logical_emit_message(true, 'opendts', 'not a row'), pg_logical_emit_message(false, 'opendts', 'not a row')`,
      `begin; insert into t values (1, 'a'); select pg_logical_emit_message(true, '', repeat('x', 100000)); insert into t values (2, 'b'); commit`,
      `begin; select pg_logical_emit_message(false, 'other', '\\x00ff'::bytea); insert into t values (3, 'c'); rollback`,
    ],
    expected: { rows: 2 },
  },
  {
    schema: 'from_elsewhere',
    says: 'what was applied at the source from elsewhere goes on (cascade)',
    setup: [KEYED, ROWS, `select pg_replication_origin_create('upstream of ' || current_database())`],
    work: [
      `select pg_replication_origin_session_setup('upstream of ' || current_database())`,
      `begin; select pg_replication_origin_xact_setup('0/1234', '2020-01-01'); insert into t values (60, 'applied'); update t set v = 'applied' where id = 3; delete from t where id = 4; commit`,
      'truncate t',
      `insert into t values (1, 'after')`,
      `select pg_replication_origin_session_reset()`,
      `insert into t values (2, 'our own')`,
      `select pg_replication_origin_drop('upstream of ' || current_database())`,
    ],
    expected: { rows: 2 },
  },
  {
    schema: 'savepoints',
    says: 'what a transaction took back never comes, large or small, streamed or not',
    setup: [KEYED, 'create table u (id int, v text)', 'alter table u replica identity full'],
    work: [
      `begin; insert into t values (1, 'stays'); savepoint a; insert into t values (2, 'goes'); savepoint b; update t set v = 'goes' where id = 1;
       rollback to b; release savepoint b; rollback to a; insert into t values (3, 'stays'); commit`,
      `begin; insert into u select n, repeat('x', 100) from generate_series(1, 3000) n; savepoint a;
       insert into u select n, repeat('y', 100) from generate_series(1, 3000) n; delete from u where id <= 1000; savepoint b;
       update u set v = 'z' where id > 2000; rollback to b; insert into t select n, 'b' from generate_series(100, 110) n; rollback to a;
       delete from u where id % 3 = 0; savepoint c; update u set v = v || id where id % 3 = 1; release savepoint c;
       insert into t select n, 'c' from generate_series(200, 210) n; commit`,
      `do $$ begin for i in 1..200 loop
         begin insert into t values (1000 + i, 'tried'); if i % 2 = 0 then raise 'no'; end if;
         exception when raise_exception then null; end; end loop; end $$`,
      `begin; insert into u select n, repeat('x', 100) from generate_series(1, 3000) n; rollback`,
    ],
    expected: { rows: 2 + 2000 + 11 + 100 },
  },
  {
    schema: 'prepared',
    says: 'a prepared transaction comes when it is committed, and not when it is rolled back',
    setup: [KEYED, ROWS],
    work: [
      `begin; insert into t values (100, 'prepared'); update t set v = 'prepared' where id = 1; prepare transaction 'kept'`,
      `begin; insert into t values (101, 'prepared'); delete from t where id > 10 and id < 20; prepare transaction 'dropped'`,
      `insert into t values (102, 'between')`,
      `begin; insert into t select n, repeat('x', 100) from generate_series(1000, 3000) n; savepoint s; delete from t where id > 2000; rollback to s; prepare transaction 'large'`,
      `commit prepared 'kept'`,
      `update t set v = 'after' where id = 100`,
      `rollback prepared 'dropped'`,
      `commit prepared 'large'`,
    ],
    expected: { rows: 50 + 2 + 2001 },
  },
];

export const changes: Theme = { name: 'changes', scenarios: [...rows, ...truncates, ...transactions] };
