import type { Scenario, Theme } from './scenario.ts';

const columns: readonly Scenario[] = [
  {
    schema: 'mapped',
    says: 'a table and its columns under other names, some left out',
    setup: [
      'create table "Order" (id int primary key, "Full Name" text, secret text, twice int generated always as (id * 2) stored)',
      `insert into "Order" select n, 'n' || n, 's' from generate_series(1, 20) n`,
    ],
    work: [
      `insert into "Order" values (100, 'new', 's')`,
      `update "Order" set "Full Name" = 'changed' where id < 5`,
      `update "Order" set secret = 'nobody sees it'`,
      'update "Order" set id = 200 where id = 6',
      'delete from "Order" where id = 7',
    ],
    select: {
      as: 'mapped_there',
      tables: [
        {
          name: 'Order',
          as: 'sold',
          columns: [
            { name: 'id', as: 'number' },
            { name: 'Full Name', as: 'id' },
          ],
        },
      ],
    },
    expected: {
      source: `select id || ':' || "Full Name" from mapped."Order" order by "Order".id`,
      destination: `select number || ':' || id from mapped_there.sold order by number`,
      lines: 20,
    },
  },
  {
    schema: 'mapped_whole',
    says: 'fewer columns of a table that is known by its whole rows',
    setup: [
      'create table t (a int, b text, c text)',
      'alter table t replica identity full',
      `insert into t select n / 2, 'b', n::text from generate_series(1, 20) n`,
    ],
    work: [
      `update t set b = 'x' where c = '4'`,
      `delete from t where c in ('6', '11')`,
      `update t set c = 'unseen' where a = 9`,
      `insert into t values (1, null, 'c')`,
    ],
    select: { tables: [{ name: 't', columns: [{ name: 'a' }, { name: 'b' }] }] },
    expected: {
      source: `select concat_ws(':', a, coalesce(b, '-')) from mapped_whole.t order by 1`,
      destination: `select concat_ws(':', a, coalesce(b, '-')) from mapped_whole.t order by 1`,
      lines: 19,
    },
  },
  {
    schema: 'dropped_before',
    says: 'columns that were dropped, and added again under the name, before the task',
    setup: [
      'create table t (gone int, id int primary key, twice text, v text)',
      'insert into t values (1, 1, 1, 1)',
      'alter table t drop column gone, drop column twice',
      'alter table t add column twice numeric default 2',
    ],
    work: ['insert into t values (2, 2, 2)', 'update t set twice = 3 where id = 1', `update t set v = 'v', id = 5 where id = 2`],
    expected: { rows: 2 },
  },
];

/** What of a filtered table the destination holds, in both words. */
function filtered(schema: string, where: string, lines: number, table = 't'): Scenario['expected'] {
  const said = `select ${table}::text from ${schema}.${table} where`;
  return { source: `${said} ${where} order by 1`, destination: `${said} true order by 1`, lines };
}

const EU = `region = 'eu'`;

