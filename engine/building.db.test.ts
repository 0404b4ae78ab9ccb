import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers, valuesOf } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
});

afterAll(() => servers[Symbol.asyncDispose]());

/** Takes a while for each row, so that the server has something to tell. */
const SLOW = `create function slow(int) returns int immutable language plpgsql as $$ begin
  if $1 % 100 = 0 then perform pg_catalog.pg_sleep(0.002); end if; return $1; end $$`;

test('indexes of different tables are built side by side, and the server tells how far they are', async () => {
  const [source] = await servers.databases('built');
  await sql(source, SLOW);
  for (const table of ['one', 'two']) {
    await sql(
      source,
      `create table ${table} (id int, filler text)`,
      `insert into ${table} select n, repeat('x', 60) from generate_series(1, 120000) n`,
      `create index ${table}_slow on ${table} (slow(id))`,
    );
  }
  await sql(source, 'analyze');
  await using task = await TestTask.create(servers, 'built', { types: ['schema', 'full'], objects: [{ schema: 'public' }] });
  await task.send('start');
  await task.reaches('finished');

  const building = task.events.flatMap((event) => (event.kind === 'building' ? [event.running] : []));
  expect(building.some((running) => running.length === 2)).toBe(true);
  const percents = building.flatMap((running) => running.flatMap(({ percent }) => (percent === null ? [] : [percent])));
  expect(percents.length).toBeGreaterThan(0);
  expect(percents.every((percent) => percent >= 0 && percent <= 100)).toBe(true);
  expect(building.at(-1)).toEqual([]);
  expect(task.events.some((event) => event.kind === 'statement-failed')).toBe(false);
  const made = "select indexrelid::regclass::text from pg_index where indisvalid and indexrelid::regclass::text like '%slow' order by 1";
  expect(await valuesOf(servers.destination.url('built'), made)).toEqual(['one_slow', 'two_slow']);
}, 300_000);
