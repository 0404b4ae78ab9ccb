import type { Scenario, Theme } from './scenario.ts';

/** Too long for its row, and not compressed: the log leaves it out of changes that do not touch it. */
const LONG = `(select string_agg(md5(i::text), '') from generate_series(1, 120) i)`;

/** A table with a long value under some replica identity, with changes that leave the value alone and some that do not. */
function toast(schema: string, says: string, identity: readonly string[], key = 'primary key'): Scenario {
  return {
    schema,
    says: `long values that a change leaves alone stay, ${says}`,
    setup: [
      `create table t (id int ${key}, code text not null, v text, long text, other text)`,
      'alter table t alter long set storage external, alter other set storage external',
      ...identity,
      `insert into t select n, 'c' || n, 'v', n || ${LONG}, n || ${LONG} from generate_series(1, 12) n`,
    ],
    work: [
      `update t set v = 'short' where id <= 3`,
      `begin; update t set long = 'now short' where id = 4; update t set v = 'and more' where id = 4; commit`,
      `begin; update t set v = 'first' where id = 5; update t set long = ${LONG} || 'new' where id = 5; update t set v = 'third' where id = 5; commit`,
      `update t set code = 'moved', id = 106 where id = 6`,
      `begin; update t set id = 107 where id = 7; update t set v = 'w' where id = 107; update t set other = null where id = 107; commit`,
      'delete from t where id = 8',
      `begin; insert into t values (9 + 200, 'x', 'v', ${LONG}, ${LONG}); update t set v = 'w' where id = 209; commit`,
      'update t set id = id',
      `begin; delete from t where id = 10; insert into t values (10, 'c10', 'again', ${LONG}, null); update t set v = 'w' where id = 10; commit`,
    ],
    expected: { rows: 12 },
  };
}

const long: readonly Scenario[] = [
  toast('toast_default', 'by the primary key', []),
  toast('toast_full', 'by the whole row', ['alter table t replica identity full']),
  toast('toast_keyless', 'by the whole row, without a key', ['alter table t replica identity full'], ''),
  toast('toast_index', 'by a chosen index', [
    'create unique index by_code on t (code)',
    'alter table t replica identity using index by_code',
  ]),
  toast('toast_nothing', 'in a table whose identity the task sets', ['alter table t replica identity nothing']),
  toast('toast_deferrable', 'by a key that identifies nothing', [], 'primary key deferrable'),
];

const keys: readonly Scenario[] = [
  {
    schema: 'keys_swapped',
    says: 'keys that rows hand on to each other within one statement',
    setup: [
      'create table t (id int primary key, v text)',
      `insert into t select n, 'was ' || n from generate_series(30, 1, -1) n`,
      'create table d (id int unique deferrable, v text)',
      'alter table d replica identity full',
      `insert into d select n, 'was ' || n from generate_series(1, 10) n`,
      'create table u (id int primary key, place int unique deferrable initially deferred)',
      'insert into u select n, n from generate_series(1, 10) n',
    ],
    work: [
      'update t set id = id + 1',
      'update d set id = 11 - id',
      `begin; update t set id = -1 where id = 5; update t set id = 5 where id = 6; update t set id = 6 where id = -1; commit`,
      'update u set place = 11 - place',
      'begin; update u set place = 3 where id = 1; update u set place = 10 where id = 8; commit',
    ],
    expected: { rows: 50 },
  },
  {
    schema: 'keys_of_two',
    says: 'a key of two columns, one of which changes',
    setup: ['create table t (a int, b text, v int, primary key (b, a))', `insert into t select n, 'b', n from generate_series(1, 10) n`],
    work: [
      `update t set b = 'c' where a < 4`,
      `update t set a = a + 100 where a > 7`,
      `delete from t where (a, b) = (2, 'c')`,
      `update t set v = 0 where b = 'c'`,
    ],
    expected: { rows: 9 },
  },
  {
    schema: 'twins',
    says: 'rows without a key, equal ones, are changed one for one',
    setup: [
      'create table t (a int, v text)',
      `insert into t select 1, 'twin' from generate_series(1, 6)`,
      'insert into t select null, null from generate_series(1, 4)',
    ],
    work: [
      'delete from t where ctid = (select min(ctid) from t where a = 1)',
      `update t set v = 'told apart' where ctid = (select min(ctid) from t where a = 1)`,
      'update t set a = 5 where ctid = (select min(ctid) from t where a is null)',
      'delete from t where ctid = (select min(ctid) from t where a is null)',
      `begin; insert into t values (1, 'twin'); delete from t where ctid = (select min(ctid) from t where v = 'twin'); insert into t values (1, 'twin'); commit`,
      'update t set v = v',
    ],
    expected: { rows: 9 },
  },
  {
    schema: 'lookalikes',
    says: 'rows without a key that are equal to the server but not the same',
    setup: [
      'create table t (n numeric, i interval, f float8, c char(3), j json, b jsonb)',
      `insert into t values (1.0, '1 day', 0, 'a', '{"a":1}', '1.0'), (1.00, '24 hours', '-0', 'a', '{"a": 1}', '1.00'), (1, '24:00', '0', 'a', '{"a" :1}', '1'),
         (2.0, '1 mon', 'NaN', 'b', '[]', '[]'), (2, '30 days', 'NaN', 'b', '[ ]', '[]')`,
    ],
    work: [
      `delete from t where n::text = '1.00'`,
      `update t set c = 'x' where i::text = '30 days'`,
      `delete from t where j::text = '{"a" :1}'`,
    ],
    expected: { rows: 3 },
  },
  {
    schema: 'made_by_the_server',
    says: 'generated and identity columns, always and by default',
    setup: [
      'create table t (id int generated always as identity primary key, v int, w int generated always as (v * 2) stored)',
      'create table u (id int generated by default as identity, v int, x int default 5)',
      'alter table u replica identity full',
      'insert into t (v) select generate_series(1, 10)',
      'insert into u (v) select generate_series(1, 10)',
    ],
    work: [
      'insert into t (v) values (100), (null)',
      'insert into t (id, v) overriding system value values (1000, 1)',
      'update t set id = default where v = 3',
      'update t set v = v + 1 where id > 5',
      'delete from t where w = 4',
      'insert into u (v) values (100), (null)',
      'insert into u (id, v, x) values (1000, 1, null)',
      'update u set v = v + 1 where v > 5',
      'delete from u where id = 3',
    ],
    expected: { rows: 11 + 12 },
  },
  {
    schema: 'made_in_whole_rows',
    says: 'generated columns of a table that is known by its whole rows, whose changes the source goes on taking',
    setup: [
      'create table t (id int, v int, w text generated always as (upper(v::text)) stored, x int default 5)',
      'alter table t replica identity full',
      'create table u (id int, v int, w text generated always as (upper(v::text)) stored)',
      'insert into t (id, v) select n, n from generate_series(1, 10) n',
      'insert into u (id, v) select n, n from generate_series(1, 10) n',
    ],
    work: [
      ...['t', 'u'].flatMap((table) => [
        `insert into ${table} (id, v) values (11, 100), (12, null)`,
        `update ${table} set v = v + 1 where v > 5`,
        `delete from ${table} where id = 3`,
      ]),
    ],
    expected: { rows: 11 + 11 },
  },
  {
    schema: 'made_when_read',
    says: 'generated columns that are not stored',
    since: 18,
    setup: [
      'create table t (id int primary key, v int, w int generated always as (v * 2) virtual)',
      'insert into t select n, n from generate_series(1, 10) n',
    ],
    work: ['insert into t values (100, 1), (101, null)', 'update t set v = v + 1 where w > 10', 'delete from t where w = 4'],
    expected: { rows: 11 },
  },
];

