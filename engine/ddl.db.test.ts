import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { structures } from '#e2e/faults/structure.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

async function isEqual(source: string, destination: string): Promise<void> {
  expect(await structures(destination)).toEqual(await structures(source));
  expect(await compareDatabases(source, destination)).toMatchObject({ difference: null });
}

const ROWS = (table: string, id: number) => `insert into shop.${table} (id) values (${id})`;

describe.each([
  [18, 18],
  [12, 15],
  [15, 12],
  [17, 15],
])('DDL from a source of version %i to a destination of version %i', (sourceMajor, destinationMajor) => {
  let servers: TestServers;

  beforeAll(async () => {
    servers = await startServers({ sourceMajor, destinationMajor });
  }, 300_000);

  afterAll(() => servers[Symbol.asyncDispose]());

  test('columns, constraints and indexes change at their place between rows', async () => {
    const [source, destination] = await servers.databases('columns');
    await sql(
      source,
      'create schema shop',
      'create table shop.item (id int primary key, name text, price numeric(8,2) default 1.5, old text)',
      `insert into shop.item select n, 'item ' || n, n, 'x' from generate_series(1, 50) n`,
    );
    await using task = await TestTask.create(servers, 'columns', { objects: [{ schema: 'shop' }] });
    await task.startAndFollow();
    let [id, name] = [100, 'item'];
    for (const statement of [
      `alter table shop.item add column note text not null default 'none'`,
      'alter table shop.item add column at timestamptz default now()',
      `alter table shop.item alter column note set default 'some'`,
      'alter table shop.item alter column at drop default',
      'alter table shop.item rename column name to label',
      'alter table shop.item drop column old',
      'alter table shop.item alter column label type varchar(40)',
      'alter table shop.item alter column price type numeric(12,4)',
      'alter table shop.item alter column id type bigint',
      'alter table shop.item add constraint cheap check (price < 100000)',
      'create index item_label on shop.item (lower(label))',
      'create unique index concurrently item_both on shop.item (id, price)',
      'alter table shop.item alter column price set not null',
      'alter table shop.item rename constraint cheap to cheaper',
      'alter index shop.item_label rename to item_lower',
      'alter table shop.item alter column price drop not null, add column a int, add column b int generated always as (id * 2) stored',
      'drop index shop.item_both',
      'alter table shop.item drop constraint cheaper',
      'truncate shop.item',
      'alter table shop.item add constraint label_once unique (label)',
      'alter table shop.item rename to thing',
      'alter table shop.thing add column z int',
      'alter table shop.thing rename to item',
    ]) {
      id += 1;
      await sql(source, ROWS(name, id), statement);
      name = /table shop\.\w+ rename to (\w+)$/.exec(statement)?.[1] ?? name;
      await sql(source, ROWS(name, id + 1000));
    }
    await sql(source, `update shop.item set price = price + 1, label = id::text`, 'delete from shop.item where id = 101');
    await task.catchesUp();
    await isEqual(source, destination);
    expect(task.complaints()).toEqual([]);
    const told = task.events.flatMap((event) => (event.kind === 'log' && event.code === 'ddl.carried' ? [event.message.en] : []));
    for (const tag of ['ALTER TABLE', 'CREATE INDEX']) expect(told).toContain(`${tag} of shop.item was carried to the destination`);
    await task.send('pause');
    await task.send('resume');
    await task.reaches('streaming');
    await sql(source, 'alter table shop.item add column last int default 5', ROWS('item', 9));
    await task.catchesUp();
    await isEqual(source, destination);
  });

  test('commands in a function, in one string and between rows of one transaction', async () => {
    const [source, destination] = await servers.databases('mixed');
    await sql(
      source,
      'create table a (id int primary key, v text)',
      'create table b (id int primary key)',
      `insert into a values (1, 'one')`,
    );
    await using task = await TestTask.create(servers, 'mixed', { objects: [{ schema: 'public' }] });
    await task.startAndFollow();
    await sql(
      source,
      `do $$ begin
         insert into a values (2, 'two');
         alter table a add column n int default 4;
         insert into a values (3, 'three', 3);
         alter table a rename v to w;
         update a set w = w || '!', n = n + 1;
         alter table b add column a int references a;
         insert into b values (1, 3);
         alter table a drop column n;
         insert into a values (4, 'four');
       end $$`,
      `begin; insert into a values (5, 'five'); alter table a alter w set default 'w'; insert into a values (6); commit; alter table b drop column a; insert into b values (2)`,
      `begin; alter table a add column gone int; insert into a (id) values (7); rollback`,
      `begin; savepoint s; alter table a add column gone int; rollback to s; insert into a (id) values (8); alter table a add column kept int; commit`,
    );
    await task.catchesUp();
    await isEqual(source, destination);
    expect(task.complaints()).toEqual([]);
  });

  test('names are those of the task, and what is not selected is passed over', async () => {
    const [source, destination] = await servers.databases('mapped');
    await sql(
      source,
      'create schema "S 1"',
      'create schema other',
      'create table "S 1".orders (id int primary key, "Full Name" text, secret text)',
      'create table "S 1".left_alone (id int primary key)',
      'create table other.t (id int primary key)',
    );
    const columns = [
      { name: 'id', as: 'order_id' },
      { name: 'Full Name', as: 'full_name' },
    ];
    await using task = await TestTask.create(servers, 'mapped', {
      objects: [{ schema: 'S 1', as: 'sales', tables: [{ name: 'orders', as: 'sold', columns }] }],
    });
    await task.startAndFollow();
    await sql(
      source,
      `insert into "S 1".orders values (1, 'a', 'b')`,
      `alter table "S 1".orders add constraint full_once unique ("Full Name"), add check (id > 0)`,
      'alter table "S 1".orders alter column secret type varchar(10), add column more int',
      'alter table "S 1".orders alter column "Full Name" set default \'nobody\'',
      'create index on "S 1".orders (secret)',
      `create index by_name on "S 1".orders (upper("Full Name"))`,
      'create table "S 1".newcomer (id int)',
      'alter table "S 1".left_alone add column x int',
      'alter table other.t add column x int',
      'alter table "S 1".orders rename column id to number',
      'alter table "S 1".orders rename to purchases',
      `insert into "S 1".purchases values (2, 'c', 'd', 3)`,
    );
    await task.catchesUp();
    expect(await value(destination, `select string_agg(order_id || full_name, ',' order by order_id) from sales.sold`)).toBe('1a,2c');
    expect(
      await value(
        destination,
        `select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where nspname in ('sales', 'other') and relkind = 'r'`,
      ),
    ).toBe('1');
    expect(await value(destination, `select pg_get_indexdef('sales.by_name'::regclass)`)).toBe(
      'CREATE INDEX by_name ON sales.sold USING btree (upper(full_name))',
    );
    expect(
      await value(
        destination,
        `select string_agg(conname, ',' order by conname) from pg_constraint where conrelid = 'sales.sold'::regclass and contype in ('c', 'u')`,
      ),
    ).toBe('full_once,orders_id_check');
    expect(task.complaints()).toEqual([expect.stringContaining('orders_secret_idx')]);
  });

  test('tables come, with their rows, and go', async () => {
    const [source, destination] = await servers.databases('coming');
    await sql(source, 'create schema shop', 'create table shop.first (id int primary key)');
    await using task = await TestTask.create(servers, 'coming', { objects: [{ schema: 'shop' }] });
    await task.startAndFollow();
    await sql(
      source,
      `create type shop.mood as enum ('good')`,
      'create table shop.numbered (id serial primary key, first int references shop.first, at timestamptz default now(), t text check (length(t) > 1))',
      `insert into shop.first select generate_series(1, 100)`,
      `insert into shop.numbered (first, t) select n, 'tt' from generate_series(1, 100) n`,
      'create index on shop.numbered (at)',
      'create table shop.keyless as select n, md5(n::text) as m from generate_series(1, 1000) n',
      'alter table shop.keyless add column late int default 3',
      'update shop.keyless set m = null where n < 10',
      'create table shop.passing (id int)',
      'insert into shop.passing values (1)',
      'drop table shop.passing',
    );
    await task.when(() =>
      task.events.some((event) => event.kind === 'table' && event.state === 'following' && event.id.includes('keyless')),
    );
    await sql(
      source,
      'delete from shop.keyless where n > 990',
      'update shop.keyless set late = n where n between 20 and 30',
      `insert into shop.numbered (t) values ('more')`,
    );
    await task.catchesUp();
    await isEqual(source, destination);
    await sql(source, 'drop table shop.numbered, shop.keyless', 'alter table shop.first add column x int');
    await task.catchesUp();
    await isEqual(source, destination);
    expect(await value(destination, 'select count(*) from opendts.task_table')).toBe('1');
    expect(task.complaints()).toEqual([]);
  });
});
