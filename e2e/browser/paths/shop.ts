import { setTimeout as pause } from 'node:timers/promises';
import { connected, sql } from '#e2e/faults/servers.ts';

/** One small shop for every path: keys of two kinds, a foreign key, a type of its own, a view, and a table without a key. */
const SHOP = [
  'create schema shop',
  `create type shop.status as enum ('new', 'paid')`,
  'create table shop.customers (id bigserial primary key, name text not null, email varchar(80) unique)',
  `create table shop.orders (id bigint primary key, customer bigint not null references shop.customers,
     status shop.status not null default 'new', amount numeric(12, 2) not null, placed timestamptz not null default now())`,
  'create table shop.visits (page text, at timestamp)',
  `create view shop.paid_orders as select id, amount from shop.orders where status = 'paid'`,
  `insert into shop.customers (name, email) select 'Customer ' || i, i || '@example.com' from generate_series(1, 300) i`,
  `insert into shop.orders (id, customer, amount) select i, 1 + i % 300, i * 1.25 from generate_series(1, 1500) i`,
  `insert into shop.visits select '/page/' || i % 40, now() from generate_series(1, 400) i`,
] as const;

/** Makes the shop as whoever `url` logs in: theirs is everything in it. */
export function buildShop(url: string): Promise<void> {
  return sql(url, ...SHOP);
}

/** Rows that come while a task runs have ids from here on. */
const LATE = 10_000;

export interface Writing {
  /** How often round it went. */
  readonly rounds: () => number;
  /** Resolves when the last transaction is committed. */
  readonly stop: () => Promise<void>;
}

/** Every kind of change over and over, in transactions of one and of several tables, until it is stopped. */
export function startWriting(url: string): Writing {
  const stopping = new AbortController();
  let rounds = 0;
  const writing = (async () => {
    await using client = await connected(url);
    for (; !stopping.signal.aborted; rounds += 1) {
      const n = LATE + rounds;
      await client.query('begin');
      const { rows } = await client.query<{ id: string }>(`insert into shop.customers (name, email) values ('late', $1) returning id`, [
        `${n}@example.com`,
      ]);
      await client.query('insert into shop.orders (id, customer, amount) values ($1::bigint, $2, $1)', [n, rows[0]?.id]);
      await client.query('commit');
      await client.query(`update shop.orders set status = 'paid', amount = amount + 0.01 where id in ($1, $2)`, [n - 10, n % 1500]);
      await client.query('delete from shop.orders where id = $1', [n - 40]);
      await client.query(`insert into shop.visits values ('/late', now())`);
      await pause(25);
    }
  })();
  // Whoever stops it hears of a failure; nobody need be listening before.
  writing.catch(() => {});
  return {
    rounds: () => rounds,
    stop: async () => {
      stopping.abort();
      await writing;
    },
  };
}
