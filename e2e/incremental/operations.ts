import type { Scenario, Theme } from './scenario.ts';

const TABLE = ['create table t (id int primary key, v text)', `insert into t select n, 'old' from generate_series(1, 6) n`];

/** Lines of a table, as they are to be. */
const lines = (schema: string, ...rows: readonly string[]): Scenario['expected'] => ({
  source: `select * from (values ${rows.map((row) => `('${row}')`).join(', ')}) as wanted(row) order by 1`,
  destination: `select t::text from ${schema}.t order by 1`,
  lines: rows.length,
});

const scenarios: readonly Scenario[] = [
  {
    schema: 'nothing_removed',
    says: 'without DELETE and TRUNCATE rows stay, and give way to a row that takes their key',
    setup: TABLE,
    work: [
      'delete from t where id <= 3',
      `insert into t values (1, 'again')`,
      `update t set v = 'changed' where id = 5`,
      'truncate t',
      `insert into t values (6, 'new')`,
    ],
    select: { operations: ['insert', 'update'] },
    expected: lines('nothing_removed', '(1,again)', '(2,old)', '(3,old)', '(4,old)', '(5,changed)', '(6,new)'),
  },
  {
    schema: 'nothing_new',
    says: 'without INSERT nobody misses the rows that never came',
    setup: TABLE,
    work: [`insert into t values (7, 'new')`, `update t set v = 'changed' where id in (1, 7)`, 'delete from t where id in (2, 7)'],
    select: { tables: [{ name: 't', operations: ['update', 'delete'] }] },
    expected: lines('nothing_new', '(1,changed)', '(3,old)', '(4,old)', '(5,old)', '(6,old)'),
  },
  {
    schema: 'nothing_altered',
    says: 'structure that is not chosen stays, what is chosen is carried, and rows go on',
    setup: [...TABLE, 'create table stays (id int primary key)', 'create index t_v on t (v)'],
    work: [
      'delete from t where id > 2',
      'alter table t add column more int default 4',
      'alter table t rename v to w',
      'alter table t alter w set not null, alter w set default 0, add constraint c check (id > 0)',
      `insert into t (id, w) values (3, 'three')`,
      'alter table t alter w type varchar(90)',
      'drop index t_v',
      'create index t_w on t (w)',
      'drop table stays',
      'create table fresh (id int primary key)',
      'alter table t drop column more',
      `insert into t values (4, 'four')`,
    ],
    select: { operations: ['insert', 'update', 'delete', 'truncate', 'addColumn'] },
    expected: {
      source: `select * from (values ('(1,old,4)'), ('(2,old,4)'), ('(3,three,4)'), ('(4,four,4)'), ('stays'), ('t'), ('t_v'), ('v text null')) as wanted(row)
        order by row collate "C"`,
      destination: `select row from (
          select t::text as row from nothing_altered.t
          union all select relname from pg_class where relnamespace = 'nothing_altered'::regnamespace and relname !~ '_pkey$'
          union all select format('%s %s %s', attname, format_type(atttypid, atttypmod), case when attnotnull then 'not null' else 'null' end)
            from pg_attribute where attrelid = 'nothing_altered.t'::regclass and attnum = 2) as found order by row collate "C"`,
      lines: 8,
    },
  },
];

/** SQL operations that are chosen of what is followed; rows that are there are copied whatever is chosen. */
export const operations: Theme = { name: 'operations', scenarios };
