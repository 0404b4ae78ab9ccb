import type { Random } from '../random.ts';
import { type Sizes, SMALL_TABLES, smallTable } from './tables.ts';

export type Statement = readonly [sql: string, values: readonly unknown[]];

/** One change at random. `serial` is another number each time. */
type Change = (random: Random, sizes: Sizes, serial: number) => Statement;

const REGIONS = ['north', 'south', 'east', 'west'] as const;
/** Rows of `heap` on one page, about. */
const HEAP_PAGE_ROWS = 24;

const anySmall = (random: Random) => `load.${smallTable(1 + random.below(SMALL_TABLES))}`;
/** Nothing tells rows of `heap` apart but their place; none may be there any more. */
const heapPlace = (random: Random, { heap }: Sizes) =>
  `'(${random.below(Math.ceil(heap / HEAP_PAGE_ROWS))},${1 + random.below(HEAP_PAGE_ROWS)})'`;

const CHANGES: readonly Change[] = [
  (random, { big }, serial) => ['update load.big set grp = grp + 1, label = $2 where id = $1', [1 + random.below(big), `label ${serial}`]],
  // A new version of another length: it moves to another page, mostly.
  (random, { big }) => [
    'update load.big set filler = repeat(md5($2::text), $3::int) where id = $1',
    [1 + random.below(big), random.below(1000), 1 + random.below(20)],
  ],
  (random, { big }) => ['update load.big set grp = -grp where id between $1 and $1 + 40', [1 + random.below(big)]],
  // To the other end of the table, and back later.
  (random, { big }) => ['update load.big set id = -id where id = any ($1::bigint[])', [[1 + random.below(big), -1 - random.below(big)]]],
  (random, { big }) => ['delete from load.big where id = $1', [1 + random.below(big)]],
  (random, { big }, serial) => [
    'insert into load.big values ($1, $2, $3, repeat($3, 20)) on conflict (id) do update set label = excluded.label',
    [random.chance(0.5) ? 1 + random.below(big) : big + serial, random.below(100), `new ${serial}`],
  ],
  (random) => ["insert into load.heap select 7, 'same', 0.5, null from generate_series(1, $1::int)", [1 + random.below(3)]],
  (random, { docs }) => ['update load.docs set version = version + 1 where id = $1', [1 + random.below(docs)]],
  (random, { docs }) => ['update load.docs set version = -version, note = null where id between $1 and $1 + 3', [1 + random.below(docs)]],
  (random, { docs }) => ['update load.docs set id = id + 1000000 where id = $1', [1 + random.below(docs)]],
  (random, { docs }, serial) => [
    'update load.docs set body = repeat(md5($2::text), $3::int) where id = $1',
    [1 + random.below(docs), serial, random.of([1, 150, 250])],
  ],
  (random, { docs }, serial) => [
    `insert into load.docs select $1, $2, 1, 'late', repeat(md5($3::text), 150), jsonb_build_object('n', repeat(md5($3::text), 90)) on conflict do nothing`,
    [random.chance(0.5) ? 1 + random.below(docs) : 2_000_000 + serial, 1 + random.below(500), serial],
  ],
  (random, { docs }) => ['delete from load.docs where id = $1', [1 + random.below(docs)]],
  (random, { docs }) => [
    'insert into load.lines select id, $2::int, $3::text from load.docs where id = $1 on conflict do nothing',
    [1 + random.below(docs), 4 + random.below(20), null],
  ],
  (random, { docs }) => ['update load.lines set line = -line where doc = $1 and line = $2', [1 + random.below(docs), 1 + random.below(3)]],
  (random, { parts }) => ['update load.parts set region = $2 where id = $1', [1 + random.below(parts), random.of(REGIONS)]],
  (random, { parts }) => ['update load.parts set reading = reading * 1.01, taken = null where id = $1', [1 + random.below(parts)]],
  (random, { parts }, serial) => [
    'insert into load.parts values ($1, $2, $3, now()) on conflict do nothing',
    [parts + serial, random.of(REGIONS), 'NaN'],
  ],
  (random, { parts }) => ['delete from load.parts where id = $1', [1 + random.below(parts)]],
  (random, _, serial) => [`insert into ${anySmall(random)} values ($1, $2) on conflict do nothing`, [100 + serial, `late ${serial}`]],
  (random) => [`update ${anySmall(random)} set n = n + 1 where id <= $1`, [1 + random.below(60)]],
  (random) => [`update ${anySmall(random)} set id = -id where id = $1`, [1 + random.below(60)]],
  (random) => [`delete from ${anySmall(random)} where id = $1`, [1 + random.below(60)]],
];

/** The destination looks through the whole table for each of these, so there are few. */
const RARE: readonly Change[] = [
  (random, sizes, serial) => [`update load.heap set c = $1 where ctid = ${heapPlace(random, sizes)}`, [serial]],
  (random, sizes) => [`update load.heap set b = null, filler = filler || 'x' where ctid = ${heapPlace(random, sizes)}`, []],
  (random, sizes) => [`delete from load.heap where ctid = ${heapPlace(random, sizes)}`, []],
];
const RARE_SHARE = 0.002;

export function anyChange(random: Random, sizes: Sizes, serial: number): Statement {
  return random.of(random.chance(RARE_SHARE) ? RARE : CHANGES)(random, sizes, serial);
}
