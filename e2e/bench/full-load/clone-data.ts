import { scaled } from '../settings.ts';
import type { Data } from './data.ts';

interface CloneTable {
  readonly name: string;
  readonly rows: number;
  readonly columns: string;
  readonly values: string;
  /** What is indexed beside the primary key, which is `id`. */
  readonly indexes: readonly string[];
}

const CUSTOMERS = scaled(500_000);
const ORDERS = scaled(1_500_000);

/** Four tables of a shop: six million rows, four primary keys and nine more indexes. */
const TABLES: readonly CloneTable[] = [
  {
    name: 'customers',
    rows: CUSTOMERS,
    columns:
      'id bigint not null, email text not null, name text not null, country char(2) not null, created timestamptz not null, doc jsonb',
    values: `n, 'customer' || n || '@example.com', 'Name of ' || md5(n::text), (array['de', 'fr', 'cn', 'us', 'br'])[1 + n % 5],
      timestamptz '2020-01-01 00:00Z' + n * 31 % 90000007 * interval '1 s', jsonb_build_object('level', n % 4, 'news', n % 2 = 0)`,
    indexes: ['unique index customers_email on bench.customers (email)', 'index customers_country on bench.customers (country, created)'],
  },
  {
    name: 'orders',
    rows: ORDERS,
    columns:
      'id bigint not null, customer bigint not null, state text not null, placed timestamptz not null, total numeric(12, 2) not null, note text',
    values: `n, 1 + n::bigint * 7919 % ${CUSTOMERS}, (array['new', 'paid', 'sent', 'closed'])[1 + n % 4],
      timestamptz '2021-01-01 00:00Z' + n::bigint * 104729 % 100000007 * interval '1 s', n % 100000 / 100.0, case when n % 3 = 0 then 'note ' || n end`,
    indexes: [
      'index orders_customer on bench.orders (customer)',
      'index orders_placed on bench.orders (placed)',
      'index orders_state on bench.orders (state, placed)',
    ],
  },
  {
    name: 'items',
    rows: scaled(3_000_000),
    columns: 'id bigint not null, "order" bigint not null, sku text not null, count integer not null, price numeric(10, 2) not null',
    values: `n, 1 + n::bigint * 15485863 % ${ORDERS}, 'sku-' || md5((n % 50000)::text), n % 9 + 1, n::bigint * 31 % 100000 / 100.0`,
    indexes: [
      'index items_order on bench.items ("order")',
      'index items_sku on bench.items (sku)',
      'index items_price on bench.items (price)',
    ],
  },
  {
    name: 'events',
    rows: scaled(1_000_000),
    columns: 'id bigint not null, at timestamp not null, kind integer not null, payload jsonb not null',
    values: `n, timestamp '2023-01-01' + n::bigint * 15485863 % 50000017 * interval '1 s', n % 20,
      jsonb_build_object('path', '/page/' || n % 1000, 'ms', n % 700)`,
    indexes: ['index events_at on bench.events (at)'],
  },
];

/** A whole database: structure, rows, and 13 indexes, whose building is the larger half on two cores. */
export function cloneData(): Data {
  return {
    tables: TABLES.map(({ name }) => name),
    rows: TABLES.reduce((sum, { rows }) => sum + rows, 0),
    make: ['create schema bench', ...TABLES.map(({ name, columns }) => `create table bench.${name} (${columns})`)],
    fill: TABLES.map(({ name, rows, values, indexes }) => [
      `insert into bench.${name} select ${values} from generate_series(1, ${rows}) n`,
      `alter table bench.${name} add primary key (id)`,
      ...indexes.map((index) => `create ${index}`),
    ]),
  };
}
