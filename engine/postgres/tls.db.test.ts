import { createPrivateKey } from 'node:crypto';
import { chmodSync, chownSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareDatabases } from '#e2e/compare.ts';
import { sql, startServers, type TestServer, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { selfSigned } from '#e2e/selectdb/http/certificate.ts';
import type { PostgresEndpoint, TlsConfig } from '../task/config.ts';
import { diagnosePostgres } from './diagnose.ts';

const SERVER = selfSigned('db.example', ['127.0.0.1']);
/** A database account that is known by its certificate, of which the key is encrypted. */
const HOLDER = selfSigned('holder');
const PASSPHRASE = 'open';
const CLIENT = {
  cert: HOLDER.cert,
  key: createPrivateKey(HOLDER.key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE }).toString(),
  passphrase: PASSPHRASE,
};
const VERIFIED = { mode: 'verify-full', ca: SERVER.cert } as const;

let servers: TestServers;

beforeAll(async () => {
  servers = await startServers();
  for (const server of [servers.source, servers.destination]) {
    await encrypt(server);
    await sql(server.url(), 'create role holder superuser login replication', `create role turned_away login password 'x'`);
  }
}, 300_000);

afterAll(() => servers?.[Symbol.asyncDispose]());

/** Turns TLS on, in which `holder` needs a certificate and `turned_away` is not let in at all. */
async function encrypt(server: TestServer): Promise<void> {
  const folder = (await value(server.url(), 'show data_directory')) ?? '';
  const { uid, gid } = statSync(folder);
  const put = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    chownSync(join(folder, name), uid, gid);
    chmodSync(join(folder, name), 0o600);
  };
  put('server.crt', SERVER.cert);
  put('server.key', SERVER.key);
  put('clients.crt', HOLDER.cert);
  const rules = ['hostssl all holder 127.0.0.1/32 cert', 'host all turned_away 127.0.0.1/32 reject'];
  put('pg_hba.conf', [...rules, readFileSync(join(folder, 'pg_hba.conf'), 'utf8')].join('\n'));
  await sql(server.url(), 'alter system set ssl = on', `alter system set ssl_ca_file = 'clients.crt'`, 'select pg_reload_conf()');
  while ((await value(server.url(), 'show ssl')) !== 'on') await pause(20);
}

type Account = Partial<Pick<PostgresEndpoint, 'host' | 'user' | 'password'>>;
const endpoint = (server: TestServer, database: string, tls: TlsConfig, as: Account = {}) => ({ ...server.endpoint(database), tls, ...as });

/** The first stage of the connection test that fails; undefined: none. */
async function failed(tls: TlsConfig, as: Account = {}) {
  const { stages } = await diagnosePostgres(endpoint(servers.source, 'postgres', tls, as), { side: 'source', incremental: true });
  return stages.find(({ state }) => state === 'failed');
}

const holder = { user: 'holder', password: '' };

test('a task goes encrypted at both sides, and the certificates are verified', async () => {
  const [source, destination] = await servers.databases('encrypted');
  await sql(source, 'create table t (id int primary key, note text)', `insert into t select n, 'x' from generate_series(1, 1000) n`);
  await using task = await TestTask.create(servers, 'encrypted', {
    objects: [{ schema: 'public' }],
    source: endpoint(servers.source, 'encrypted', VERIFIED),
    destination: endpoint(servers.destination, 'encrypted', VERIFIED),
  });
  await task.startAndFollow();
  await sql(source, `update t set note = 'changed' where id < 10`);
  await task.catchesUp();
  expect(await compareDatabases(source, destination)).toMatchObject({ rows: 1000, difference: null });
  for (const url of [source, destination]) {
    const open = `from pg_stat_ssl join pg_stat_activity using (pid) where application_name like 'opendts%'`;
    expect(Number(await value(url, `select count(*) ${open} and ssl`))).toBeGreaterThan(0);
    expect(await value(url, `select count(*) ${open} and not ssl`)).toBe('0');
  }
});

test('a certificate that is not trusted, or of another host, is told as what it is', async () => {
  expect(await failed(VERIFIED)).toBeUndefined();
  expect(await failed({ mode: 'require' })).toBeUndefined();
  const other = selfSigned('db.example', ['127.0.0.1']).cert;
  for (const mode of ['verify-ca', 'verify-full'] as const) {
    expect(await failed({ mode, ca: other })).toMatchObject({ stage: 'tls', error: { code: 'connect.tls-untrusted' } });
  }
  expect(await failed(VERIFIED, { host: 'localhost' })).toMatchObject({ stage: 'tls', error: { code: 'connect.tls-name' } });
  expect(await failed({ ...VERIFIED, mode: 'verify-ca' }, { host: 'localhost' })).toBeUndefined();
});

test('a client certificate opens where the server asks for one', async () => {
  const [source, destination] = await servers.databases('by_certificate');
  await sql(source, 'create table t (id int primary key)', 'insert into t values (1)');
  const tls = { ...VERIFIED, ...CLIENT };
  expect(await failed(tls, holder)).toBeUndefined();
  expect(await failed(VERIFIED, holder)).toMatchObject({
    stage: 'login',
    error: { code: 'connect.login', hint: { en: expect.stringContaining('asks for a client certificate') } },
  });
  expect(await failed({ ...tls, passphrase: 'wrong' }, holder)).toMatchObject({ stage: 'tls', error: { code: 'connect.tls-passphrase' } });
  expect(await failed({ ...tls, key: selfSigned('holder').key }, holder)).toMatchObject({
    stage: 'tls',
    error: { code: 'connect.tls-key' },
  });

  await using task = await TestTask.create(servers, 'by_certificate', {
    objects: [{ schema: 'public' }],
    source: endpoint(servers.source, 'by_certificate', tls, holder),
    destination: endpoint(servers.destination, 'by_certificate', tls, holder),
  });
  await task.startAndFollow();
  await sql(source, 'insert into t values (2)');
  await task.catchesUp();
  expect(await compareDatabases(source, destination)).toMatchObject({ rows: 2, difference: null });
});

test('a host that the server turns away is told the line that lets it in', async () => {
  const hint = async (tls: TlsConfig) => (await failed(tls, { user: 'turned_away', password: 'x' }))?.error?.hint.en;
  expect(await hint({ mode: 'disable' })).toContain('host postgres turned_away 127.0.0.1/32 scram-sha-256');
  expect(await hint(VERIFIED)).toContain('hostssl postgres turned_away 127.0.0.1/32 scram-sha-256');
});
