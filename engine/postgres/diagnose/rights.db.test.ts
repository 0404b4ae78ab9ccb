import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers } from '#e2e/faults/servers.ts';
import type { PostgresEndpoint } from '../../task/config.ts';
import { diagnosePostgres } from '../diagnose.ts';

let servers: TestServers;
beforeAll(async () => {
  servers = await startServers();
}, 300_000);
afterAll(() => servers[Symbol.asyncDispose]());

/** Why changes cannot be followed there. */
async function refusal(endpoint: PostgresEndpoint) {
  const { stages } = await diagnosePostgres(endpoint, { side: 'source', incremental: true });
  return stages.find(({ stage }) => stage === 'replication')?.error;
}

/** A server of Amazon's, as far as it shows whose it is. */
async function dressed<T>(url: string, work: () => Promise<T>): Promise<T> {
  await sql(url, 'create role rdsadmin');
  try {
    return await work();
  } finally {
    await sql(url, 'drop role rdsadmin');
  }
}

test('a log that does not tell of rows: what is done about it is said as its provider has it', async () => {
  const { destination } = servers;
  const ask = () => refusal(destination.endpoint('postgres'));
  const own = await ask();
  expect(own).toMatchObject({ code: 'replication.wal-level', side: 'source' });
  expect(own?.hint.en).toContain("ALTER SYSTEM SET wal_level = 'logical';");
  expect(own?.hint.en).not.toContain('RDS');
  const amazon = await dressed(destination.url(), ask);
  expect(amazon).toMatchObject({ code: 'replication.wal-level' });
  expect(amazon?.hint.en).toContain('rds.logical_replication to 1');
  expect(amazon?.hint.en).not.toContain('ALTER SYSTEM');
});

test('an account that may not follow the log: the statement that lets it is that of its provider', async () => {
  const { source } = servers;
  await sql(source.url(), "create role plain login password 'plain'");
  const ask = () => refusal({ ...source.endpoint('postgres'), user: 'plain', password: 'plain' });
  const own = await ask();
  expect(own).toMatchObject({ code: 'replication.right', side: 'source' });
  expect(own?.hint.en).toMatch(/ALTER ROLE "?plain"? REPLICATION;/);
  const amazon = await dressed(source.url(), ask);
  expect(amazon).toMatchObject({ code: 'replication.right' });
  expect(amazon?.hint.en).toMatch(/GRANT rds_replication TO "?plain"?;/);
  expect(amazon?.hint.zh).toMatch(/GRANT rds_replication TO/);
});
