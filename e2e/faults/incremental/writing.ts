import type { Random } from '../random.ts';
import { ACCOUNTS, BRANCHES, DOCS, PAIRS, PARTS, SEATS, TELLERS } from './tables.ts';

/** What one transaction runs, statement by statement. */
export type Work = readonly (readonly [sql: string, values?: readonly unknown[]])[];

/** `serial` is another number each time. */
type Writing = (random: Random, serial: number) => Work;

const REGIONS = ['north', 'south', 'east', 'west'] as const;
/** Nothing tells rows of `heap` apart but their place; none may be there any more. */
const heapRow = (random: Random) => `(select ctid from live.heap offset ${random.below(400)} limit 1)`;
/** Some documents have changed their key. */
const doc = (random: Random) => (random.chance(0.7) ? 1 : -1) * (1 + random.below(DOCS));

/** What pgbench does by default. */
export const tpcb: Writing = (random) => {
  const [account, teller, branch] = [1 + random.below(ACCOUNTS), 1 + random.below(TELLERS), 1 + random.below(BRANCHES)];
  const delta = random.below(10_001) - 5_000;
  return [
    ['update live.accounts set balance = balance + $2 where id = $1', [account, delta]],
    ['update live.tellers set balance = balance + $2 where id = $1', [teller, delta]],
    ['update live.branches set balance = balance + $2 where id = $1', [branch, delta]],
    ['insert into live.history values ($1, $2, $3, $4, now())', [teller, branch, account, delta]],
  ];
};

const KEYED: readonly Writing[] = [
  (random, serial) => [
    ['insert into live.pairs values ($1, $2, $3) on conflict do nothing', [random.below(40), random.below(200), `new ${serial}`]],
  ],
  (random, serial) => [['update live.pairs set note = $2 where one = $1', [random.below(PAIRS / 10), `note ${serial}`]]],
  // The key changes, to where another row may have been a moment ago.
  (random) => [
    [
      `update live.pairs p set two = 200 - two where one = $1
       and not exists (select from live.pairs other where other.one = p.one and other.two = 200 - p.two)`,
      [random.below(PAIRS / 10)],
    ],
  ],
  (random) => [['delete from live.pairs where one = $1 and two = $2', [random.below(PAIRS / 10), random.below(100)]]],
  // A unique value goes from one row to another.
  (random, serial) => {
    const [a, b] = [1 + random.below(SEATS), 1 + random.below(SEATS)];
    return [
      ["update live.seats set seat = 'hand ' || seat where id = $1", [a]],
      ['update live.seats b set seat = substr(a.seat, 6), moved = b.moved + 1 from live.seats a where a.id = $1 and b.id = $2', [a, b]],
      ['update live.seats set seat = $2 where id = $1', [a, `seat ${serial} ${random.below(1e9)}`]],
    ];
  },
];

const TOASTED: readonly Writing[] = [
  (random, serial) => [['update live.docs set version = version + 1, title = $2 where id = $1', [doc(random), `title ${serial}`]]],
  (random, serial) => [['update live.docs set body = repeat(md5($2), 160) where id = $1', [doc(random), String(serial)]]],
  (random, serial) => [
    ["update live.docs set meta = jsonb_build_object('m', repeat(md5($2), 100)) where id = $1", [doc(random), String(serial)]],
  ],
  // Its large values stay as they are, so that the log does not have them, and its key does not.
  (random) => [['update live.docs set id = -id where id = $1 and not exists (select from live.docs where id = -$1)', [doc(random)]]],
  (random) => [['delete from live.docs where id = $1', [doc(random)]]],
  (random, serial) => [
    [
      `insert into live.docs values ($1, 1, $2, repeat(md5($2), 140), jsonb_build_object('m', repeat(md5($2), 80))) on conflict do nothing`,
      [doc(random), `doc ${serial}`],
    ],
  ],
];

const KEYLESS: readonly Writing[] = [
  (random) => [["insert into live.heap select $1, 'same', 1 from generate_series(1, $2::int)", [random.below(20), 1 + random.below(3)]]],
  (random) => [[`update live.heap set c = $1 where ctid = ${heapRow(random)}`, [random.chance(0.2) ? null : random.below(9) / 4]]],
  (random) => [[`update live.heap set a = $1, b = $2 where ctid = ${heapRow(random)}`, [random.below(20), random.of(['same', '', null])]]],
  (random) => [[`delete from live.heap where ctid = ${heapRow(random)}`]],
];

const PARTED: readonly Writing[] = [
  (random) => [['update live.parts set reading = reading * 1.01 where id = $1', [1 + random.below(PARTS)]]],
  // To another partition.
  (random) => [['update live.parts set region = $2 where id = $1', [1 + random.below(PARTS), random.of(REGIONS)]]],
  (random, serial) => [['insert into live.parts values ($1, $2, $3)', [PARTS + serial, random.of(REGIONS), 'NaN']]],
  (random) => [['delete from live.parts where id = $1', [1 + random.below(PARTS)]]],
];

const PASSING: readonly Writing[] = [
  (_, serial) => [['insert into live.scratch (payload) values ($1)', [`later ${serial}`]]],
  (random) => [['delete from live.scratch where id = $1', [1 + random.below(300)]]],
];

const KINDS = [KEYED, TOASTED, KEYLESS, PARTED, PASSING] as const;

/** One change at random of one kind at random. */
export const anyChange: Writing = (random, serial) => random.of<Writing>(random.of<readonly Writing[]>(KINDS))(random, serial);

export const emptied: Writing = (random) => [[random.chance(0.5) ? 'truncate live.scratch' : 'truncate live.scratch restart identity']];

const base = '(select coalesce(max(abs(id)), 0) as id from live.bulk) base';
const more = (rows: number): Work[number] => [
  `insert into live.bulk select base.id + n, n % 50, repeat(md5(n::text), 3) from ${base}, generate_series(1, $1::int) n`,
  [rows],
];
const oldest = (rows: number) => `(select id from live.bulk order by id limit ${rows})`;

/** Transactions of thousands of rows. */
const BULKY: readonly Writing[] = [
  () => [more(3_000)],
  () => [[`update live.bulk set grp = grp + 1 where id in ${oldest(3_000)}`]],
  // Every key of many changes.
  () => [['update live.bulk set id = -id where id in (select id from live.bulk where id > 0 order by id limit 2000)']],
  () => [[`delete from live.bulk where id in ${oldest(3_000)}`]],
  () => [more(1_500), ['savepoint half'], ['delete from live.bulk'], ['rollback to half'], ['update live.bulk set grp = 0 where grp = 7']],
];

export const bulky: Writing = (random, serial) => random.of(BULKY)(random, serial);

/** More than an engine that holds whole transactions in memory would hold. */
export const huge: Writing = () => [
  more(24_000),
  ["update live.bulk set payload = payload || 'x' where grp < 10"],
  [`delete from live.bulk where id in ${oldest(26_000)}`],
];
