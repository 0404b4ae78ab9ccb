import type { Scenario, Theme } from './scenario.ts';

/** Without a key, with rows that are there twice. */
const filled = (name: string) => [
  `create table ${name} (a int, v text)`,
  `insert into ${name} select n / 2, 'v' from generate_series(1, 10) n`,
];

/** The source refuses these of a published table that has no replica identity. */
const changed = (name: string) => [
  `update ${name} set v = 'w' where a = 3`,
  `delete from ${name} where ctid = (select min(ctid) from ${name} where a = 2)`,
];

const scenarios: readonly Scenario[] = [
  {
    schema: 'there_before',
    says: 'tables that are there at the first run, also one whose identity is NOTHING and one under another name since',
    setup: [
      ...filled('plain'),
      ...filled('nothing'),
      'alter table nothing replica identity nothing',
      ...filled('named'),
      'create table put_off (id int primary key deferrable, v text)',
      `insert into put_off select n, 'v' from generate_series(1, 5) n`,
    ],
    work: [
      ...changed('plain'),
      ...changed('nothing'),
      'alter table named rename to renamed',
      ...changed('renamed'),
      'update put_off set id = 6 - id',
    ],
    later: ['insert into renamed values (2, null)', ...changed('renamed'), 'delete from put_off where id = 3'],
    expected: { rows: 9 + 9 + 9 + 4 },
  },
  {
    schema: 'made_later',
    says: 'tables that are made later, filled at once, renamed, and partitions',
    setup: [
      'create table p (a int, v text) partition by range (a)',
      'create table p1 partition of p for values from (0) to (100)',
      `insert into p select n / 2, 'v' from generate_series(1, 10) n`,
    ],
    work: [
      ...filled('made'),
      ...changed('made'),
      `create table copied as select n / 2 as a, 'v' as v from generate_series(1, 10) n`,
      ...filled('before'),
      'alter table before rename to after',
      ...filled('nothing'),
      'alter table nothing replica identity nothing',
      'create table put_off (id int primary key deferrable, v text)',
      `insert into put_off select n, 'v' from generate_series(1, 5) n`,
      'create table p2 partition of p for values from (100) to (200)',
      `insert into p select 100 + n / 2, 'v' from generate_series(1, 10) n`,
      'update p set a = a + 100 where a = 5',
    ],
    later: [
      ...['made', 'copied', 'after', 'nothing'].flatMap(changed),
      'alter table after rename to before',
      'insert into before values (2, null)',
      ...changed('before'),
      'update put_off set id = 6 - id',
      'delete from put_off where id = 3',
      `update p set v = 'w' where a in (3, 104)`,
      'delete from p where a in (2, 103)',
    ],
    expected: { rows: 8 + 9 + 9 + 9 + 4 + 16 },
  },
];

/** Who ignores the precheck's warning has the task set REPLICA IDENTITY FULL where a table would lack an identity. */
export const tablesWithoutKey: Theme = {
  name: 'tables_without_key',
  scenarios,
  structure: true,
  options: { accepted: ['PG_REPLICA_IDENTITY', 'PG_PRIMARY_KEY'] },
};
