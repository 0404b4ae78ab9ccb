import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers } from '#e2e/faults/servers.ts';
import { connect } from './connect.ts';
import { query } from './query.ts';

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

test('a database that is closed to connections is waited for, what is not ready in it is not', async () => {
  const { source } = servers;
  await sql(source.url(), 'create database closed', 'alter database closed allow_connections false');
  const opening = connect(source.endpoint('closed'), { side: 'source', purpose: 'test' });
  await expect(opening).rejects.toMatchObject({ code: 'connect.closed', connection: true, retry: 'soon' });
  await sql(source.url(), 'alter database closed allow_connections true');
  const client = await connect(source.endpoint('closed'), { side: 'source', purpose: 'test' });
  await client.query('create sequence public.untouched');
  // The same code of another place.
  const failing = query(client, { side: 'source' }, "select currval('public.untouched')");
  await expect(failing).rejects.toMatchObject({ code: 'statement.failed', connection: false });
  await client.end();
});
