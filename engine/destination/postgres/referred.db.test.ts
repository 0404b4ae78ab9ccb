import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers, valuesOf } from '#e2e/faults/servers.ts';
import { plannedTable } from '../../plan/test-table.ts';
import { connect } from '../../postgres/connect.ts';
import type { PostgresEndpoint } from '../../task/config.ts';
import { asThere } from './as-there.ts';
import { quietTriggers } from './facts.ts';
import { truncateStatements } from './truncate.ts';

let servers: TestServers;
let client: pg.Client;

const TABLES = [
  'create table p (id int primary key, n serial) partition by range (id)',
  'create table p1 partition of p for values from (0) to (10)',
  'create table p2 partition of p for values from (10) to (20)',
  'create table c (id int, p int references p on delete cascade) partition by range (id)',
  'create table c1 partition of c for values from (0) to (20)',
  'create table own (id int primary key, next int references own)',
];
const ROWS = ['insert into p (id) values (1), (11)', 'insert into c values (1, 1), (11, 11)', 'insert into own values (1, 1)'];

beforeAll(async () => {
  servers = await startServers();
  await sql(servers.destination.url(), ...TABLES);
  client = await connect(servers.destination.endpoint('postgres') as PostgresEndpoint, { side: 'destination', purpose: 'test' });
}, 300_000);

afterAll(async () => {
  await client.end();
  await servers[Symbol.asyncDispose]();
});

/** Runs what a TRUNCATE of the tables is made of; what is left of all of them. */
async function left(...names: readonly string[]): Promise<readonly (string | null)[]> {
  const url = servers.destination.url();
  await sql(url, 'truncate p, c, own restart identity', ...ROWS);
  const tables = names.map((name) =>
    plannedTable({ id: name, source: { schema: 'public', name }, destination: { schema: 'public', name } }),
  );
  const there = await asThere(client, tables, (type) => type);
  for (const text of truncateStatements(there, true)) await client.query(text);
  return valuesOf(
    url,
    `select format('%s %s', r.name, r.id) from (select 'p' as name, id from p union all select 'c', id from c union all select 'own', id from own) r
     union all select 'next ' || last_value || ' ' || is_called from p_n_seq order by 1`,
  );
}

test('rows of the tables go, and those of no other, whatever foreign keys there are between them', async () => {
  expect(await quietTriggers(client)).toBe(true);
  expect(await left('p')).toEqual(['c 1', 'c 11', 'next 1 false', 'own 1']);
  expect(await left('p', 'c')).toEqual(['next 1 false', 'own 1']);
  expect(await left('p1', 'c1')).toEqual(['next 2 true', 'own 1', 'p 11']);
  expect(await left('c', 'own')).toEqual(['next 2 true', 'p 1', 'p 11']);
  expect(await left('p2')).toEqual(['c 1', 'c 11', 'next 2 true', 'own 1', 'p 1']);
});

test('where foreign keys act, the server refuses, and no row of another table goes along', async () => {
  await client.query('set session_replication_role = origin');
  await expect(left('p')).rejects.toThrow('referenced in a foreign key');
  expect(await left('p', 'c')).toEqual(['next 1 false', 'own 1']);
});
