import { expect, test } from 'vitest';
import { describeStructure } from '#e2e/catalog.ts';
import { compareDatabases } from '#e2e/compare.ts';
import { sql, startServers, value, valuesOf } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

/** Tables of every shape, copied in slices of 1 MB: by pages, and from a server that does not scan page ranges, by key. */

const many = Array.from({ length: 1_600 }, (_, n) => `c${n} int2`).join(', ');
const SHAPES = [
  'create schema broad',
  `create table broad.wide (${many})`,
  'insert into broad.wide select from generate_series(1, 5)',
  `insert into broad.wide select ${Array.from({ length: 1_600 }, (_, n) => `(${n} + i)::int2`).join(', ')} from generate_series(1, 400) i`,
  'create table nothing ()',
  'insert into nothing select from generate_series(1, 7)',
  'create table empty (id int primary key, v text)',
  'create table computed (a int, b int generated always as (a * 2) stored)',
  'insert into computed select n from generate_series(1, 50000) n',
  'create table only_computed (b int generated always as (42) stored)',
  'insert into only_computed select from generate_series(1, 9)',
  'create table dropped (gone1 text, id int primary key, gone2 int, v text, gone3 int)',
  "insert into dropped select 'x', n, n, 'v' || n, n from generate_series(1, 40000) n",
  'alter table dropped drop column gone1, drop column gone2, drop column gone3, add column late text default $$later$$',
  'create table numbered (id bigint generated always as identity primary key, pad text)',
  "insert into numbered (pad) select repeat('p', 200) from generate_series(1, 20000)",
  'create table negative (id int8 primary key, pad text)',
  "insert into negative select n - 10000, repeat('p', 200) from generate_series(1, 20000) n",
  'create table named (name text, n int, pad text, primary key (name, n))',
  "insert into named select md5((n % 3000)::text), n, repeat('p', 200) from generate_series(1, 20000) n",
  'create table marked (id uuid primary key, pad text)',
  "insert into marked select md5(n::text)::uuid, repeat('p', 200) from generate_series(1, 20000) n",
  'create table keyless (n int, pad text)',
  "insert into keyless select n % 10, repeat('p', 200) from generate_series(1, 20000) n",
  'alter table keyless replica identity full',
  'create table toasted (id int primary key, big text, packed text)',
  'alter table toasted alter big set storage external',
  'insert into toasted select n, repeat(md5(n::text), 300), repeat(md5(n::text), 300) from generate_series(1, 600) n',
  'create table parted (id int, region text, pad text, primary key (id, region)) partition by list (region)',
  "create table parted_a partition of parted for values in ('a')",
  'create table parted_rest partition of parted default partition by range (id)',
  'create table parted_low partition of parted_rest for values from (minvalue) to (10000)',
  'create table parted_high partition of parted_rest for values from (10000) to (maxvalue)',
  "insert into parted select n, case n % 2 when 0 then 'a' else 'b' end, repeat('p', 200) from generate_series(1, 20000) n",
  'create table parent (id int primary key, pad text)',
  'create table child (more int) inherits (parent)',
  "insert into parent select n, repeat('p', 200) from generate_series(1, 10000) n",
  "insert into child select n, repeat('p', 200), n from generate_series(1, 10000) n",
  'analyze',
];

/** Too broad for the comparison, which has a column of its own for each. */
const WIDE = "select md5(string_agg(w::text, '|' order by w::text)) || count(*) from broad.wide w";

/** How many slices tables were copied in, as `name slices`. */
const SLICES = `select (table_id::json ->> 1) || ' ' || count(*) from opendts.task_slice group by table_id`;

test.each([
  { from: 18, to: 18 },
  { from: 12, to: 18 },
])('tables of every shape arrive in slices: $from to $to', async ({ from, to }) => {
  await using servers = await startServers({ sourceMajor: from, destinationMajor: to });
  const [source, destination] = await servers.databases('shapes');
  await sql(source, ...SHAPES);
  await using task = await TestTask.create(servers, 'shapes', {
    objects: [{ schema: 'public' }, { schema: 'broad' }],
    accepted: ['PG_PRIMARY_KEY'],
    full: { sliceMegabytes: 1, streams: 3 },
  });
  await task.startAndFollow();
  await sql(
    source,
    "update toasted set packed = 'x' where id = 5",
    'delete from negative where id = -5',
    "insert into parted values (0, 'z', null)",
  );
  await task.catchesUp();
  expect(await compareDatabases(source, destination, ['public'])).toMatchObject({ difference: null });
  expect(await value(destination, WIDE)).toBe(await value(source, WIDE));
  expect(await describeStructure(destination, ['public'])).toEqual(await describeStructure(source, ['public']));
  expect(task.complaints()).toEqual([]);
  const slices = new Map((await valuesOf(destination, SLICES)).map((line) => line?.split(' ') as [string, string]));
  const sliced = ['numbered', 'negative', 'named', 'marked', 'toasted', 'parted_a', 'parted_low', 'parted_high', 'parent', 'dropped'];
  for (const name of sliced) expect([name, Number(slices.get(name)) > 1]).toEqual([name, true]);
  expect(['nothing', 'empty', 'only_computed'].map((name) => slices.get(name))).toEqual(['1', '1', '1']);
  // Only pages cut a table that has no key.
  for (const name of ['keyless', 'child']) expect([name, Number(slices.get(name)) > 1]).toEqual([name, from >= 14]);
});

test('a row of 200 MB, filtered and chosen columns, in slices', async () => {
  await using servers = await startServers();
  const [source, destination] = await servers.databases('large');
  await sql(
    source,
    'create table large (id int primary key, v text, note text)',
    'alter table large alter v set storage external',
    "insert into large values (1, repeat('x', 200 * 1024 * 1024), 'one'), (2, 'small', 'two')",
    'create table picked (id int primary key, v text, secret text)',
    'alter table picked replica identity full',
    "insert into picked select n, repeat('v', 100), 'secret' from generate_series(1, 30000) n",
  );
  const tables = [{ name: 'large' }, { name: 'picked', where: 'id % 3 = 0', columns: [{ name: 'id' }, { name: 'v', as: 'w' }] }];
  await using task = await TestTask.create(servers, 'large', { objects: [{ schema: 'public', tables }], full: { sliceMegabytes: 1 } });
  await task.startAndFollow();
  expect(await value(destination, 'select length(v) || md5(v) from large where id = 1')).toBe(
    await value(source, 'select length(v) || md5(v) from large where id = 1'),
  );
  expect(await value(destination, "select count(*) || ' ' || sum(id) || ' ' || min(w) from picked")).toBe(
    await value(source, "select count(*) || ' ' || sum(id) || ' ' || min(v) from picked where id % 3 = 0"),
  );
  expect(Number(await value(destination, "select count(*) from opendts.task_slice where table_id like '%picked%'"))).toBeGreaterThan(1);
  expect(task.complaints()).toEqual([]);
});
