import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { plannedTable } from '../../plan/test-table.ts';
import { openPostgresSource } from './source.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

test('a table published for new rows alone is followed on when it gains a key, and published whole before it is copied again', async () => {
  const [url] = await servers.databases('keyed');
  await sql(url, 'create table log (n int)', 'create table kept (id int primary key)');
  await using source = await openPostgresSource(servers.source.endpoint('keyed'), 'keyed', null);
  const operations = ['insert'] as const;
  const log = plannedTable({ id: 'public.log', source: { schema: 'public', name: 'log' }, operations });
  const kept = plannedTable({ id: 'public.kept', source: { schema: 'public', name: 'kept' }, key: ['id'], operations });
  await source.publish([log, kept]);
  const published = () =>
    value(url, `select string_agg(right(pubname, 2) || ' ' || tablename, ',' order by pubname, tablename) from pg_publication_tables`);
  expect(await published()).toMatch(/^.. kept,_i log$/);
  await sql(url, 'alter table log add primary key (n)');
  const keyed = { ...log, key: ['n'] };
  expect(await source.unpublished([keyed, kept])).toEqual([]);
  await source.publishMore([keyed]);
  expect(await published()).toMatch(/^.. kept,.. log,_i log$/);
  // One that is followed for more than that is not all told by the second.
  const name = await value(url, `select pubname from pg_publication where pubname not like '%\\_i'`);
  await sql(url, `alter publication ${name} drop table log`);
  expect(await source.unpublished([{ ...keyed, operations: ['insert', 'update'] }])).toMatchObject([{ name: 'log', there: true }]);
  expect(await source.release()).toEqual([]);
});
