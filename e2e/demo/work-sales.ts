import type { Dice } from './dice.ts';
import { near, type Work } from './work.ts';

const customer = (parameter: number) => near('sales.customers', 'id', parameter);
const order = (parameter: number) => near('sales."Order"', 'id', parameter);
const payment = (parameter: number) => near('sales.payment', 'id', parameter);
/** `SKU-7` and what `rename product` makes of it. */
export const sku = (parameter: number) => `any (array['SKU-' || $${parameter}::int, 'SKU-' || $${parameter}::int || '-r'])`;
const METHODS = ['card', 'cash', '转账', `it's on us`] as const;
const STATES = ['new', 'paid', 'shipped', 'returned'] as const;

/** What people do in the shop: orders with lines and payments, changed, moved between partitions and taken back. */
export const SALES: readonly Work[] = [
  {
    name: 'place order',
    weight: 20,
    writes: (dice) => [
      {
        sql: `with placed as (
            insert into sales."Order" (customer_id, "user", placed_at, net, tax, note) select ${customer(1)}, $2, $3, $4, $5, $6 returning id),
          lines as (
            insert into sales.order_line select placed.id, row_number() over (), p.sku, 1 + length(p.sku) % 5, p.price
            from placed, (select sku, price from inventory.product where sku >= 'SKU-' || $7 order by sku limit $8) p returning order_id)
          insert into sales.payment (paid_on, order_id, amount, method, reference, details)
          select $9, id, $4, $10, $11, jsonb_build_object('lines', $8::int, 'text', $6::text) from placed`,
        values: [
          dice.share(),
          dice.words(),
          dice.moment(),
          dice.money(90_000),
          dice.money(90),
          dice.words(),
          String(dice.roll(99)),
          dice.roll(4),
          dice.day(),
          dice.one(METHODS),
          dice.uuid(),
        ],
      },
      {
        sql: `update sales.daily_total set orders = orders + 1, total = total + $2 where day = $1`,
        values: [dice.day(), dice.money(900)],
      },
    ],
  },
  {
    name: 'move order on',
    weight: 12,
    writes: (dice) => [
      {
        sql: `update sales."Order" set status = $2::sales.order_status, history = coalesce(history, '{}') || $2::sales.order_status, "user" = $3, tax = $4 where id = ${order(1)}`,
        values: [dice.share(), dice.one(STATES), dice.words(), dice.money(99)],
      },
    ],
  },
  {
    name: 'delete order',
    weight: 18,
    writes: (dice) => [
      // Its lines go with it, its payments stay without it.
      { sql: `delete from sales."Order" where id = ${order(1)}`, values: [dice.share()] },
      { sql: `delete from sales.payment where id = ${payment(1)}`, values: [dice.share()] },
    ],
  },
  {
    name: 'change line',
    weight: 6,
    writes: (dice) => [
      // The line number is part of the key.
      {
        sql: `update sales.order_line set line_no = line_no + 100, quantity = $2 where order_id = ${order(1)} and line_no < 30000`,
        values: [dice.share(), dice.roll(50)],
      },
      {
        sql: `delete from sales.order_line where order_id = ${order(1)} and line_no > 200`,
        values: [dice.share()],
      },
    ],
  },
  {
    name: 'move payment',
    weight: 8,
    writes: (dice) => [
      // Another day: most often the row goes to another partition.
      {
        sql: `update sales.payment set paid_on = $2, amount = amount + 0.01, details = null where id = ${payment(1)}`,
        values: [dice.share(), dice.day()],
      },
    ],
  },
  {
    name: 'sign up',
    weight: 4,
    writes: (dice) => [
      {
        sql: `insert into sales.customers (public_id, email, name, tier, tags, profile, credit, last_ip, signed_up, birthday)
          values ($1, $2, $3, $4, array[$3, null, 'x,"y"'], jsonb_build_object('text', $3::text, 'list', '[1, null]'::jsonb), $5, '2001:db8::7/64', $6, $7)`,
        values: [
          dice.uuid(),
          `New${dice.noise(12)}@Example.com`,
          dice.words(),
          dice.one(['bronze', 'silver', 'gold', `it's "special"`]),
          dice.money(9_000),
          dice.moment(),
          dice.day(),
        ],
      },
    ],
  },
  {
    name: 'change customer',
    weight: 6,
    writes: (dice) => [
      {
        sql: `update sales.customers set tier = $2, tags = tags[1:3] || $3::text, profile = profile || '{"seen": true}', closed = not closed where id = ${customer(1)}`,
        values: [dice.share(), dice.one(['bronze', 'gold', `it's "special"`]), dice.words()],
      },
    ],
  },
  {
    name: 'forget customer',
    weight: 2,
    writes: (dice) => [
      {
        sql: `delete from sales.customers c where id = ${customer(1)} and not exists (select from sales."Order" o where o.customer_id = c.id)`,
        values: [dice.share()],
      },
    ],
  },
  {
    name: 'log events',
    weight: 8,
    writes: (dice) => [
      {
        sql: `insert into sales.event (kind, body, seen_at, address)
          select 'kind ' || i, jsonb_build_object('text', $1::text, 'n', i / 3.0), $2::timestamptz + i * interval '1.000001 s', null from generate_series(1, $3::int) i`,
        values: [dice.words(), dice.moment(), dice.roll(12)],
      },
      // As many of the oldest go, so the table keeps its size however long this runs.
      { sql: 'delete from sales.event where id in (select id from sales.event order by id limit $1)', values: [dice.roll(12)] },
    ],
  },
  { name: 'campaign', weight: 3, writes: campaign },
  { name: 'reserved words', weight: 3, writes: reserved },
];

/** A coupon gets another code, and a campaign (unique) passes from one coupon to another. */
function campaign(dice: Dice) {
  const [from, to] = [dice.roll(100), 100 + dice.roll(100)];
  const code = (parameter: number) => `code = any (array['C' || $${parameter}::int, 'c' || $${parameter}::int])`;
  return [
    {
      sql: `update sales.coupon set code = case when code like 'C%' then lower(code) else upper(code) end, uses = uses + 1 where ${code(1)}`,
      values: [dice.roll(1_000)],
    },
    { sql: `update sales.coupon set campaign = null where campaign = 'Campaign of ' || $1::int or ${code(2)}`, values: [from, to] },
    {
      sql: `update sales.coupon set campaign = 'Campaign of ' || $1::int, valid = daterange($3::date, null), discount = $4 where ${code(2)}`,
      values: [from, to, dice.day(), (dice.share() * 100).toFixed(3)],
    },
  ];
}

function reserved(dice: Dice) {
  const id = 10_000 + dice.roll(200);
  return [
    { sql: 'delete from sales."select" where id = $1 or id = $1 + 1000', values: [id] },
    { sql: `insert into sales."select" values ($1::int, $2, null, 'user ' || $1::int, $1::int)`, values: [id, dice.words()] },
    { sql: 'update sales."select" set id = id + 1000, "where" = $2 where id = $1 and $1 % 2 = 0', values: [id, dice.words()] },
    // A unique pair is given up and taken within one transaction.
    { sql: `update sales."select" set "user" = null where id = $1`, values: [dice.roll(500)] },
  ];
}
