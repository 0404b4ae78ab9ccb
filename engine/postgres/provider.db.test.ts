import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers } from '#e2e/faults/servers.ts';
import { connect } from './connect.ts';
import { type Provider, readProvider } from './provider.ts';

/** Servers of providers cannot be had here: a real PostgreSQL is dressed in the roles and functions that theirs show. */
let servers: TestServers;
beforeAll(async () => {
  servers = await startServers();
});
afterAll(async () => {
  await servers[Symbol.asyncDispose]();
});

async function seen(flavour: 'postgresql' | 'polardb-postgresql' = 'postgresql'): Promise<Provider> {
  const client = await connect(servers.source.endpoint('postgres'), { side: 'source', purpose: 'test' });
  try {
    return await readProvider(client, { side: 'source' }, { name: flavour });
  } finally {
    await client.end();
  }
}

test('who runs a server is told by the roles that only they make', async () => {
  const source = servers.source.url();
  expect(await seen()).toBe('self');
  expect(await seen('polardb-postgresql')).toBe('polardb');
  for (const [role, provider] of [
    ['azure_pg_admin', 'azure'],
    ['cloudsqladmin', 'cloud-sql'],
    ['pg_rds_superuser', 'alibaba-rds'],
    ['aurora', 'alibaba-rds'],
    ['rdsadmin', 'amazon-rds'],
  ] as const) {
    // Names that begin with pg_ are the server's own to give.
    if (role.startsWith('pg_'))
      await sql(
        source,
        'set allow_system_table_mods = on',
        `create role rds_later`,
        `update pg_authid set rolname = '${role}' where rolname = 'rds_later'`,
      );
    else await sql(source, `create role ${role}`);
    expect(await seen()).toBe(provider);
    await sql(source, `delete from pg_authid where rolname = '${role}'`);
  }
  await sql(source, 'create role rdsadmin', `create function aurora_version() returns text language sql as 'select ''16.4''::text'`);
  expect(await seen()).toBe('amazon-aurora');
});
