/** How many rows each table gets at scale 1: about 220,000 together. */
export const ROWS = {
  category: 300,
  product: 4_000,
  warehouse: 40,
  customers: 15_000,
  order: 30_000,
  payment: 25_000,
  select: 500,
  coupon: 1_000,
  event: 10_000,
  dailyTotal: 366,
  stock: 20_000,
  movement: 15_000,
  sensor: 8_000,
  shipment: 8_000,
  dept: 50,
  employee: 2_000,
  timesheet: 16_000,
  leave: 1_500,
} as const;

/**
 * Chance that is the same on every machine and run: a hash of what is asked for and the row's number. The functions are the
 * session's own and leave nothing behind.
 */
export const CHANCE: readonly string[] = [
  `create function pg_temp.pick(what text, i bigint, n bigint) returns bigint language sql immutable as
    $$select abs(hashtextextended(what || i, 42) % n)$$`,
  `create function pg_temp.moment(what text, i bigint) returns timestamptz language sql immutable as
    $$select timestamptz '2024-01-01 00:00:00+00' + pg_temp.pick(what, i, 63000000000000) * interval '1 microsecond'$$`,
  `create function pg_temp.id(what text, i bigint) returns uuid language sql immutable as $$select md5(what || i)::uuid$$`,
  // Hexadecimal digests do not compress, so long ones are stored out of line.
  `create function pg_temp.noise(what text, i bigint, parts bigint) returns text language sql immutable as
    $$select string_agg(md5(what || i || ' ' || p), '') from generate_series(1, parts) p$$`,
  `create function pg_temp.words(what text, i bigint) returns text language sql immutable as
    $$select (array['plain', 'it''s "quoted"', E'tab\\there', E'two\\nlines', E'back\\\\slash \\\\N', '中文文本', 'Ünïcödé ✓', '🚚 emoji', '', ' spaces ', E'a\\r\\nb', '{"a":1}', '%s $1 \\x', 'NULL'])[1 + pg_temp.pick(what, i, 14)]$$`,
];

