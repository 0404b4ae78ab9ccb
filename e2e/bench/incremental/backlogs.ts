import { sql } from '../../faults/servers.ts';
import type { Program } from '../program.ts';
import { scaled } from '../settings.ts';
import type { Stage } from '../stage.ts';
import { MARKER } from './marker.ts';
import type { PartName } from './parts.ts';
import { TPCB_GENERATOR, TPCB_TABLES, tpcbRows, writeTpcb } from './tpcb.ts';

/** What is written while nobody follows, and then carried by everybody in turn. */
export interface Backlog {
  /** Names the database of the source as well. */
  readonly name: string;
  readonly title: string;
  readonly part: PartName;
  readonly tables: readonly string[];
  /** Makes them, empty, at the source and for a subscription. */
  readonly make: readonly string[];
  /** Only at the source: what writes the backlog. It is no part of what is carried. */
  readonly procedures: readonly string[];
  readonly fill: readonly (readonly string[])[];
  write(stage: Stage, round: number): Promise<void>;
}

const ORDERS = [
  'create schema bench',
  MARKER,
  `create table bench.orders (id bigint primary key, customer integer not null, amount numeric(12, 2) not null, state text,
     placed timestamptz not null)`,
];

/** Rows of `bench.orders`, for ids that come from `n`. */
const VALUES = `n, (n::bigint * 7919 % 100003)::integer, n % 100000 / 100.0, case when n % 5 > 0 then 'state ' || n % 7 end,
  timestamptz '2024-01-01 00:00Z' + n * interval '1 s'`;

/** In the server itself: a client would be waited for more than it waits. Nobody waits for the disk either. */
const PROCEDURES = [
  'create schema make',
  `create procedure make.singles(low bigint, high bigint) language plpgsql as $$
   begin for n in low..high loop insert into bench.orders values (${VALUES}); commit; end loop; end $$`,
  `create procedure make.thousands(low bigint, high bigint) language plpgsql as $$
   begin for part in 0..(high - low) / 1000 loop
     insert into bench.orders select ${VALUES} from generate_series(low + part * 1000, least(low + part * 1000 + 999, high)) n;
     commit;
   end loop; end $$`,
  `create procedure make.updates(low bigint, high bigint, turn integer) language plpgsql as $$
   begin for part in 0..(high - low) / 1000 loop
     update bench.orders set amount = amount + 1, state = 'round ' || turn
       where id between low + part * 1000 and least(low + part * 1000 + 999, high);
     commit;
   end loop; end $$`,
  `create procedure make.hot(updates integer) language plpgsql as $$
   begin for turn in 1..updates loop update bench.hot set n = n + 1, at = clock_timestamp() where id = 1; commit; end loop; end $$`,
];

const SINGLES = scaled(300_000);
const ROWS = scaled(1_000_000);
const ONE = scaled(2_000_000);
const TRANSACTIONS = scaled(100_000);

const ORDER_TABLES = { tables: ['orders', 'marker'], make: ORDERS, procedures: PROCEDURES } as const;

/** Halves of the ids of a round, after those of the rounds before: two connections write them, and the log holds them mixed. */
function halves(rows: number, round: number): readonly (readonly [low: number, high: number])[] {
  const low = round * rows + 1;
  const middle = low + Math.ceil(rows / 2);
  return [
    [low, middle - 1],
    [middle, low + rows - 1],
  ];
}

async function call({ source }: Stage, database: string, calls: readonly string[]): Promise<void> {
  await Promise.all(calls.map((each) => sql(source.url(database), 'set synchronous_commit = off', `call make.${each}`)));
}

/** All but the bench's own `pgbench` are written by the server; without that program the same four changes are, too. */
export function backlogs(pgbench: Program | null): readonly Backlog[] {
  return [
    {
      ...ORDER_TABLES,
      name: 'singles',
      title: `${SINGLES} inserts, one a transaction`,
      part: 'singles',
      fill: [],
      write: (stage, round) =>
        call(
          stage,
          'singles',
          halves(SINGLES, round).map(([low, high]) => `singles(${low}, ${high})`),
        ),
    },
    {
      ...ORDER_TABLES,
      name: 'thousands',
      title: `${ROWS} inserts, 1,000 a transaction`,
      part: 'thousands',
      fill: [],
      write: (stage, round) =>
        call(
          stage,
          'thousands',
          halves(ROWS, round).map(([low, high]) => `thousands(${low}, ${high})`),
        ),
    },
    {
      ...ORDER_TABLES,
      name: 'updates',
      title: `${ROWS} updates, 1,000 a transaction`,
      part: 'updates',
      fill: [[`insert into bench.orders select ${VALUES} from generate_series(1::bigint, ${ROWS}) n`]],
      write: (stage, round) =>
        call(
          stage,
          'updates',
          halves(ROWS, 0).map(([low, high]) => `updates(${low}, ${high}, ${round})`),
        ),
    },
    {
      name: 'tpcb',
      title: `${TRANSACTIONS} TPC-B transactions, 4 changes each`,
      part: 'tpcb',
      tables: ['pgbench_accounts', 'pgbench_branches', 'pgbench_history', 'pgbench_tellers', 'marker'],
      make: ['create schema bench', MARKER, ...TPCB_TABLES],
      procedures: ['create schema make', TPCB_GENERATOR],
      fill: tpcbRows(),
      write: (stage) => writeTpcb(stage, { database: 'tpcb', pgbench, transactions: TRANSACTIONS }),
    },
    {
      name: 'hot',
      title: `${TRANSACTIONS} updates of one row, one a transaction`,
      part: 'hot',
      tables: ['hot', 'marker'],
      make: ['create schema bench', MARKER, 'create table bench.hot (id integer primary key, n bigint not null, at timestamptz)'],
      procedures: PROCEDURES,
      fill: [['insert into bench.hot values (1, 0, null), (2, 0, null)']],
      write: (stage) => call(stage, 'hot', [`hot(${TRANSACTIONS})`]),
    },
    {
      ...ORDER_TABLES,
      name: 'one',
      title: `one transaction of ${ONE} inserts`,
      part: 'memory',
      fill: [],
      write: async ({ source }, round) => {
        const low = round * ONE + 1;
        await sql(source.url('one'), `insert into bench.orders select ${VALUES} from generate_series(${low}::bigint, ${low + ONE - 1}) n`);
      },
    },
  ];
}
