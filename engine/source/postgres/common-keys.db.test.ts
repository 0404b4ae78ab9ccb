import { afterAll, beforeAll, expect, test } from 'vitest';
import { connected, sql, startServers, type TestServers } from '#e2e/faults/servers.ts';
import { plannedTable } from '../../plan/test-table.ts';
import { connect } from '../../postgres/connect.ts';
import { tableId } from '../../schema/table.ts';
import { commonKeys } from './common-keys.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers({ sourceMajor: 12 });
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

test('of tables that become one, those that take too long are named, and keep nobody from the others', async () => {
  const [source] = await servers.databases('many');
  const names = ['a', 'b', 'c'];
  for (const name of names)
    await sql(source, `create table ${name} (id int primary key)`, `insert into ${name} select generate_series(1, 9)`);
  const plans = names.map((name) => {
    const table = { schema: 'public', name };
    const columns = [{ source: 'id', destination: 'id', type: 'integer', comparable: true }];
    return plannedTable({ id: tableId(table), source: table, columns, key: ['id'], merged: true });
  });
  const client = await connect(servers.source.endpoint('many'), { side: 'source', purpose: 'test' });
  await using holder = await connected(source);
  await holder.query('begin; lock table b in access exclusive mode');
  const seen = await commonKeys(client, plans, 20, { forMs: 200, inMs: 60_000 });
  expect(seen).toMatchObject({ looked: 9, tables: [{ name: 'a' }, { name: 'c' }], unseen: [{ schema: 'public', name: 'b' }] });
  expect(seen.found).toHaveLength(9);
  await holder.query('rollback');
  expect(await commonKeys(client, plans, 20, { forMs: 20_000, inMs: 0 })).toEqual({
    looked: 0,
    found: [],
    tables: [],
    unseen: plans.map((plan) => plan.source),
  });
  // Nothing of it is left open.
  expect(await commonKeys(client, plans, 20, { forMs: 20_000, inMs: 60_000 })).toMatchObject({ looked: 9, unseen: [] });
  await client.end();
});
