import { sql } from './servers.ts';

export const SCHEMA = 'shop';

/** One table for each way a row can be told apart, and for each kind of value that needs care. */
const TABLES = `
create schema shop;
create type shop.mood as enum ('calm', 'busy', 'it''s late');
create table shop.accounts (
  id bigserial primary key, name text not null, balance numeric(18,4) not null default 0, email text unique,
  mood shop.mood not null default 'calm', created timestamptz not null default now(), check (balance > -1e12));
create table shop.lines (
  account_id bigint not null references shop.accounts (id) on delete cascade, line int not null, qty int not null, note text,
  primary key (account_id, line));
create table shop.slugs (slug text primary key, hits int not null default 0, target text);
create table shop.clicks (at timestamp, page text, agent text, weight float8);
alter table shop.clicks replica identity full;
create table shop.documents (
  id bigserial primary key, title text, version int not null default 1, body text not null, meta jsonb not null);
alter table shop.documents alter column body set storage external, alter column meta set storage external;
create table shop.measures (id bigint not null, region text not null, reading numeric, taken timestamptz, primary key (region, id))
  partition by list (region);
create table shop.measures_north partition of shop.measures for values in ('north');
create table shop.measures_south partition of shop.measures for values in ('south');
create table shop.measures_rest partition of shop.measures default;
create table shop.wide (
  id uuid primary key, amount numeric, ratio float8, at timestamptz, day date, raw bytea, tags text[], grid int[][], span interval,
  yes boolean, doc json, code char(5), ip inet, ranges int4range);
create table shop.scratch (id bigint generated always as identity primary key, payload text);
create table shop.bulk (id bigint primary key, grp int not null, label text not null, padding text not null);
create table shop.bulk_composite (a int, b int, label text, padding text, primary key (a, b));
create index bulk_grp on shop.bulk (grp);
create index bulk_label on shop.bulk (lower(label)) where grp < 10;
create index lines_note on shop.lines (note);
create index measures_taken on shop.measures (taken);`;

const ROWS = `
insert into shop.accounts (name, balance, email) select 'account ' || n, n * 1.5, n || '@example.com' from generate_series(1, 3000) n;
insert into shop.lines select a, l, a * l, 'line ' || l from generate_series(1, 3000) a, generate_series(1, 4) l;
insert into shop.slugs select 'slug-' || n, n, repeat('t', n % 50) from generate_series(1, 3000) n;
insert into shop.clicks select timestamp '2024-01-01' + (n % 40) * interval '1 hour', 'page ' || n % 20, 'agent', n % 7 / 3.0 from generate_series(1, 1500) n;
insert into shop.documents (title, body, meta) select 'doc ' || n, repeat(md5(n::text), 300), jsonb_build_object('n', n, 'text', repeat(md5(n::text), 100)) from generate_series(1, 300) n;
insert into shop.measures select n, (array['north', 'south', 'east', 'west'])[n % 4 + 1], n / 7.0, now() from generate_series(1, 6000) n;
insert into shop.wide select md5(n::text)::uuid, case n % 9 when 0 then 'NaN' else n::numeric / 3 end, case n % 5 when 0 then 'NaN' when 1 then '-Infinity' else n / 3.0::float8 end,
  case n % 7 when 0 then 'infinity' else now() - n * interval '1 minute' end, case n % 6 when 0 then '-infinity' else date '2000-02-29' + n end,
  decode(md5(n::text), 'hex'), array['a,b', 'c"d', 'e\\f', null, ''], array[[n, 2], [3, 4]], n * interval '1 hour 3 seconds', n % 3 = 0,
  ('{"k":  ' || n || ', "k": 2}')::json, 'c' || n % 9, '10.0.0.1', int4range(n, n + 10) from generate_series(1, 2000) n;
insert into shop.scratch (payload) select 'row ' || n from generate_series(1, 500) n;`;

/** `bulk` decides how long the full load lasts. */
export async function createWorkload(url: string, bulk: number): Promise<void> {
  await sql(
    url,
    TABLES,
    ROWS,
    `insert into shop.bulk select n, n % 100, 'label ' || n, repeat(md5(n::text), 8) from generate_series(1, ${bulk}) n`,
    `insert into shop.bulk_composite select n / 1000, n % 1000, 'label ' || n, repeat(md5(n::text), 8) from generate_series(1, ${bulk}) n`,
    'analyze',
  );
}
