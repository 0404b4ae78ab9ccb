/**
 * A shop of which two indexes can be made at the source but not at a destination that has a table `public.broken`: its function then
 * refuses every row.
 */
export const SHOP = [
  'create schema shop',
  `create type shop.mood as enum ('glad', 'sad')`,
  'create table shop.item (id int primary key, name text not null, mood shop.mood)',
  `create table shop.sale (id bigint generated always as identity primary key, item int not null references shop.item, note text)`,
  `create function shop.norm(text) returns text language plpgsql immutable as $$
     begin
       if to_regclass('public.broken') is not null then raise exception 'norm is broken here'; end if;
       return lower($1);
     end $$`,
  `create function shop.norm_twice(text) returns text language plpgsql immutable as $$ begin return shop.norm(shop.norm($1)); end $$`,
  `insert into shop.item select n, 'item ' || n, 'glad' from generate_series(1, 20) n`,
  `insert into shop.sale (item, note) select n % 20 + 1, 'Note ' || n from generate_series(1, 200) n`,
  'create index sale_norm on shop.sale (shop.norm(note))',
  'create index item_norm on shop.item (shop.norm_twice(name))',
  'create view shop.recent as select id, note from shop.sale where id > 100',
] as const;

/** What the destination has before the task comes. */
export const BREAK = 'create table public.broken (id int)';
export const MEND = 'drop table public.broken';
