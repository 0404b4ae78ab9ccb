import { expect, test, vi } from 'vitest';
import { problemAbout, sqlOf, startBench } from '#e2e/precheck/bench.ts';

// Real servers: slow machines are given their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const APP = [{ schema: 'App' }];

test('PG_IDENTITY_COMPUTED: tables of whole rows, of which some is in no row', async () => {
  await using bench = await startBench({ source: 18, destination: 18 });
  const pair = await bench.pair();
  const virtual = 'b int generated always as (a * 2) virtual';
  await pair.run(
    'source',
    `create schema "App"; create table "App".keyed (a int primary key, ${virtual}); create table "App".bare (a int, ${virtual});
     create table "App"."Full" (a int primary key, ${virtual}); alter table "App"."Full" replica identity full;
     create table "App".stored (a int, b int generated always as (a * 2) stored); alter table "App".stored replica identity full;
     create publication p for table "App"."Full"`,
  );
  // What it says is what the source does.
  await expect(pair.run('source', 'delete from "App"."Full"')).rejects.toThrow('cannot delete from table "Full"');
  await pair.run('source', 'drop publication p');
  const finding = await pair.find('PG_IDENTITY_COMPUTED', APP);
  expect(finding?.severity).toBe('fail');
  expect(finding?.problems.map(({ subject }) => subject)).toEqual(['App.Full', 'App.bare']);
  expect(await pair.find('PG_REPLICA_IDENTITY', APP)).toMatchObject({ severity: 'pass' });
  const filtered = [{ schema: 'App', tables: [{ name: 'keyed', where: 'a > 1' }] }];
  expect((await pair.find('PG_IDENTITY_COMPUTED', filtered))?.problems).toHaveLength(1);
  expect(await pair.find('PG_FILTER_IDENTITY', filtered)).toMatchObject({ severity: 'pass' });
  await pair.run('source', sqlOf(problemAbout(finding, 'App.Full')));
  await pair.run('source', 'alter table "App".bare drop column b');
  expect(await pair.find('PG_IDENTITY_COMPUTED', APP)).toMatchObject({ severity: 'pass' });
});