const PARTS = [
  'create table t (id int, at date, v text, primary key (id, at)) partition by range (at)',
  `create table t_old partition of t for values from (minvalue) to ('2024-01-01')`,
  `create table t_new partition of t for values from ('2024-01-01') to (maxvalue) partition by list (id)`,
  'create table t_new_1 partition of t_new for values in (1, 2, 3)',
  'create table t_new_rest partition of t_new default',
  `insert into t select n, date '2023-12-01' + n * 7, 'v' from generate_series(1, 20) n`,
];
const PARTED = [
  `insert into t values (1, '2020-01-01', 'old'), (2, '2025-01-01', 'new'), (50, '2025-01-01', 'new')`,
  `update t set at = '2024-06-01' where at < '2021-01-01'`,
  `update t set at = at - 3650 where id in (10, 11)`,
  `update t set id = 3 where id = 50`,
  `update t set v = 'w' where id > 15`,
  `delete from t where id = 12`,
  `insert into t_old values (99, '2000-01-01', 'by its own name')`,
  `begin; update t set at = '2000-01-01' where id = 13; update t set at = '2030-01-01' where id = 13; update t set v = 'back' where id = 13; commit`,
];

const partitions: readonly Scenario[] = [
  { schema: 'parts', says: 'rows of partitions, also of those that move between them', setup: PARTS, work: PARTED, expected: { rows: 23 } },
  {
    schema: 'parts_whole',
    says: 'rows of partitions without a key, that move between them',
    setup: [
      ...PARTS.map((statement) => statement.replace(', primary key (id, at)', '')),
      `insert into t select 13, '2024-03-01', 'twin' from generate_series(1, 2)`,
    ],
    work: [...PARTED, `update t set at = '2001-01-01' where v = 'twin'`, `delete from t where v = 'back' and id = 13`],
    expected: { rows: 22 },
  },
  {
    schema: 'root_alone',
    says: 'a partitioned table that is chosen by its root',
    setup: PARTS,
    work: PARTED,
    select: { tables: [{ name: 't' }] },
    expected: { rows: 23 },
  },
  {
    schema: 'via_root',
    says: 'a partitioned table that others publish as one',
    since: 13,
    setup: [...PARTS, 'create publication others for table t with (publish_via_partition_root = true)'],
    work: [...PARTED, 'drop publication others'],
    expected: { rows: 23 },
  },
  {
    schema: 'heirs',
    says: 'inherited tables, each with its own rows',
    setup: [
      'create table t (id int primary key, v text)',
      'create table h (extra int, primary key (id)) inherits (t)',
      `insert into t values (1, 'a')`,
      `insert into h values (1, 'b', 2), (2, 'c', 3)`,
    ],
    work: [`update t set v = v || '!'`, 'insert into h values (3)', 'delete from only t', `update h set id = 7 where id = 2`],
    expected: { rows: 3 },
  },
];

export const identity: Theme = {
  name: 'identity',
  scenarios: [...long, ...keys, ...partitions],
  options: { accepted: ['PG_REPLICA_IDENTITY', 'PG_PRIMARY_KEY'] },
};
