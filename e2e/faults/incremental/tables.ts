import { sql } from '../servers.ts';

export const SCHEMA = 'live';
export const ACCOUNTS = 2_000;
export const TELLERS = 20;
export const BRANCHES = 4;
export const DOCS = 200;
export const PAIRS = 400;
export const PARTS = 2_000;
export const SEATS = 200;

/**
 * One table for each way a row is told apart. The sum over accounts, tellers, branches and history is the same in every moment, and
 * `ledger` has the numbers of each writer without a gap: what is seen of them at the destination tells whether whole transactions
 * came there, and in order.
 */
const TABLES = `
create schema live;
create table live.branches (id int primary key, balance bigint not null default 0, filler text);
create table live.tellers (id int primary key, branch int not null references live.branches, balance bigint not null default 0, filler text);
create table live.accounts (id int primary key, branch int not null references live.branches, balance bigint not null default 0, filler char(84));
create table live.history (teller int, branch int, account int, delta int, at timestamptz);
alter table live.history replica identity full;
create table live.ledger (writer int not null, n bigint not null);
alter table live.ledger replica identity full;
create table live.heap (a int, b text, c numeric(12,2));
alter table live.heap replica identity full;
create table live.docs (id bigint primary key, version int not null default 1, title text, body text not null, meta jsonb not null);
alter table live.docs alter column body set storage external, alter column meta set storage external;
create table live.pairs (one int not null, two int not null, note text, primary key (one, two));
create table live.seats (id int primary key, seat text not null unique, moved int not null default 0);
create table live.parts (id bigint not null, region text not null, reading numeric, primary key (region, id)) partition by list (region);
create table live.parts_north partition of live.parts for values in ('north');
create table live.parts_south partition of live.parts for values in ('south');
create table live.parts_rest partition of live.parts default;
create table live.bulk (id bigint primary key, grp int not null, payload text not null);
create index bulk_grp on live.bulk (grp);
create table live.scratch (id bigint generated always as identity primary key, payload text);
create table live.marks (id bigint generated always as identity primary key);
create type live.mood as enum ('calm', 'busy');
create table live.moods (id bigint primary key, mood live.mood);
create function live.grow(name text) returns void language plpgsql as $$ begin
  execute format('alter table live.pairs add column %I integer default 5', name);
  execute format('update live.pairs set %I = one where two < 3', name);
end $$;`;

const ROWS = [
  `insert into live.branches select n from generate_series(1, ${BRANCHES}) n`,
  `insert into live.tellers select n, 1 + n % ${BRANCHES} from generate_series(1, ${TELLERS}) n`,
  `insert into live.accounts select n, 1 + n % ${BRANCHES}, 0, 'account' from generate_series(1, ${ACCOUNTS}) n`,
  // Most have twins, some have no values at all.
  "insert into live.heap select n % 20, 'same', (n % 7) / 4.0 from generate_series(1, 600) n",
  'insert into live.heap select from generate_series(1, 5)',
  `insert into live.docs select n, 1, 'doc ' || n, repeat(md5(n::text), 150), jsonb_build_object('n', n, 'text', repeat(md5(n::text), 90))
     from generate_series(1, ${DOCS}) n`,
  `insert into live.pairs select n / 10, n % 10, 'pair' from generate_series(1, ${PAIRS}) n`,
  `insert into live.seats select n, 'seat ' || n from generate_series(1, ${SEATS}) n`,
  `insert into live.parts select n, (array['north', 'south', 'east', 'west'])[n % 4 + 1], n / 7.0 from generate_series(1, ${PARTS}) n`,
  'insert into live.bulk select n, n % 50, repeat(md5(n::text), 3) from generate_series(1, 5000) n',
  "insert into live.scratch (payload) select 'row ' || n from generate_series(1, 100) n",
];

export async function createTables(url: string): Promise<void> {
  await sql(url, TABLES, ...ROWS, 'analyze');
}
