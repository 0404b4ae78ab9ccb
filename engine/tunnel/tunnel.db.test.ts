import { createPrivateKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { TestTask } from '#e2e/faults/test-task.ts';
import { connect } from '../postgres/connect.ts';
import { diagnosePostgres } from '../postgres/diagnose.ts';
import type { SshConfig } from '../task/config.ts';
import { Bastion } from './bastion.ts';
import { Bastions } from './bastions.ts';
import { newKey, startBastion, type TestBastion } from './test-bastion.ts';
import { TunnelSocket } from './tunnel-socket.ts';

let servers: TestServers;
let bastion: TestBastion;
/** With the key of the bastion, confirmed. */
let ssh: SshConfig;

const USE = { side: 'source', incremental: true } as const;

beforeAll(async () => {
  servers = await startServers();
  bastion = await startBastion();
  ssh = { ...bastion.config, hostKey: await keyOf(bastion.config) };
}, 300_000);

afterAll(async () => {
  await bastion[Symbol.asyncDispose]();
  await servers[Symbol.asyncDispose]();
});

/** The key a first connection is told of. */
async function keyOf(config: SshConfig): Promise<string> {
  const error = await Bastion.open(config, 'source').catch((failed: unknown) => failed);
  expect(error).toMatchObject({ code: 'bastion.host-key-unknown', retry: 'never', side: 'source' });
  return String((error as { readonly object: unknown }).object);
}

const through = (config: SshConfig, database = 'postgres') => ({ ...servers.source.endpoint(database), ssh: config });

async function failedStage(config: SshConfig) {
  const { ok, stages } = await diagnosePostgres(through(config), USE);
  expect(ok).toBe(false);
  return stages.find(({ state }) => state === 'failed');
}

describe('the test of a connection through a bastion', () => {
  test('goes through it at every stage', async () => {
    const before = bastion.tunnels();
    const { ok, stages } = await diagnosePostgres(through(ssh), USE);
    expect(stages.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(ok).toBe(true);
    expect(stages.map(({ stage }) => stage)).toEqual(['bastion', 'name', 'port', 'tls', 'login', 'database', 'privilege', 'replication']);
    expect(stages[0]?.detail?.en).toContain(ssh.hostKey);
    expect(bastion.tunnels()).toBeGreaterThan(before + 2);
  });

  test('sends no password to a bastion whose key nobody has confirmed, and says the key', async () => {
    const before = bastion.logins();
    const { hostKey, ...unpinned } = ssh;
    expect(await failedStage(unpinned)).toMatchObject({ stage: 'bastion', error: { code: 'bastion.host-key-unknown', object: hostKey } });
    expect(bastion.logins()).toBe(before);
  });

  test('refuses one whose key is another now, and takes the fingerprint without the kind', async () => {
    const before = bastion.logins();
    const other = `ssh-rsa SHA256:${'A'.repeat(43)}`;
    expect(await failedStage({ ...ssh, hostKey: other })).toMatchObject({
      stage: 'bastion',
      error: { code: 'bastion.host-key-changed', object: ssh.hostKey, retry: 'never' },
    });
    expect(await failedStage({ ...ssh, hostKey: `ssh-ed25519 SHA256:${'A'.repeat(43)}` })).toMatchObject({
      error: { code: 'bastion.host-key-changed' },
    });
    expect(bastion.logins()).toBe(before);
    const bare = await Bastion.open({ ...ssh, hostKey: ssh.hostKey?.split(' ')[1] ?? '' }, 'source');
    bare.end();
  });

  test('names what is wrong with account, password, key, address and way on', async () => {
    expect(await failedStage({ ...ssh, password: 'wrong' })).toMatchObject({ stage: 'bastion', error: { code: 'bastion.login' } });
    const { password: _, ...bare } = ssh;
    const nothing = await failedStage(bare);
    expect(nothing).toMatchObject({ stage: 'bastion', error: { code: 'bastion.login' } });
    expect(nothing?.error?.hint.en).toContain('private key');
    expect(await failedStage({ ...bare, privateKey: 'no key' })).toMatchObject({ stage: 'bastion', error: { code: 'bastion.key' } });
    expect(await failedStage({ ...ssh, port: 1 })).toMatchObject({ stage: 'bastion', error: { code: 'bastion.port' } });
    expect(await failedStage({ ...ssh, host: 'no-such-bastion.invalid' })).toMatchObject({ error: { code: 'bastion.name' } });
    // A server that does not speak SSH.
    expect((await failedStage({ ...ssh, port: servers.source.port }))?.stage).toBe('bastion');
    bastion.lead('refuse');
    expect(await failedStage(ssh)).toMatchObject({ stage: 'port', error: { side: 'source' } });
    bastion.lead(null);
    const closed = { ...through(ssh), port: 1 };
    const { stages } = await diagnosePostgres(closed, USE);
    expect(stages.find(({ state }) => state === 'failed')).toMatchObject({ stage: 'port', error: { side: 'source' } });
  });
});

test('a private key opens it, an encrypted one with its passphrase', async () => {
  const privateKey = newKey();
  await using locked = await startBastion({ authorized: privateKey });
  const { password: _, ...bare } = locked.config;
  const hostKey = await keyOf(bare);
  const byKey = await Bastion.open({ ...bare, hostKey, privateKey }, 'source');
  byKey.end();
  const encrypted = createPrivateKey(privateKey)
    .export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open' })
    .toString();
  const opened = await Bastion.open({ ...bare, hostKey, privateKey: encrypted, passphrase: 'open' }, 'source');
  opened.end();
  for (const wrong of [{}, { passphrase: 'shut' }])
    await expect(Bastion.open({ ...bare, hostKey, privateKey: encrypted, ...wrong }, 'source')).rejects.toMatchObject({
      code: 'bastion.key',
    });
  await expect(Bastion.open({ ...bare, hostKey, privateKey: newKey() }, 'source')).rejects.toMatchObject({ code: 'bastion.login' });
});

test('sessions share one login, and a statement larger than any window arrives whole both ways', async () => {
  const before = bastion.logins();
  const clients = await Promise.all(Array.from({ length: 8 }, () => connect(through(ssh), { side: 'source', purpose: 'test' })));
  expect(bastion.logins() - before).toBeLessThanOrEqual(1);
  const big = 'x'.repeat(20_000_000);
  const [row] = (await clients[0]?.query('select md5($1::text) as sum, $1::text as back', [big]))?.rows ?? [];
  expect(row?.back === big).toBe(true);
  await Promise.all(clients.map((client) => client.end()));
});

test('a connection that ended, was lost or never came about is forgotten, and with it its password', async () => {
  await using gate = await startBastion();
  const config = { ...gate.config, hostKey: await keyOf(gate.config) };
  const known = new Bastions();
  const first = await known.to(config, 'source');
  expect(await known.to(config, 'source')).toBe(first);
  expect(known.count).toBe(1);
  first.use(() => {})();
  await first.over;
  await expect.poll(() => known.count, { timeout: 20_000 }).toBe(0);

  const second = await known.to(config, 'source');
  expect(second).not.toBe(first);
  await gate.stop();
  await second.over;
  await expect.poll(() => known.count, { timeout: 20_000 }).toBe(0);
  await expect(known.to(config, 'source')).rejects.toMatchObject({ side: 'source' });
  expect(known.count).toBe(0);
});

test('a session that is given up before it is there leaves no login behind', async () => {
  await using silent = await startBastion();
  const config = { ...silent.config, hostKey: await keyOf(silent.config) };
  silent.lead('silent');
  const waiting = new TunnelSocket(config, 'source').connect(5432, '10.255.255.1').on('error', () => {});
  await expect.poll(silent.tunnels, { timeout: 5_000 }).toBe(1);
  waiting.destroy();
  await expect.poll(silent.present, { timeout: 5_000 }).toBe(0);
  // Before it is logged in.
  const logins = silent.logins();
  new TunnelSocket(config, 'source').connect(5432, '10.255.255.1').destroy();
  await expect.poll(silent.logins, { timeout: 5_000 }).toBe(logins + 1);
  await expect.poll(silent.present, { timeout: 5_000 }).toBe(0);
});

test('rows and changes come through bastions at both sides, and a bastion that goes away in between loses nothing', async () => {
  const [source, destination] = await servers.databases('hop');
  await sql(
    source,
    'create table t (id int primary key, note text)',
    `insert into t select n, repeat('row', 50) from generate_series(1, 100000) n`,
  );
  const endpoints = { source: { ...servers.source.endpoint('hop'), ssh }, destination: { ...servers.destination.endpoint('hop'), ssh } };
  await using task = await TestTask.create(servers, 'hop', { objects: [{ schema: 'public' }], ...endpoints });
  await task.startAndFollow();
  await sql(source, `insert into t select n, 'later' from generate_series(100001, 110000) n`);
  await task.catchesUp();
  const lost = task.hears((event) => event.kind === 'retry' && event.error.code.startsWith('bastion.'));
  await bastion.stop();
  await sql(source, `update t set note = 'meanwhile' where id % 7 = 0`, 'delete from t where id % 11 = 0');
  await lost;
  const recovered = task.hears((event) => event.kind === 'recovered');
  await bastion.listen();
  await recovered;
  await task.catchesUp();
  const sums = `select count(*) || ' ' || sum(id) || ' ' || md5(string_agg(note, ',' order by id)) from t`;
  expect(await value(destination, sums)).toBe(await value(source, sums));
  await sql(source, 'insert into t values (0, null)');
  await task.catchesUp();
  expect(await value(destination, sums)).toBe(await value(source, sums));
}, 120_000);

test('a bastion that comes back with another key is given nothing: the task fails and says so', async () => {
  const [source] = await servers.databases('swapped');
  await sql(source, 'create table t (id int primary key)');
  await using first = await startBastion();
  const pinned = { ...first.config, hostKey: await keyOf(first.config) };
  await using task = await TestTask.create(servers, 'swapped', {
    objects: [{ schema: 'public' }],
    source: { ...servers.source.endpoint('swapped'), ssh: pinned },
  });
  await task.startAndFollow();
  await first.stop();
  await using second = await startBastion({ port: first.port });
  await expect(task.when(() => false)).rejects.toThrow(/^bastion\.host-key-changed/);
  expect(task.state).toMatchObject({ name: 'failed', error: { side: 'source', retry: 'never' } });
  expect(second.logins()).toBe(0);
}, 120_000);
