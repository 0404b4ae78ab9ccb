import { scaled } from '../settings.ts';

/** What the rows of a table look like. */
export interface Shape {
  /** Of one table. */
  readonly rows: number;
  readonly columns: string;
  /** Those that are stored outside of the row as they are, without compression. */
  readonly external: readonly string[];
  /** Query that gives the rows; `$rows` is how many. */
  readonly values: string;
}

/** Numbers and a time: nearly all there is to do is done once a row. */
export const NARROW: Shape = {
  rows: scaled(2_500_000),
  columns:
    'id bigint not null, customer integer not null, amount integer not null, balance bigint not null, kind integer, at timestamp not null',
  external: [],
  values: `select n, n % 100003, n * 7 % 1000000, n::bigint * 1000003 % 900000000007, case when n % 10 > 0 then n % 17 end,
      timestamp '2020-01-01' + n * interval '1.25 s' from generate_series(1, $rows) n`,
};

/** Twenty columns as applications have them: every value costs its reading and its writing. */
export const WIDE: Shape = {
  rows: scaled(600_000),
  columns: `id bigint not null, key uuid not null, code varchar(40) not null, title text not null, note text, amount numeric(14, 2) not null,
    rate numeric, price double precision, small smallint, big bigint, active boolean not null, created timestamptz not null,
    changed timestamp, day date, span interval, doc jsonb not null, tags text[], numbers integer[], address inet, digest bytea`,
  external: [],
  values: `select n, md5(n::text)::uuid, 'code-' || n, 'The title of entry number ' || n, case when n % 4 > 0 then repeat('What was noted down ' || n % 97 || '. ', n % 30) end,
      n % 1000000 / 100.0, (n % 1000)::numeric / 7, n / 3.0::float8, n % 1000, n::bigint * 1000000007, n % 3 = 0,
      timestamptz '2021-06-01 00:00Z' + n * interval '7 s', timestamp '2022-01-01' + n * interval '1 ms', date '2000-01-01' + n % 9000,
      n % 100 * interval '1 h', jsonb_build_object('n', n, 'state', case n % 3 when 0 then 'open' else 'closed' end, 'list', array[n, n + 1]),
      case when n % 5 > 0 then array['tag' || n % 50, 'a "quoted" one'] end, array[n, n % 7, null, n % 11],
      '10.0.0.0'::inet + n % 65536, sha256(n::text::bytea) from generate_series(1, $rows) n`,
};
