import { scaled } from '../settings.ts';
import type { Shape } from './shapes.ts';

/**
 * What large values are cut out of: random bytes, the same as text, and words, which compress. For the connection alone that fills
 * the tables.
 */
export const LARGE_BASE: readonly string[] = [
  `create temporary table base as
    select string_agg(sha256(n::text::bytea), ''::bytea order by n) as bytes from generate_series(1, 37500) n`,
  'alter table base add text text, add words text',
  `update base set text = encode(substr(bytes, 1, 600000), 'hex'), words = (
    select string_agg((array['order', 'customer', 'ships', 'on', 'the', 'day', 'after', 'payment', 'arrives', 'unless'])[1 + (n::bigint * n * 7919 % 10)::integer]
      || n % 1013, ' ' order by n) from generate_series(1, 140000) n)`,
];

/** 100 KB to 1 MB a value, stored outside of the row: a third random text and a third bytes as they are, a third words, compressed. */
export const LARGE: Shape = {
  rows: scaled(500),
  columns: 'id integer not null, plain text, raw bytea, words text',
  external: ['plain', 'raw'],
  values: `select n, case when n % 3 = 0 then substr(text, at, size) end, case when n % 3 = 1 then substr(bytes, at, size) end,
      case when n % 3 = 2 then substr(words, at, size) end
    from base, lateral (select n, 1 + n * 31 % 150000 as at, 100000 + n * 7919 % 900001 as size from generate_series(1, $rows) n) cut`,
};
