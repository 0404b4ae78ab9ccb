import type { Scenario } from './scenario.ts';

/** A table with twenty rows. */
export const ITEMS = [
  `create table item (id int primary key, name text, price numeric(8,2) default 1.5, old text)`,
  `insert into item select n, 'item ' || n, n, 'x' from generate_series(1, 20) n`,
];

/** What a statement on the table leaves behind, with rows that were written before, beside and after it. */
export function onItems(
  schema: string,
  says: string,
  statements: readonly string[],
  more: Partial<Pick<Scenario, 'setup' | 'told'>> = {},
): Scenario {
  const written = (id: number) =>
    `insert into item (id) values (${id}); update item set price = id + 0.5 where id = ${id - 95}; delete from item where id = ${id - 90}`;
  return {
    schema,
    says,
    setup: [...ITEMS, ...(more.setup ?? [])],
    work: [written(100), ...statements.flatMap((statement, n) => [statement, written(101 + n)])],
    ...(more.told === undefined ? {} : { told: more.told }),
    expected: { rows: 20 },
  };
}

/** Commands that the DTS helper scripts carry as well. */
export const listedDdl: readonly Scenario[] = [
  onItems('add_column', 'ADD COLUMN, with a default, with none, NOT NULL, two at once', [
    'alter table item add column a int',
    `alter table item add column b text not null default 'it''s'`,
    'alter table item add c timestamptz default now(), add column if not exists d int[] default array[1, 2]',
  ]),
  onItems('change_type', 'ALTER COLUMN TYPE', [
    'alter table item alter column price type numeric(12,4)',
    'alter table item alter column name type varchar(60), alter column old set data type varchar(9)',
    'alter table item alter column id type bigint',
  ]),
  onItems('drop_column', 'DROP COLUMN', ['alter table item drop column old', 'alter table item drop column if exists nothing, drop name']),
  onItems('add_constraint', 'ADD CONSTRAINT: CHECK, UNIQUE, FOREIGN KEY, EXCLUDE, NOT VALID and validated', [
    'alter table item add constraint cheap check (price < 100000), add check (id > 0) not valid',
    'alter table item add constraint name_once unique (name, id)',
    'alter table item add constraint itself foreign key (id) references item on delete cascade not valid',
    'alter table item add constraint apart exclude using btree (id with =)',
    'alter table item validate constraint itself',
  ]),
  onItems('drop_default', 'SET DEFAULT and DROP DEFAULT', [
    `alter table item alter old set default 'standard'`,
    'alter table item alter column price drop default',
  ]),
  onItems('make_index', 'CREATE INDEX in all forms, DROP INDEX', [
    'create index item_name on item (name)',
    `create unique index item_lower on item using btree (lower(name) desc nulls last, id) include (price) where name <> 'none'`,
    'create index concurrently item_beside on item (old)',
    'create index if not exists item_name on item (old)',
    'drop index item_name',
    'drop index concurrently if exists item_beside',
  ]),
  {
    schema: 'rename',
    says: 'RENAME of a table, there and on',
    setup: ITEMS,
    work: [
      `insert into item values (100)`,
      'alter table item rename to thing',
      'insert into thing values (101)',
      'alter table thing rename to item',
      'update item set price = 7',
      'alter table item rename to "Thing ""2"""',
      'delete from "Thing ""2""" where id < 6',
    ],
    expected: { rows: 17 },
  },
  {
    schema: 'empty_and_fill',
    says: 'TRUNCATE beside other commands',
    setup: ITEMS,
    work: [
      'begin; insert into item values (99); truncate item; alter table item add column n int default 1; insert into item (id) values (1); truncate item; insert into item (id) values (2); commit',
    ],
    expected: { rows: 1 },
  },
  {
    schema: 'come_and_go',
    says: 'CREATE TABLE in all forms, DROP TABLE',
    setup: ITEMS,
    work: [
      'create table more (id serial primary key, item int references item, at timestamptz default now(), t text check (length(t) > 1))',
      `insert into more (item, t) select n, 'tt' from generate_series(1, 20) n`,
      'create table copied as select id, name from item',
      'create table alike (like item including all)',
      `insert into alike select * from item where id < 5`,
      'create table heir () inherits (item)',
      'create table if not exists more (id int)',
      'create unlogged table passing (id int)',
      'create temporary table away (id int)',
      'create table gone (id int primary key)',
      'insert into gone values (1)',
      'drop table gone, passing',
      'update more set t = t || item where id < 4',
    ],
    told: ['come_and_go.passing'],
    expected: { rows: 20 + 20 + 20 + 4 },
  },
];
