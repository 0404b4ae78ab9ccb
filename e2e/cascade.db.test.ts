import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SchemaSelection, taskConfig } from '#engine/task/config.ts';
import { compareDatabases } from './compare.ts';
import { sql, startServers, type TestServers, value, valuesOf } from './faults/servers.ts';
import { TestTask } from './faults/test-task.ts';

/**
 * Three servers, a, b and c, in the shapes that several tasks make together (DTS calls them cascade, one-to-many and many-to-one). Each
 * task has its own slot and publication at its source and its own marks at its destination.
 */
let upper: TestServers;
let lower: TestServers;
const a = () => upper.source;
const b = () => lower.source;
const c = () => lower.destination;
const between = (source: TestServers['source'], destination: TestServers['destination']): TestServers => ({
  ...upper,
  source,
  destination,
});

async function databases(name: string): Promise<void> {
  for (const server of [a(), b(), c()]) await sql(server.url(), `create database ${name}`);
}

const SHOP = [
  'create schema shop',
  'create table shop.customers (id int primary key, name text not null, note text)',
  'create table shop.orders (id int generated always as identity primary key, customer int references shop.customers on delete cascade, total numeric)',
  'create table shop.visits (customer int, at timestamptz)',
  'alter table shop.visits replica identity full',
  `insert into shop.customers select n, 'customer ' || n, repeat('x', 3000) from generate_series(1, 200) n`,
  'insert into shop.orders (customer, total) select n, n * 1.5 from generate_series(1, 200) n',
  `insert into shop.visits select n / 2, timestamptz '2024-01-01' + n * interval '1 hour' from generate_series(1, 200) n`,
];

/** A bit of everything that a row can go through, `round` being told apart. */
function shopping(round: number): readonly string[] {
  const from = 1000 * (round + 1);
  return [
    `insert into shop.customers select n, 'later', null from generate_series(${from}, ${from + 300}) n`,
    `insert into shop.orders (customer, total) select n, 1 from generate_series(${from}, ${from + 300}) n`,
    `begin; update shop.customers set name = name || '!' where id % 3 = 0; delete from shop.orders where id % 7 = ${round}; commit`,
    `update shop.customers set id = -id where id = ${from + 1} and not exists (select from shop.orders where customer = ${from + 1})`,
    `delete from shop.customers where id between ${from + 10} and ${from + 20}`,
    `insert into shop.visits values (${round}, null), (${round}, null)`,
    'delete from shop.visits where ctid = (select min(ctid) from shop.visits)',
    `begin; insert into shop.customers values (${from + 900}, 'not', null); rollback`,
  ];
}

const slotsAt = (url: string) => valuesOf(url, 'select slot_name from pg_replication_slots where database = current_database() order by 1');
const publicationsAt = (url: string) => valuesOf(url, 'select pubname from pg_publication order by 1');

const SLOTS = { max_replication_slots: 20, max_wal_senders: 20 };

