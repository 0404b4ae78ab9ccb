import type { Dice } from './dice.ts';
import { near, type Work } from './work.ts';
import { sku } from './work-sales.ts';

const shipment = (parameter: number) => near('inventory.shipment', 'id', parameter);
const REGIONS = ['emea', 'africa', 'apac', 'amer', 'moon', '南极'] as const;

/** What happens in the warehouses, the two tables without a key among it. */
export const INVENTORY: readonly Work[] = [
  {
    name: 'price',
    weight: 8,
    writes: (dice) => [
      // A long description is stored out of line and not in the log.
      {
        sql: `update inventory.product set price = $2, specs = specs || jsonb_build_object('seen', $3::text) where sku = ${sku(1)}`,
        values: [20 * dice.roll(200), dice.money(900), dice.words()],
      },
    ],
  },
  {
    name: 'describe',
    weight: 2,
    writes: (dice) => [
      {
        sql: `update inventory.product set description = $2, image = decode($3, 'hex'), dimensions = array[1.50, null, 'NaN']::numeric[] where sku = ${sku(1)}`,
        values: [20 * dice.roll(200), dice.noise(3_000 + dice.roll(9_000)), dice.noise(40)],
      },
    ],
  },
  {
    name: 'rename product',
    weight: 2,
    writes: (dice) => [
      // Its order lines and stock follow by ON UPDATE CASCADE.
      {
        sql: `update inventory.product set sku = case when sku like '%-r' then 'SKU-' || $1::int else 'SKU-' || $1::int || '-r' end where sku = ${sku(1)}`,
        values: [dice.roll(4_000)],
      },
    ],
  },
  {
    name: 'stock',
    weight: 10,
    writes: (dice) => [
      {
        sql: `insert into inventory.stock select $1, sku, $3, 0, $4 from inventory.product where sku = ${sku(2)}
          on conflict (warehouse_id, sku) do update set quantity = inventory.stock.quantity + excluded.quantity, updated_at = excluded.updated_at`,
        values: [dice.roll(40), dice.roll(2_000), dice.roll(99) - 50, dice.moment()],
      },
      {
        sql: `delete from inventory.stock where warehouse_id = $1 and sku = ${sku(2)} and quantity < 100`,
        values: [dice.roll(40), dice.roll(500)],
      },
    ],
  },
  {
    name: 'relabel stock',
    weight: 3,
    writes: (dice) => [
      // Half of the key changes.
      {
        sql: `update inventory.stock s set sku = p.sku from inventory.product p where p.sku = ${sku(3)} and s.warehouse_id = $1 and s.sku = ${sku(2)}
          and not exists (select from inventory.stock o where o.warehouse_id = $1 and o.sku = p.sku)`,
        values: [dice.roll(40), dice.roll(800), dice.roll(800)],
      },
    ],
  },
  { name: 'movement', weight: 14, writes: movement },
  { name: 'sensors', weight: 6, writes: sensors },
  {
    name: 'ship',
    weight: 6,
    writes: (dice) => [
      {
        sql: `insert into inventory.shipment (region, tracking, warehouse_id, took, hops, label)
          values ($1, $2, $3, make_interval(months => 1, days => $4, secs => 0.5), array['10.0.0.1', null, '::1']::inet[], $5)`,
        values: [dice.one(REGIONS), dice.uuid(), dice.roll(40), dice.roll(40), dice.words()],
      },
      { sql: `delete from inventory.shipment where id = ${shipment(1)}`, values: [dice.share()] },
    ],
  },
  {
    name: 'redirect shipment',
    weight: 5,
    writes: (dice) => [
      {
        sql: `update inventory.shipment set region = $2, label = $3 where id = ${shipment(1)}`,
        values: [dice.share(), dice.one(REGIONS), dice.words()],
      },
    ],
  },
  {
    name: 'warehouse',
    weight: 2,
    writes: (dice) => [
      {
        sql: `update inventory.warehouse set location = point($2, -1.5), turnaround = turnaround + interval '1.5 s', address = $3 where id = $1`,
        values: [dice.roll(40), dice.share(), dice.words()],
      },
    ],
  },
  {
    name: 'category',
    weight: 2,
    writes: (dice) => {
      const id = 1_000 + dice.roll(500);
      return [
        { sql: 'delete from inventory.category where id = $1 or parent_id = $1', values: [id] },
        { sql: 'insert into inventory.category values ($1, $2, $3)', values: [id, dice.roll(300), dice.words()] },
      ];
    },
  },
  {
    name: 'sale',
    weight: 0.3,
    writes: (dice) => [
      // One transaction that touches many rows.
      {
        sql: `update inventory.product set price = round(price * 0.99, 2) + 0.01 where category_id between $1 and $1 + 20`,
        values: [dice.roll(280)],
      },
    ],
  },
];

/** Equal rows are the point: one of them changes or goes, the others stay. */
function movement(dice: Dice) {
  const one = (parameter: number) =>
    `ctid = (select ctid from inventory.movement where sku = 'SKU-' || $${parameter}::int order by ctid limit 1)`;
  const number = dice.roll(997);
  return [
    {
      sql: `insert into inventory.movement select 'SKU-' || $1::int, $2, $3, $4, $5 from generate_series(1, 2)`,
      values: [number, dice.roll(40), dice.roll(99), dice.words(), dice.moment()],
    },
    { sql: `update inventory.movement set delta = delta + 1, reason = $2 where ${one(1)}`, values: [number, dice.words()] },
    { sql: `delete from inventory.movement where ${one(1)}`, values: [dice.roll(997)] },
    { sql: `delete from inventory.movement where ${one(1)}`, values: [dice.roll(997)] },
  ];
}

function sensors(dice: Dice) {
  const oldest = `(select ctid from inventory.sensor_reading order by taken_at limit $1 for update skip locked)`;
  return [
    {
      sql: `insert into inventory.sensor_reading values ($1, $2, $3, decode($4, 'hex'), $5::timestamptz at time zone 'UTC'), (null, 'NaN', '-Infinity', null, null)`,
      values: [dice.words(), String(dice.share() * 100), String(dice.share()), dice.noise(32), dice.moment()],
    },
    {
      sql: `update inventory.sensor_reading set raw = null, celsius = celsius + 0.1 where ctid = any (array${oldest})`,
      values: [dice.roll(2)],
    },
    { sql: `delete from inventory.sensor_reading where ctid = any (array${oldest})`, values: [2] },
  ];
}
