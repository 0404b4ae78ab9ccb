import { sql } from '../servers.ts';

export const SCHEMA = 'load';
export const SMALL_TABLES = 150;
const SMALL_ROWS = 60;
const DOC_BYTES = 8_000;
const ROW_BYTES = 330;

/** Tables whose rows nothing tells apart: an unfinished one is begun anew, so its finished slices do not count. */
export const KEYLESS: readonly string[] = ['heap'];

/** How many rows the large tables have. */
export interface Sizes {
  readonly big: number;
  readonly heap: number;
  readonly docs: number;
  readonly parts: number;
}

/** The large table with a key takes this many megabytes, the others a part of it. */
export function sizesOf(megabytes: number): Sizes {
  const bytes = megabytes * 1e6;
  return {
    big: Math.round(bytes / ROW_BYTES),
    heap: Math.round(bytes / 2 / ROW_BYTES),
    docs: Math.round(bytes / 6 / DOC_BYTES),
    parts: Math.round(bytes / 3_000),
  };
}

/** `small_007`, counted from 1. */
export function smallTable(number: number): string {
  return `small_${String(number).padStart(3, '0')}`;
}

const TABLES = `
create schema load;
create table load.big (id bigint primary key, grp int not null, label text not null, filler text);
create index big_grp on load.big (grp);
create index big_label on load.big (lower(label)) where grp < 50;
create table load.heap (a int, b text, c numeric(12,2), filler text);
alter table load.heap replica identity full;
create table load.owners (id int primary key, name text not null);
create table load.docs (
  id bigint primary key, owner int not null references load.owners, version int not null default 1, note text, body text not null, meta jsonb);
alter table load.docs alter column body set storage external, alter column meta set storage external;
create index docs_note on load.docs (note);
create table load.lines (
  doc bigint not null references load.docs on update cascade on delete cascade, line int not null, what text, primary key (doc, line));
create table load.parts (id bigint not null, region text not null, reading numeric, taken timestamptz, primary key (region, id))
  partition by list (region);
create table load.parts_north partition of load.parts for values in ('north');
create table load.parts_south partition of load.parts for values in ('south');
create table load.parts_rest partition of load.parts default;
create index parts_taken on load.parts (taken);`;

/** One small table with its rows. */
export const smallTableSql = (name: string): string => `
create table load.${name} (id int primary key, v text, n int not null default 0);
insert into load.${name} select n, 'row ' || n, n from generate_series(1, ${SMALL_ROWS}) n;`;

export async function createTables(url: string, sizes: Sizes): Promise<void> {
  const { big, heap, docs, parts } = sizes;
  const smalls = Array.from({ length: SMALL_TABLES }, (_, at) => smallTableSql(smallTable(at + 1)));
  await sql(
    url,
    TABLES,
    `insert into load.big select n, n % 100, 'label ' || n, repeat(md5(n::text), 8) from generate_series(1, ${big}) n`,
    // Most have twins, some have no values at all.
    `insert into load.heap select n % 50, 'same', (n % 7) / 4.0, repeat(md5((n % 9)::text), 8) from generate_series(1, ${heap}) n`,
    'insert into load.heap select from generate_series(1, 5)',
    "insert into load.owners select n, 'owner ' || n from generate_series(1, 500) n",
    `insert into load.docs select n, 1 + n % 500, 1, 'note ' || n % 40, repeat(md5(n::text), 180),
       jsonb_build_object('n', n, 'text', repeat(md5((n + 1)::text), 70)) from generate_series(1, ${docs}) n`,
    `insert into load.lines select d, l, 'line' from generate_series(1, ${docs}) d, generate_series(1, 3) l`,
    `insert into load.parts select n, (array['north', 'south', 'east', 'west'])[n % 4 + 1], n / 7.0, now() from generate_series(1, ${parts}) n`,
    ...smalls,
    'vacuum (freeze, analyze)',
  );
}