const filters: readonly Scenario[] = [
  {
    schema: 'entered_and_left',
    says: 'rows that enter and leave a filter by a change',
    setup: [
      'create table t (id int primary key, region text, v text)',
      'alter table t replica identity full',
      `insert into t select n, case n % 2 when 0 then 'eu' else 'us' end, 'v' from generate_series(1, 20) n`,
    ],
    work: [
      `update t set region = 'eu' where id = 1`,
      `update t set region = 'us' where id = 2`,
      `update t set v = 'w' where id in (3, 4)`,
      `update t set region = null where id = 6`,
      `begin; update t set region = 'us' where id = 8; update t set region = 'eu', v = 'back' where id = 8; commit`,
      `begin; update t set region = 'eu' where id = 5; update t set region = 'us' where id = 5; commit`,
      `begin; insert into t values (100, 'us'); update t set region = 'eu' where id = 100; commit`,
      `begin; insert into t values (101, 'eu'); update t set region = 'us' where id = 101; commit`,
      'delete from t where id in (7, 10)',
      `update t set id = 112, region = 'us' where id = 12`,
      `update t set id = 113, region = 'eu' where id = 13`,
      `update t set id = 114 where id = 14`,
      `begin; delete from t where id = 16; insert into t values (16, 'us'); commit`,
    ],
    select: { tables: [{ name: 't', where: EU }] },
    expected: filtered('entered_and_left', EU, 8),
  },
  {
    schema: 'filtered_whole',
    says: 'equal rows without a key that enter and leave a filter',
    setup: [
      'create table t (region text, v text)',
      'alter table t replica identity full',
      `insert into t select 'eu', 'twin' from generate_series(1, 5) union all select 'us', 'twin' from generate_series(1, 5)`,
    ],
    work: [
      `update t set region = 'us' where ctid = (select min(ctid) from t where region = 'eu')`,
      `update t set region = 'eu', v = 'came' where ctid = (select min(ctid) from t where region = 'us')`,
      `delete from t where ctid in (select ctid from t where v = 'twin' and region = 'eu' limit 2)`,
      `update t set v = 'w' where region = 'us'`,
    ],
    select: { tables: [{ name: 't', where: EU }] },
    expected: filtered('filtered_whole', EU, 3),
  },
  {
    schema: 'filtered_long',
    says: 'a filter over a long value that the change leaves alone',
    setup: [
      'create table t (id int primary key, v text, long text)',
      'alter table t alter long set storage external',
      'alter table t replica identity full',
      `insert into t select n, 'v', n % 2 || (select string_agg(md5(i::text), '') from generate_series(1, 120) i) from generate_series(1, 10) n`,
    ],
    work: [
      `update t set v = 'w' where id < 5`,
      `update t set long = '1' || long where id = 6`,
      `update t set long = '0' || long where id = 7`,
      `update t set id = 20, v = 'x' where id = 9`,
    ],
    select: { tables: [{ name: 't', where: `long like '1%'` }] },
    expected: filtered('filtered_long', `long like '1%'`, 5),
  },
  {
    schema: 'filtered_parts',
    says: 'a filter on a partitioned table, whose rows move between partitions',
    setup: [
      'create table t (id int, at int, region text, primary key (id, at)) partition by range (at)',
      'create table t1 partition of t for values from (0) to (100)',
      'create table t2 partition of t for values from (100) to (200)',
      'alter table t1 replica identity full',
      'alter table t2 replica identity full',
      `insert into t select n, n * 10, case n % 2 when 0 then 'eu' else 'us' end from generate_series(1, 19) n`,
    ],
    work: [
      'update t set at = at + 100 where id in (3, 4)',
      `update t set at = 1, region = 'us' where id = 12`,
      `update t set at = 1, region = 'eu' where id = 13`,
      `update t set region = 'us' where id = 2`,
    ],
    select: { tables: [{ name: 't', where: EU }] },
    expected: filtered('filtered_parts', EU, 8),
  },
  {
    schema: 'filtered_named',
    says: 'a partition that is named by itself has the filter of its root, unless it has its own',
    setup: [
      'create table t (id int, region text, primary key (id)) partition by range (id)',
      'create table t1 partition of t for values from (0) to (10)',
      'create table t2 partition of t for values from (10) to (20)',
      'create table t3 partition of t for values from (20) to (30)',
      ...['t1', 't2', 't3'].map((name) => `alter table ${name} replica identity full`),
      `insert into t select n, case n % 2 when 0 then 'eu' else 'us' end from generate_series(0, 29) n`,
    ],
    work: [
      `update t set region = 'eu' where id in (1, 11, 21)`,
      `update t set region = 'us' where id in (2, 12, 22)`,
      `delete from t where id in (3, 4, 13, 14, 23, 24)`,
    ],
    select: {
      tables: [
        { name: 't', where: EU },
        { name: 't1', operations: ['insert', 'update', 'delete'] },
        { name: 't3', where: `region = 'us'` },
      ],
    },
    expected: {
      source: `select t::text from filtered_named.t where (region = 'eu') = (id < 20) order by id`,
      destination: 'select t::text from filtered_named.t order by id',
      lines: 12,
    },
  },
];

export const columnsAndFilters: Theme = { name: 'columns_and_filters', scenarios: [...columns, ...filters] };