/** One statement a table, multiplied by `scale`. */
export function rowStatements(scale: number): readonly string[] {
  const many = (rows: number) => Math.round(rows * scale);
  const series = (rows: number) => `generate_series(1, ${many(rows)}) as i`;
  return [
    `insert into inventory.category select i, case when i > 10 then 1 + pg_temp.pick('parent', i, (i - 1) / 2) end, 'Category ' || i || ' ' || pg_temp.words('cat', i)
      from generate_series(1, ${ROWS.category}) as i`,
    `insert into inventory.product
      select 'SKU-' || i, 1 + pg_temp.pick('category', i, ${ROWS.category}), 'Product ' || i || ' ' || pg_temp.words('product', i),
        case when i % 20 = 0 then pg_temp.noise('description', i, 100 + pg_temp.pick('long', i, 900)) when i % 7 > 0 then pg_temp.words('short', i) end,
        jsonb_build_object('colour', pg_temp.words('colour', i), 'weight', pg_temp.pick('weight', i, 9000) / 10.0, 'parts', jsonb_build_array(i, null, true)),
        case when i % 3 = 0 then decode(pg_temp.noise('image', i, 1 + pg_temp.pick('size', i, 40)), 'hex') end,
        0.01 + pg_temp.pick('price', i, 99999) / 100.0,
        case when i % 4 > 0 then array[i, pg_temp.pick('width', i, 100) / 3.0, null]::numeric[] end,
        case when i % 50 = 0 then pg_temp.moment('gone', i) end
      from ${series(ROWS.product)}`,
    `insert into inventory.warehouse
      select i, 'W' || lpad(i::text, 3, '0'), pg_temp.words('address', i), point(i / 3.0, -i), time '06:00' + i * interval '7 minutes',
        pg_temp.pick('turn', i, 100) * interval '1 day 02:03:04.5'
      from generate_series(1, ${ROWS.warehouse}) as i`,
    `insert into sales.customers (public_id, email, name, tier, tags, profile, credit, last_ip, signed_up, birthday, closed)
      select pg_temp.id('customer', i), 'User' || i || '@Example.com', pg_temp.words('name', i) || ' ' || i,
        (enum_range(null::sales.tier))[1 + pg_temp.pick('tier', i, 4)],
        case when i % 5 = 0 then array[pg_temp.words('tag', i), 'a,b', null, 'x"y'] else '{}' end,
        case when i % 3 > 0 then jsonb_build_object('age', pg_temp.pick('age', i, 90), 'about', pg_temp.words('about', i)) end,
        pg_temp.pick('credit', i, 1000000) / 100.0,
        case when i % 2 = 0 then ('10.' || pg_temp.pick('a', i, 256) || '.' || pg_temp.pick('b', i, 256) || '.1/24')::inet else ('2001:db8::' || to_hex(i))::inet end,
        pg_temp.moment('signed', i), date '1940-01-01' + pg_temp.pick('birth', i, 25000)::integer, i % 11 = 0
      from ${series(ROWS.customers)}`,
    `insert into sales."Order" (customer_id, "user", status, placed_at, net, tax, history, note)
      select 1 + pg_temp.pick('buyer', i, ${many(ROWS.customers)}), case when i % 6 = 0 then pg_temp.words('user', i) end,
        (enum_range(null::sales.order_status))[1 + pg_temp.pick('status', i, 4)], pg_temp.moment('placed', i),
        pg_temp.pick('net', i, 10000000) / 100.0, pg_temp.pick('tax', i, 10000) / 100.0,
        case when i % 4 = 0 then array['new', 'paid']::sales.order_status[] end, case when i % 9 = 0 then pg_temp.words('note', i) end
      from ${series(ROWS.order)}`,
    `insert into sales.order_line
      select i, line, 'SKU-' || 1 + pg_temp.pick('sku' || line, i, ${many(ROWS.product)}), 1 + pg_temp.pick('quantity', i * 3 + line, 20), pg_temp.pick('line', i * 3 + line, 100000) / 100.0
      from ${series(ROWS.order)}, generate_series(1, 2) as line`,
    `insert into sales.payment (paid_on, order_id, amount, method, reference, details)
      select date '2023-10-01' + pg_temp.pick('paid', i, 900)::integer, 1 + pg_temp.pick('order', i, ${many(ROWS.order)}), pg_temp.pick('amount', i, 10000000) / 100.0,
        (array['card', 'cash', '转账', 'it''s on us'])[1 + pg_temp.pick('method', i, 4)], pg_temp.id('payment', i),
        case when i % 10 = 0 then jsonb_build_object('note', pg_temp.words('payment', i)) end
      from ${series(ROWS.payment)}`,
    `insert into sales."select" select i, pg_temp.words('from', i), nullif(pg_temp.words('where', i), ''), case when i % 3 = 0 then 'user ' || i end, i from ${series(ROWS.select)}`,
    `insert into sales.coupon
      select 'C' || i, case when i % 4 = 0 then 'Campaign ' || i end, pg_temp.pick('discount', i, 10000) / 100.0,
        case when i % 5 > 0 then daterange(date '2024-01-01' + (i % 300)::integer, date '2024-12-31' + (i % 100)::integer) end, pg_temp.pick('uses', i, 50)
      from ${series(ROWS.coupon)}`,
    `insert into sales.event (kind, body, seen_at, address)
      select 'kind ' || i % 17, jsonb_build_object('n', i, 'text', pg_temp.words('event', i), 'nested', jsonb_build_object('list', jsonb_build_array(1, 'two', null))),
        pg_temp.moment('event', i), case when i % 3 = 0 then '192.0.2.7'::inet end
      from ${series(ROWS.event)}`,
    `insert into sales.daily_total select date '2024-01-01' + i, pg_temp.pick('orders', i, 400), pg_temp.pick('total', i, 100000000) / 100.0 from generate_series(0, ${ROWS.dailyTotal - 1}) as i`,
    `insert into inventory.stock
      select 1 + i % ${ROWS.warehouse}, 'SKU-' || 1 + (i / ${ROWS.warehouse}) % ${many(ROWS.product)}, pg_temp.pick('stock', i, 500), pg_temp.pick('reserved', i, 20), pg_temp.moment('stock', i)
      from generate_series(0, ${many(ROWS.stock) - 1}) as i`,
    // Every fifth row stands there twice.
    `insert into inventory.movement
      select 'SKU-' || 1 + n % 997, 1 + n % ${ROWS.warehouse}, pg_temp.pick('delta', n, 200) - 100, nullif(pg_temp.words('reason', n), 'plain'), pg_temp.moment('movement', n)
      from (select i - (i % 5) / 4 as n from ${series(ROWS.movement)}) as numbered`,
    `insert into inventory.sensor_reading
      select nullif('sensor ' || i % 7, 'sensor 3'), case when i % 100 = 0 then 'NaN'::float8 when i % 101 = 0 then '-Infinity'::float8 else pg_temp.pick('celsius', i, 100000) / 997.0::float8 end,
        pg_temp.pick('humidity', i, 1000) / 7.0::real, decode(md5(i::text), 'hex'), timestamp '2024-05-05' + i * interval '1.000001 seconds'
      from ${series(ROWS.sensor)}`,
    `insert into inventory.shipment (region, tracking, warehouse_id, took, hops, label)
      select (array['emea', 'africa', 'apac', 'amer', 'moon', '南极'])[1 + pg_temp.pick('region', i, 6)], pg_temp.id('shipment', i),
        1 + pg_temp.pick('from', i, ${ROWS.warehouse}), make_interval(months => (i % 3)::integer, days => (i % 40)::integer, secs => i / 7.0),
        case when i % 2 = 0 then array['10.0.0.1', null, '::1']::inet[] end, pg_temp.words('label', i)
      from ${series(ROWS.shipment)}`,
    `insert into "HR Data"."Dept" select i, 'Dept ' || i from generate_series(1, ${ROWS.dept}) as i`,
    `insert into "HR Data"."Employee" ("Full Name", "user", "Dept", "Manager", "Salary", "Contract", "Skills", "Photo", "Probation", "Hired")
      select pg_temp.words('employee', i) || ' ' || i, case when i % 4 > 0 then 'u' || i end, 1 + pg_temp.pick('dept', i, ${ROWS.dept}),
        case when i > 20 then 1 + pg_temp.pick('manager', i, i / 2) end, pg_temp.pick('salary', i, 900000) / 100.0,
        (enum_range(null::"HR Data"."Contract Kind"))[1 + i % 3], array['sql', pg_temp.words('skill', i)],
        case when i % 10 = 0 then decode(pg_temp.noise('photo', i, 200), 'hex') end, i % 12 * interval '1 month', date '2010-01-01' + (i % 5000)::integer
      from ${series(ROWS.employee)}`,
    `update "HR Data"."Dept" set "Head" = 1 + ("Id" * 7 - 1) % ${many(ROWS.employee)}`,
    `insert into "HR Data".timesheet
      select 1 + i % ${many(ROWS.employee)}, date '2025-01-01' + (i / ${many(ROWS.employee)})::integer, pg_temp.pick('hours', i, 2400) / 100.0, nullif(pg_temp.words('sheet', i), 'plain')
      from generate_series(0, ${many(ROWS.timesheet) - 1}) as i`,
    `insert into "HR Data"."Leave ""Request"""
      select pg_temp.id('leave', i), 1 + pg_temp.pick('who', i, ${many(ROWS.employee)}), date '2025-01-01' + i % 365, date '2025-01-01' + i % 365 + pg_temp.pick('days', i, 20)::integer, pg_temp.words('leave', i)
      from ${series(ROWS.leave)}`,
  ];
}
