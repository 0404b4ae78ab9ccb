import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connected, sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { selfSigned } from '#e2e/selectdb/http/certificate.ts';
import { startBastion, type TestBastion } from '#engine/tunnel/test-bastion.ts';
import { type ConnectionForm, listUsedConnections, removeConnection, saveConnection, testConnection } from '#lib/connection/connections.ts';
import { engine } from '#lib/engine.ts';
import type { StreamEvent } from '#lib/http/sse.ts';
import { metadata } from '#lib/metadata/client.ts';
import { followList } from '#lib/task/list-feed.ts';
import { readTask } from '#lib/task/queries.ts';
import { editConnection } from '#lib/task/recheck.ts';
import { createTask, saveDraft } from '#lib/task/verbs.ts';
import type { TaskRow } from '#lib/task/view.ts';
import { openConsole, reaches, startTask, waitFor } from './in-process.ts';

let servers: TestServers;
let bastion: TestBastion;
let close: () => PromiseLike<void>;

beforeAll(async () => {
  [servers, bastion] = await Promise.all([startServers(), startBastion()]);
  const console = await openConsole(servers);
  close = () => console[Symbol.asyncDispose]();
}, 300_000);

afterAll(async () => {
  await close();
  await bastion[Symbol.asyncDispose]();
  await servers[Symbol.asyncDispose]();
});

const form = (name: string, more: Partial<ConnectionForm> = {}): ConnectionForm => ({
  name,
  endpoint: servers.source.endpoint('postgres'),
  ...more,
});
const find = async (id: string) => (await listUsedConnections()).find((each) => each.id === id);
const diagnose = (id: string) =>
  testConnection(id, 'source', (endpoint) => engine().diagnose(endpoint, { side: 'source', incremental: true }));

describe('a registered connection', () => {
  test('has an instance ID, given or made, a region and tags; what does not come stays', async () => {
    const made = await saveConnection(null, form('made'));
    expect(made).toMatchObject({ instanceId: expect.stringMatching(/^pg-[a-z2-9]{12}$/), region: null, tags: [], test: null });
    const given = await saveConnection(null, form('given', { instanceId: 'pgm-bp1', region: 'eu', tags: ['prod', 'shop', 'prod'] }));
    expect(given).toMatchObject({ instanceId: 'pgm-bp1', region: 'eu', tags: ['prod', 'shop'] });
    expect(await saveConnection(given.id, form('renamed'))).toMatchObject({ name: 'renamed', instanceId: 'pgm-bp1', region: 'eu' });
    expect(await saveConnection(given.id, form('renamed', { region: '', tags: [] }))).toMatchObject({ region: null, tags: [] });
    await expect(saveConnection(made.id, form('made', { instanceId: 'pgm-bp1' }))).rejects.toMatchObject({
      code: 'connection.instance-id-taken',
    });
    for (const { id } of [made, given]) await removeConnection(id);
  });

  test('keeps what its last test found until its endpoint is changed', async () => {
    const { id, updatedAt } = await saveConnection(null, form('tested'));
    expect((await diagnose(id)).ok).toBe(true);
    expect(await find(id)).toMatchObject({ test: { side: 'source', diagnosis: { ok: true } }, updatedAt });
    expect((await saveConnection(id, form('tested again', { tags: ['a'] }))).test).not.toBeNull();
    const other = { ...servers.source.endpoint('postgres'), user: 'nobody', password: 'x' };
    expect((await saveConnection(id, form('tested again', { endpoint: other }))).test).toBeNull();
    expect((await diagnose(id)).ok).toBe(false);
    expect((await find(id))?.test?.diagnosis.stages.find(({ state }) => state === 'failed')?.stage).toBe('login');
    await removeConnection(id);
  });

  test('is not saved with TLS files that cannot be used, and says which', async () => {
    const [one, two] = [selfSigned('one.example'), selfSigned('two.example')];
    const tls = (part: object) =>
      form('tls', { endpoint: { ...servers.source.endpoint('postgres'), tls: { mode: 'verify-ca', ...part } } });
    await expect(saveConnection(null, tls({ ca: 'no certificate' }))).rejects.toMatchObject({
      code: 'connection.certificate',
      object: 'tls.ca',
    });
    await expect(saveConnection(null, tls({ ca: one.cert, cert: one.cert, key: two.key }))).rejects.toMatchObject({ object: 'tls.key' });
    const { id, secrets } = await saveConnection(null, tls({ ca: one.cert, cert: one.cert, key: one.key }));
    expect(secrets).toContain('tls.key');
    // What is stored is not asked for again; a certificate of another key is.
    await saveConnection(id, tls({ ca: one.cert, cert: one.cert }));
    await expect(saveConnection(id, tls({ ca: one.cert, cert: two.cert }))).rejects.toMatchObject({ object: 'tls.key' });
    await removeConnection(id);
  });

  test('is not deleted while tasks lead through it, and names them', async () => {
    const { id } = await saveConnection(null, form('used'));
    const { id: task } = await createTask('somebody');
    const { config } = await readTask(task);
    await saveDraft(task, { ...config, name: 'nightly copy', source: { connectionId: id } });
    expect((await find(id))?.tasks).toEqual([{ id: task, name: 'nightly copy', side: 'source', draft: true }]);
    const refused = await removeConnection(id).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'connection.in-use', text: { en: expect.stringContaining('nightly copy') } });
    await saveDraft(task, { ...config, name: 'nightly copy' });
    await removeConnection(id);
    expect(await find(id)).toBeUndefined();
  });

  test('that leads elsewhere takes the precheck of its drafts with it, and stays while a stopped task may have a slot there', async () => {
    const { id } = await saveConnection(null, form('led'));
    const { id: task } = await createTask('somebody');
    await saveDraft(task, { ...(await readTask(task)).config, source: { connectionId: id } });
    const is = (name: string, more = {}) =>
      metadata().task.update({ where: { id: task }, data: { state: { name }, stateName: name, ...more }, select: { id: true } });
    const at = (port: number) => form('led', { endpoint: { ...servers.source.endpoint('postgres'), port } });
    await is('ready', { findings: [], checkedAt: new Date() });
    // With the connection itself, not after it: a crash between the two would leave a task that starts unchecked.
    await saveConnection(id, at(1));
    expect(await readTask(task)).toMatchObject({ state: { name: 'draft' }, findings: null, checkedAt: null });
    await is('stopped', { startedAt: new Date(), finishedAt: new Date() });
    await expect(saveConnection(id, at(2))).rejects.toMatchObject({ code: 'connection.in-use' });
    await is('finished');
    expect((await saveConnection(id, at(2))).endpoint.port).toBe(2);
    await metadata().task.delete({ where: { id: task } });
    await removeConnection(id);
  });

  test('that gets another name is called by it in lists that are open', async () => {
    const { id } = await saveConnection(null, form('before'));
    const { id: task } = await createTask('somebody');
    await saveDraft(task, { ...(await readTask(task)).config, source: { connectionId: id } });
    const heard: StreamEvent[] = [];
    const end = await followList(undefined, (event) => heard.push(event));
    const names = () =>
      heard.flatMap(({ data }) => (data as readonly TaskRow[]).flatMap((row) => (row.id === task ? [row.source?.connection] : [])));
    try {
      expect(names()).toEqual(['before']);
      await editConnection(id, form('after'));
      await expect.poll(() => names().at(-1)).toBe('after');
    } finally {
      end();
    }
    await metadata().task.delete({ where: { id: task } });
    await removeConnection(id);
  });
});

