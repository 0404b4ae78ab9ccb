/** A schema with one of each thing that structure migration must carry over; plain enough for PostgreSQL 12. */
export const EVERYTHING = `
create schema app;
create type app.level as enum ('low', 'high', 'it''s');
create sequence app.tickets start 100 increment 5;
create table app.people (
  id bigserial primary key, name text not null default 'nobody', age int check (age >= 0), email varchar(80) unique,
  level app.level default 'low', ticket bigint default nextval('app.tickets'), full_name text generated always as ('<' || name || '>') stored,
  made timestamptz default now());
comment on table app.people is 'it''s people';
create table app.orders (
  id int generated always as identity (start 10 increment 2) primary key, person bigint not null references app.people on delete cascade,
  total numeric(12,3), note text, constraint positive check (total is null or total > -1000));
create table app.items (order_id int references app.orders, line smallint, what text, primary key (order_id, line));
create index people_lower on app.people (lower(name));
create index people_adults on app.people (age desc nulls last) where age >= 18;
create unique index orders_note on app.orders (note, total) where note is not null;
create table app.keyless (a int, b text, c numeric);
alter table app.keyless replica identity full;
create table app.counted (n bigint generated always as identity, label text);
alter table app.counted replica identity full;
create table app.tagged (label text primary key, n bigint generated always as identity, hits int default 0);
create table app.toasted (id int primary key, big text, doc jsonb, n int default 0);
alter table app.toasted alter column big set storage external;
create table app.parts (id int, region text, v int, primary key (id, region)) partition by list (region);
create table app.parts_a partition of app.parts for values in ('a');
create table app.parts_b partition of app.parts for values in ('b');
create table app.parts_x partition of app.parts default;
create table app."Order ""Select""" ("Group" int primary key, "from" text, "naïve ☃" text);
create table app."user" ("select" serial primary key, "table" text);
create table app.special (
  id int primary key, f4 real, f8 double precision, num numeric, ts timestamptz, d date, raw bytea, txt text, c char(4), arr text[], nested int[][],
  js json, jb jsonb, iv interval, u uuid, b bit(3), vb bit varying, r int4range, p point, ip inet, x xml, money_like numeric(20,6), lv app.level[], tiny "char");
create table app.empty (id int primary key);
create table app.nothing ();
create table app.emptied (id int primary key, v text);
`;

export const EVERYTHING_ROWS = `
insert into app.people (name, age, email, level) select 'p' || n, n % 90, n || '@x', (array['low', 'high', 'it''s'])[n % 3 + 1]::app.level from generate_series(1, 500) n;
insert into app.orders (person, total, note) select n, n / 7.0, case when n % 2 = 0 then 'note ' || n end from generate_series(1, 500) n;
insert into app.items select id, l, 'thing' from app.orders, generate_series(1, 2) l;
insert into app.keyless select n % 5, 'dup', 1.0 from generate_series(1, 50) n;
insert into app.keyless values (null, null, null), (null, null, null), (7, 'scale', 1.0), (7, 'scale', 1.00);
insert into app.counted (label) select 'c' || n from generate_series(1, 20) n;
insert into app.tagged (label) select 't' || n from generate_series(1, 20) n;
insert into app.toasted select n, repeat(md5(n::text), 200), jsonb_build_object('t', repeat(md5(n::text), 200)) from generate_series(1, 40) n;
insert into app.parts select n, (array['a', 'b', 'c'])[n % 3 + 1], n from generate_series(1, 90) n;
insert into app."Order ""Select""" select n, 'f' || n, '☃' from generate_series(1, 20) n;
insert into app."user" ("table") select 'u' || n from generate_series(1, 20) n;
insert into app.nothing select from generate_series(1, 3);
insert into app.emptied select n, 'e' from generate_series(1, 30) n;
`;

