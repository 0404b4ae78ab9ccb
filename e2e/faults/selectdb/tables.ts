import { sql } from '../servers.ts';

export const SCHEMA = 'flow';

/** How many rows there are at the beginning; slices are of a megabyte. */
export interface Sizes {
  readonly big: number;
  readonly docs: number;
  readonly heap: number;
}

/**
 * `heap` has no key, so SelectDB keeps each of its changes as a row. `heap_log` is the source's own record of these changes, in their
 * order, by which they are checked; it is not migrated.
 */
const CREATE = [
  `create schema ${SCHEMA}`,
  `create table ${SCHEMA}.big (id bigint primary key, grp int not null, label varchar(120), paid boolean, at timestamptz, sum numeric(14,4),
     raw bytea, tags text[], filler text, n1 int, n2 int, n3 int)`,
  `create table ${SCHEMA}.docs (tenant text not null, id int not null, version int, body text, more jsonb, primary key (tenant, id))`,
  `alter table ${SCHEMA}.docs alter column body set storage external`,
  `create table ${SCHEMA}.ledger (writer int, n bigint, primary key (writer, n))`,
  `create table ${SCHEMA}.shape (id int primary key, a int)`,
  `create table ${SCHEMA}.heap (n bigint, what text)`,
  `alter table ${SCHEMA}.heap replica identity full`,
  'create table public.heap_log (seq bigserial primary key, op text, n bigint, what text, old_n bigint, old_what text)',
  `create function public.log_heap() returns trigger language plpgsql as $$ begin
     insert into public.heap_log (op, n, what, old_n, old_what) values (tg_op, new.n, new.what, old.n, old.what); return null; end $$`,
  `create trigger log_heap after insert or update or delete on ${SCHEMA}.heap for each row execute function public.log_heap()`,
];

export async function createTables(url: string, { big, docs, heap }: Sizes): Promise<void> {
  await sql(
    url,
    ...CREATE,
    `insert into ${SCHEMA}.big select i, i % 100, E'row \\t"\\\\' || i, i % 3 = 0, timestamptz '2024-02-29 23:59:59.999999+00' + i * interval '1 min',
       i * 1.0001, decode(md5(i::text), 'hex'), array['a', i::text], repeat(md5(i::text), 10 + i % 7), 0, 0, 0 from generate_series(1, ${big}) i`,
    `insert into ${SCHEMA}.docs select 't' || i % 7 || E'é\\n', i, 0, case when i % 3 > 0 then repeat(md5(i::text), 150) end,
       jsonb_build_object('i', i, 'text', 'ü"' || i) from generate_series(1, ${docs}) i`,
    `insert into ${SCHEMA}.shape select i, i from generate_series(1, 200) i`,
    `insert into ${SCHEMA}.heap select i, 'first ' || i || repeat('x', 150) from generate_series(1, ${heap}) i`,
  );
}

/** What has to be the same at both sides, value by value: what is asked here, and there. */
export const PAIRS = [
  {
    table: 'big',
    here: `select id, grp, label, paid::int, to_char(at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), sum, raw, tags, md5(filler), n1, n2, n3
      from ${SCHEMA}.big order by id`,
    there: `select \`id\`, \`grp\`, \`label\`, \`paid\`, \`at\`, \`sum\`, \`raw\`, \`tags\`, md5(\`filler\`), \`n1\`, \`n2\`, \`n3\` from ${SCHEMA}.big order by \`id\``,
  },
  {
    table: 'docs',
    here: `select id, tenant, version, md5(body), more from ${SCHEMA}.docs order by id, tenant collate "C"`,
    there: `select \`id\`, \`tenant\`, \`version\`, md5(\`body\`), \`more\` from ${SCHEMA}.docs order by \`id\`, \`tenant\``,
  },
  {
    table: 'ledger',
    here: `select writer, n from ${SCHEMA}.ledger order by writer, n`,
    there: `select \`writer\`, \`n\` from ${SCHEMA}.ledger order by \`writer\`, \`n\``,
  },
] as const;