test('running tasks take a password that is changed once at their connection with their next session, through a bastion as well', async () => {
  const [source, destination] = await servers.databases('rotated');
  for (const url of [servers.source.url(), servers.destination.url()]) await sql(url, `create role mover superuser login password 'first'`);
  await sql(source, 'create table t (id int primary key)', 'insert into t select generate_series(1, 1000)');
  const unpinned = { ...servers.source.endpoint('rotated'), user: 'mover', password: 'first', ssh: bastion.config };
  const { id: from } = await saveConnection(null, form('from', { endpoint: unpinned }));
  const first = (await diagnose(from)).stages[0];
  expect(first).toMatchObject({ stage: 'bastion', state: 'failed', error: { code: 'bastion.host-key-unknown' } });
  // As the page does when the key is confirmed: without any of the secrets, which stay.
  const { password: _, ssh: __, ...shown } = unpinned;
  const { password: ___, ...bare } = bastion.config;
  const ssh = { ...bare, hostKey: first?.error?.object ?? '' };
  await saveConnection(from, form('from', { endpoint: { ...shown, ssh } }));
  expect((await diagnose(from)).ok).toBe(true);
  await using store = await connected(servers.destination.url('store'));
  const stored = JSON.stringify((await store.query('select endpoint from connection')).rows);
  expect(stored).not.toMatch(/"first"|"over"/);
  const into = { ...servers.destination.endpoint('rotated'), user: 'mover', password: 'first' };
  const { id: to } = await saveConnection(null, form('to', { endpoint: into }));
  const task = await startTask({
    name: 'rotated',
    source: { connectionId: from },
    destination: { connectionId: to },
    objects: [{ schema: 'public' }],
  });
  await reaches(task, 'streaming');
  await expect(removeConnection(from)).rejects.toMatchObject({ code: 'connection.in-use' });
  for (const url of [source, destination]) await sql(url, `alter role mover password 'second'`);
  await editConnection(from, form('from', { endpoint: { ...shown, password: 'second', ssh } }));
  await editConnection(to, form('to', { endpoint: { ...into, password: 'second' } }));
  for (const url of [source, destination]) await sql(url, `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'mover'`);
  await sql(source, 'insert into t select generate_series(1001, 2000)');
  await waitFor(task, async () => (await value(destination, 'select count(*) from t')) === '2000');
  expect((await readTask(task)).state.name).toBe('streaming');
}, 120_000);