/** Values that break naive writers; the keys count up from `first`. */
export const specialRows = (first: number): string => `
insert into app.special (id, f4, f8, num, ts, d, raw, txt, c, arr, nested, js, jb, iv, u, b, vb, r, p, ip, x, money_like, lv, tiny) values
 (${first}, 'NaN', 'NaN', 'NaN', 'infinity', 'infinity', '\\x', '', '', '{}', '{}', '{"a":  1, "a": 2}', '{"z": [1, "\\\\u00e9\\\\n"]}', '0', null, b'101', b'', 'empty', '(1,2)', '::1', '<a>&amp;</a>', 0.000001, '{}', 'a'),
 (${first + 1}, '-Infinity', 'Infinity', 1e-20, '-infinity', '-infinity', '\\x5c000aff27', E'back\\\\slash\\n\\r\\t''quote"\\\\N', 'ab', array['', null, 'null', 'a,b', '"', E'\\\\'], '{{1,2},{3,4}}', 'null', 'null', '-1 year -2 days +03:04:05.678901', '00000000-0000-0000-0000-000000000000', b'000', b'1111', '(,)', '(1e300,-0)', '10.0.0.0/8', null, -12345678901234.654321, '{low,it''s}', '\\'),
 (${first + 2}, -0, 5e-324, 12345678901234567890123456789.123456789, '0044-03-15 BC', '4713-01-01 BC', decode(repeat('5c27', 500), 'hex'), '\\.', E'\\t', array['{}', '☃', E'new\\nline'], null, '[]', '[]', '178000000 years', null, null, null, '[1,5)', null, null, '', null, null, null),
 (${first + 3}, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
`;

/** One of each kind of change, on rows that `EVERYTHING_ROWS` made. Each is repeated with other rows by `round`. */
export const changes = (round: number): readonly string[] => {
  const id = round * 20 + 1;
  return [
    `insert into app.people (name, age) values ('new ${round}', 3)`,
    `update app.people set age = age + 1, email = null where id between ${id} and ${id + 5}`,
    `update app.people set id = id + 10000 where id = (select max(p.id) from app.people p where not exists (select from app.orders o where o.person = p.id) and p.id < 10000)`,
    `delete from app.items where order_id = (select min(order_id) from app.items)`,
    `delete from app.orders where id = (select min(id) from app.orders where not exists (select from app.items i where i.order_id = orders.id))`,
    `insert into app.orders (person, total) values (${id + 2}, 5)`,
    `update app.items set line = line + 5, what = null where order_id = (select max(order_id) from app.items)`,
    `delete from app.keyless where ctid = (select ctid from app.keyless where b = 'dup' limit 1)`,
    `update app.keyless set c = 2 where ctid = (select ctid from app.keyless where b = 'dup' and c = 1 limit 1)`,
    `update app.keyless set c = ${round} where ctid = (select ctid from app.keyless where b is null limit 1)`,
    `delete from app.keyless where b = 'scale' and c::text = '1.00'`,
    `insert into app.keyless select 1, 'twin', ${round} from generate_series(1, 3)`,
    `insert into app.counted (label) values ('later ${round}')`,
    `update app.counted set label = 'changed ${round}' where label like 'c%${round}'`,
    `insert into app.tagged (label) values ('later ${round}')`,
    `update app.tagged set hits = hits + 1 where n % 2 = 0`,
    `update app.tagged set label = label || '-${round}' where label like '%1'`,
    `update app.toasted set n = n + 1 where id between ${id} and ${id + 3}`,
    `update app.toasted set id = id + 1000 where id = ${id + 4}`,
    `update app.toasted set big = repeat('new', 3000) where id = ${id + 5}`,
    `update app.parts set region = 'b', v = -v where id between ${id} and ${id + 10} and region = 'a'`,
    `update app.parts set region = 'elsewhere' where id = (select min(id) from app.parts where region = 'b')`,
    `insert into app.parts values (${1000 + round}, 'a', 1), (${1000 + round}, 'b', 2)`,
    `update app."Order ""Select""" set "from" = 'to', "naïve ☃" = null where "Group" = ${round + 1}`,
    `insert into app."user" ("table") values ('more ${round}')`,
    `truncate app.emptied`,
    `insert into app.emptied values (${round}, 'after truncate')`,
    specialRows(100 + round * 10),
    `update app.special set txt = 'x' || coalesce(txt, ''), arr = arr || array['{"q": null}', null], f8 = -f8 where id >= ${100 + round * 10}`,
    `delete from app.special where id = ${100 + round * 10}`,
    `begin; insert into app.empty values (${round * 2}); savepoint s; insert into app.empty values (${round * 2 + 1}); rollback to s; commit`,
    `truncate ${round === 1 ? 'app.parts_a' : 'app.parts_x'}`,
    ...(round === 2 ? ['truncate app.parts, app.emptied', "insert into app.parts values (1, 'a', 1), (2, 'c', 2)"] : []),
    `begin; insert into app.empty values (-1); rollback`,
    'insert into app.nothing default values',
  ];
};