describe.each([
  [12, 15, 18],
  [17, 18, 15],
])('a of version %i, b of version %i, c of version %i', (first, second, third) => {
  beforeAll(async () => {
    upper = await startServers({ sourceMajor: first, sourceSettings: SLOTS });
    lower = await startServers({ sourceMajor: second, destinationMajor: third, sourceSettings: SLOTS });
  }, 300_000);
  afterAll(async () => {
    await upper?.[Symbol.asyncDispose]();
    await lower?.[Symbol.asyncDispose]();
  });

  test('cascade: what b was given by a goes on to c, also while b is being filled', async () => {
    await databases('chain');
    await sql(a().url('chain'), ...SHOP);
    await using first = await TestTask.create(between(a(), b()), 'chain', { objects: [{ schema: 'shop' }] });
    await first.startAndFollow();
    await using second = await TestTask.create(between(b(), c()), 'chain', { objects: [{ schema: 'shop' }] });
    await second.startAndFollow();
    for (let round = 0; round < 3; round += 1) {
      await sql(a().url('chain'), ...shopping(round));
      // Rows that b has of its own go on as well.
      await sql(b().url('chain'), `insert into shop.visits values (${-round}, '2000-01-01')`);
    }
    // Commands too, in which b is written to by a task alone.
    await sql(
      a().url('chain'),
      'alter table shop.customers add column late int default 5',
      'update shop.customers set late = id where id % 5 = 0',
      'alter table shop.customers rename column note to remark',
      'create table shop.later as select id, name from shop.customers',
      'alter table shop.later add primary key (id)',
      'create index later_name on shop.later (name)',
      'delete from shop.later where id > 1500',
    );
    await sql(a().url('chain'), 'truncate shop.visits');
    await sql(a().url('chain'), `insert into shop.visits values (7, '2024-01-01')`);
    await first.catchesUp();
    await second.catchesUp();
    expect(await compareDatabases(b().url('chain'), c().url('chain'), ['shop'])).toMatchObject({ tables: 4, difference: null });
    expect(await compareDatabases(a().url('chain'), c().url('chain'), ['shop'])).toMatchObject({ tables: 4, difference: null });
    expect([first.complaints(), second.complaints()]).toEqual([[], []]);
    expect(await slotsAt(a().url('chain'))).toHaveLength(1);
    expect(await slotsAt(b().url('chain'))).toHaveLength(1);
    // What a task keeps at b is no data of b's.
    expect(await value(c().url('chain'), `select count(*) from opendts.task where task_id = '${first.id}'`)).toBe('0');
  });

  test('one-to-many: each task has its own slot and publication, and goes when it is released without the other', async () => {
    await databases('fan');
    const source = a().url('fan');
    await sql(source, ...SHOP);
    await using first = await TestTask.create(between(a(), b()), 'fan', { objects: [{ schema: 'shop' }] });
    await using second = await TestTask.create(between(a(), c()), 'fan', { objects: [{ schema: 'shop' }] });
    await Promise.all([first.startAndFollow(), second.startAndFollow()]);
    expect(new Set(await slotsAt(source)).size).toBe(2);
    expect(new Set(await publicationsAt(source)).size).toBe(2);
    await sql(source, ...shopping(0));
    await Promise.all([first.catchesUp(), second.catchesUp()]);
    for (const server of [b(), c()])
      expect(await compareDatabases(source, server.url('fan'), ['shop'])).toMatchObject({ difference: null });
    await first.send('stop');
    await first.engine.release(first.id);
    expect(await slotsAt(source)).toHaveLength(1);
    expect(await publicationsAt(source)).toHaveLength(1);
    await sql(source, ...shopping(1));
    await second.catchesUp();
    expect(await compareDatabases(source, c().url('fan'), ['shop'])).toMatchObject({ difference: null });
    expect([first.complaints(), second.complaints()]).toEqual([[], []]);
  });

  test('many-to-one: tables of two sources side by side, each task following its own', async () => {
    await databases('meet');
    const [left, right, target] = [a(), b(), c()].map((server) => server.url('meet'));
    if (left === undefined || right === undefined || target === undefined) throw new Error('There are three servers.');
    await sql(left, ...SHOP);
    await sql(right, 'create schema stock', 'create table stock.items (id int primary key, left_over int)');
    await sql(right, 'insert into stock.items select n, n from generate_series(1, 500) n');
    await using first = await TestTask.create(between(a(), c()), 'meet', { objects: [{ schema: 'shop' }] });
    await using second = await TestTask.create(between(b(), c()), 'meet', { objects: [{ schema: 'stock' }] });
    await Promise.all([first.startAndFollow(), second.startAndFollow()]);
    for (let round = 0; round < 2; round += 1) {
      await Promise.all([
        sql(left, ...shopping(round)),
        sql(
          right,
          `update stock.items set left_over = left_over - 1 where id % 2 = ${round}`,
          `delete from stock.items where id = ${round + 1}`,
        ),
      ]);
    }
    await Promise.all([first.catchesUp(), second.catchesUp()]);
    expect(await compareDatabases(left, target, ['shop'])).toMatchObject({ tables: 3, difference: null });
    expect(await compareDatabases(right, target, ['stock'])).toMatchObject({ tables: 1, rows: 498, difference: null });
    expect(await value(target, 'select count(*) from opendts.task')).toBe('2');
    // What one task notes of its place is nothing to the other.
    await first.send('pause');
    await sql(right, 'delete from stock.items where id < 100');
    await sql(left, ...shopping(2));
    await second.catchesUp();
    await first.send('resume');
    await first.reaches('streaming');
    await first.catchesUp();
    expect(await compareDatabases(left, target, ['shop'])).toMatchObject({ difference: null });
    expect(await compareDatabases(right, target, ['stock'])).toMatchObject({ difference: null });
    expect([first.complaints(), second.complaints()]).toEqual([[], []]);
  });

  test('many-to-one: one table from two sources, as long as no key is in both', async () => {
    await databases('pour');
    const table = 'create table parts (id int primary key, made_by text)';
    for (const server of [a(), b()]) await sql(server.url('pour'), table);
    await sql(a().url('pour'), `insert into parts select n, 'a' from generate_series(1, 999, 2) n`);
    await sql(b().url('pour'), `insert into parts select n, 'b' from generate_series(2, 1000, 2) n`);
    await sql(c().url('pour'), table);
    const options = { objects: [{ schema: 'public' }], types: ['full', 'incremental'], conflictMode: 'ignore' } as const;
    await using first = await TestTask.create(between(a(), c()), 'pour', {
      ...options,
      objects: [...options.objects],
      types: [...options.types],
    });
    await using second = await TestTask.create(between(b(), c()), 'pour', {
      ...options,
      objects: [...options.objects],
      types: [...options.types],
    });
    await first.startAndFollow();
    await second.startAndFollow();
    await Promise.all([
      sql(a().url('pour'), 'update parts set id = id + 2000 where id < 100', 'delete from parts where id between 200 and 300'),
      sql(b().url('pour'), 'update parts set id = id + 2000 where id < 100', 'delete from parts where id between 200 and 300'),
    ]);
    await Promise.all([first.catchesUp(), second.catchesUp()]);
    // Who comes third is told of those that are there.
    const about = async (code: string, objects: readonly SchemaSelection[]) => {
      const config = { name: 'third', source: a().endpoint('pour'), destination: c().endpoint('pour'), ...options, objects };
      const findings = await first.engine.precheck(taskConfig.parse(config));
      return findings.find((finding) => finding.code === code);
    };
    const shared = (objects: readonly SchemaSelection[]) => about('PG_TABLE_SHARED', objects);
    // It comes from where one of them does: every key of it is there.
    const told = await about('PG_KEY_OVERLAP', [{ schema: 'public' }]);
    expect(told).toMatchObject({ severity: 'fail', problems: [{ subject: 'public.parts' }] });
    expect(told?.problems[0]?.cause.en).toContain([first.id, second.id].sort().join(', '));
    expect(await shared([{ schema: 'public' }])).toMatchObject({ severity: 'pass' });
    await sql(a().url('pour'), 'create table pieces (id int primary key, made_by text)');
    expect(await shared([{ schema: 'public', tables: [{ name: 'pieces', as: 'parts' }] }])).toMatchObject({
      problems: [{ subject: 'public.parts' }],
    });
    expect(await shared([{ schema: 'public', tables: [{ name: 'parts', as: 'pieces' }] }])).toMatchObject({ severity: 'pass' });
    const rows = 'select id || made_by from parts order by id';
    const both = [...(await valuesOf(a().url('pour'), rows)), ...(await valuesOf(b().url('pour'), rows))];
    const number = (row: string | null) => Number.parseInt(row ?? '', 10);
    expect(await valuesOf(c().url('pour'), rows)).toEqual(both.sort((one, other) => number(one) - number(other)));
    for (const task of [first, second]) {
      await task.send('stop');
      await task.engine.release(task.id);
    }
    expect(await shared([{ schema: 'public' }])).toMatchObject({ severity: 'pass' });
  });
});
