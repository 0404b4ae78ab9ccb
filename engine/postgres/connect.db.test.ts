import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers } from '#e2e/faults/servers.ts';
import { connect } from './connect.ts';

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
}, 300_000);

afterAll(() => servers[Symbol.asyncDispose]());

const OWN: Readonly<Record<string, string>> = {
  idle_session_timeout: '1s',
  transaction_timeout: '1s',
  idle_in_transaction_session_timeout: '1s',
  default_transaction_isolation: 'serializable',
  lc_monetary: 'POSIX',
  datestyle: 'German',
};

test('what a role sets for itself ends no session of ours and changes no value', async () => {
  await sql(servers.source.url(), ...Object.entries(OWN).map(([name, value]) => `alter role postgres set ${name} = '${value}'`));
  for (const replication of [false, true]) {
    const client = await connect(servers.source.endpoint('postgres'), { side: 'source', purpose: 'test', replication });
    const found: Record<string, unknown> = {};
    for (const name of Object.keys(OWN)) found[name] = Object.values((await client.query(`show ${name}`)).rows[0]).join();
    await client.end();
    expect(found).toEqual({
      idle_session_timeout: '0',
      transaction_timeout: '0',
      idle_in_transaction_session_timeout: '0',
      default_transaction_isolation: 'read committed',
      lc_monetary: 'C',
      datestyle: 'ISO, YMD',
    });
  }
});
