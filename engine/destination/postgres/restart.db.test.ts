import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { plannedTable } from '../../plan/test-table.ts';
import { connect } from '../../postgres/connect.ts';
import type { PostgresEndpoint } from '../../task/config.ts';
import { quietTriggers } from './facts.ts';
import { emptyTable } from './restart.ts';

let servers: TestServers;
let url: string;

const parent = plannedTable({
  id: 'parent',
  source: { schema: 'public', name: 'parent' },
  columns: [{ source: 'id', destination: 'id', type: 'bigint', comparable: true }],
  key: ['id'],
});
const child = { ...parent, id: 'child', source: { schema: 'public', name: 'child' }, destination: { schema: 'public', name: 'child' } };
const counts = () => value(url, "select concat_ws(' ', (select count(*) from parent), (select count(*) from child))");

beforeAll(async () => {
  servers = await startServers();
  url = servers.destination.url();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

test('rows of another table that a foreign key would take along stay', async () => {
  await sql(
    url,
    'create table parent (id bigint primary key)',
    'create table child (id bigint references parent on delete cascade)',
    'insert into parent values (1)',
    'insert into child values (1)',
  );
  const client = await connect(servers.destination.endpoint('postgres') as PostgresEndpoint, { side: 'destination', purpose: 'test' });
  try {
    await expect(emptyTable(client, parent)).rejects.toMatchObject({ code: 'ddl.not-fit', object: 'public.parent' });
    expect(await counts()).toBe('1 1');
    expect(await quietTriggers(client)).toBe(true);
    await emptyTable(client, parent);
    expect(await counts()).toBe('0 1');
    await client.query('set session_replication_role = origin');
    await emptyTable(client, parent, [parent, child]);
  } finally {
    await client.end();
  }
});
