import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql, startServers, type TestServers, value, valuesOf } from '#e2e/faults/servers.ts';
import type { DraftConfig } from '#engine/task/config.ts';
import { metadata } from '#lib/metadata/client.ts';
import { checkAgain } from '#lib/task/check-again.ts';
import { createReverse, createSimilar } from '#lib/task/copies.ts';
import { changeEndpoint } from '#lib/task/endpoint-change.ts';
import { readLog } from '#lib/task/log.ts';
import { WHOLE_LOG } from '#lib/task/log-filter.ts';
import { unlessOpposite } from '#lib/task/opposite.ts';
import { changeParameters } from '#lib/task/parameters.ts';
import { readTask } from '#lib/task/queries.ts';
import { renameTask } from '#lib/task/rename.ts';
import { resetTask } from '#lib/task/reset.ts';
import { findTask, type StoredTask } from '#lib/task/store.ts';
import { createTask, releaseTask, saveDraft, signalTask } from '#lib/task/verbs.ts';
import { openConsole, passPrecheck, reaches, startTask, waitFor } from './in-process.ts';

let servers: TestServers;
let console: AsyncDisposable;

beforeAll(async () => {
  servers = await startServers();
  console = await openConsole(servers);
}, 300_000);

afterAll(async () => {
  await console?.[Symbol.asyncDispose]();
  await servers?.[Symbol.asyncDispose]();
});

/** A table of ten rows at the source, and a task that follows it. */
async function following(name: string, more: Partial<DraftConfig> = {}) {
  const [source, destination] = await servers.databases(name);
  await sql(
    source,
    'create table public.t (id int primary key, v text)',
    "insert into public.t select n, 'x' from generate_series(1, 10) n",
  );
  const { source: at, destination: to } = servers;
  const id = await startTask({ source: at.endpoint(name), destination: to.endpoint(name), objects: [{ schema: 'public' }], ...more });
  await reaches(id, 'streaming');
  return { id, source, destination };
}

/** Waits until a row that is inserted now is at the destination. */
async function carries({ id, source, destination }: Awaited<ReturnType<typeof following>>, row: number): Promise<void> {
  await sql(source, `insert into public.t values (${row}, 'more')`);
  await waitFor(id, async () => (await value(destination, `select v from public.t where id = ${row}`)) === 'more');
}

const codesOf = async (id: string) => (await readLog(id, { ...WHOLE_LOG, before: null, limit: 100 })).map(({ code }) => code);
const refused = (code: string) => expect.objectContaining({ code });

test('a task is renamed while it runs, and goes on', async () => {
  const task = await following('renamed');
  await renameTask(task.id, 'another name');
  await carries(task, 11);
  expect(await readTask(task.id)).toMatchObject({ name: 'another name', config: { name: 'another name' }, state: { name: 'streaming' } });
  expect(await codesOf(task.id)).toContain('task.renamed');
});

test('parameters hold at once or after a checkpoint, and nothing is lost between', async () => {
  const task = await following('parameters');
  expect(await changeParameters(task.id, { 'start.instanceClass': 'medium', 'incremental.throttle.rowsPerSecond': 900 })).toEqual({
    restarted: false,
  });
  const live = await waitFor(task.id, ({ progress }) => progress.limits?.classRows === 5_000);
  expect(live.progress.limits).toMatchObject({ streams: 2, incremental: { rowsPerSecond: 900 } });
  expect(await changeParameters(task.id, { 'advanced.retryOtherMinutes': 25 })).toEqual({ restarted: true });
  await carries(task, 11);
  const { config, state, secrets } = await readTask(task.id);
  expect(state.name).toBe('streaming');
  expect(config).toMatchObject({
    advanced: { retryOtherMinutes: 25 },
    start: { instanceClass: 'medium' },
    incremental: { throttle: { rowsPerSecond: 900 } },
  });
  expect(secrets.source).toContain('password');
  await expect(changeParameters(task.id, { 'full.streams': 0 })).rejects.toEqual(refused('parameters.invalid'));
  await signalTask(task.id, 'stop');
  await expect(changeParameters(task.id, { 'full.streams': 2 })).rejects.toEqual(refused('task.operation-refused'));
});

describe('another way to the same database', () => {
  test('a password that was rotated is taken by a running task, which goes on from its checkpoint', async () => {
    await sql(servers.source.url(), "create role reader superuser login replication password 'before'");
    const task = await following('rotated', { source: { ...servers.source.endpoint('rotated'), user: 'reader', password: 'before' } });
    await sql(servers.source.url(), "alter role reader password 'after'");
    const same = { host: '127.0.0.1', port: servers.source.port, user: 'reader' };
    await expect(changeEndpoint(task.id, { side: 'source', endpoint: { ...same, password: 'wrong' } })).rejects.toMatchObject({
      code: expect.stringMatching(/^connect\./),
    });
    expect(await changeEndpoint(task.id, { side: 'source', endpoint: { ...same, password: 'after' } })).toEqual({ restarted: true });
    await carries(task, 11);
    const { state, secrets, config } = await readTask(task.id);
    expect([state.name, secrets.source, JSON.stringify(config).includes('after')]).toEqual(['streaming', ['password'], false]);
  });

  test('another address of the same server is known by the slot and the marks there; the password is asked for again', async () => {
    const task = await following('moved');
    const at = { host: 'localhost', port: servers.source.port, user: servers.source.endpoint('moved').user };
    await expect(changeEndpoint(task.id, { side: 'source', endpoint: at })).rejects.toEqual(refused('endpoint.password-again'));
    await changeEndpoint(task.id, { side: 'source', endpoint: { ...at, password: servers.source.password } });
    const to = { ...at, port: servers.destination.port, password: servers.destination.password };
    await changeEndpoint(task.id, { side: 'destination', endpoint: to });
    await carries(task, 11);
    expect(await readTask(task.id)).toMatchObject({ source: { host: 'localhost' }, destination: { host: 'localhost' } });
  });

  test('another server is refused on both sides, and the task stays as it was', async () => {
    const task = await following('strange');
    await signalTask(task.id, 'pause');
    const { source, destination } = servers;
    const at = ({ port, password }: typeof source) => ({ host: '127.0.0.1', port, user: source.endpoint('x').user, password });
    for (const [side, endpoint] of [
      ['source', at(destination)],
      ['destination', at(source)],
    ] as const)
      await expect(changeEndpoint(task.id, { side, endpoint })).rejects.toEqual(refused('endpoint.other-server'));
    await signalTask(task.id, 'resume');
    await carries(task, 11);
  });
});

test('reset takes back what the task left, keeps the document and the rows, and the task can start again', async () => {
  const task = await following('reset');
  await expect(resetTask(task.id)).rejects.toEqual(refused('task.operation-refused'));
  await signalTask(task.id, 'pause');
  expect(await resetTask(task.id)).toEqual({ leftovers: [] });
  expect(await valuesOf(task.source, 'select slot_name from pg_replication_slots where database = current_database()')).toEqual([]);
  expect(await valuesOf(task.source, 'select pubname from pg_publication')).toEqual([]);
  expect(await value(task.destination, 'select count(*) from public.t')).toBe('10');
  const draft = await readTask(task.id);
  expect(draft).toMatchObject({ state: { name: 'draft' }, startedAt: null, findings: null, config: { objects: [{ schema: 'public' }] } });
  expect(draft.progress.tables).toEqual({});
  await sql(task.destination, 'drop table public.t');
  await sql(task.source, "insert into public.t values (20, 'meanwhile')");
  await passPrecheck(task.id);
  await signalTask(task.id, 'start');
  await reaches(task.id, 'streaming');
  await carries(task, 21);
  expect(await value(task.destination, 'select count(*) from public.t')).toBe('12');
});

test('a reset that cannot take everything back leaves the task as it is', async () => {
  const task = await following('kept');
  await signalTask(task.id, 'pause');
  await sql(servers.source.url(), 'alter database kept allow_connections false');
  const { leftovers } = await resetTask(task.id);
  expect(leftovers.length).toBeGreaterThan(0);
  expect((await readTask(task.id)).state).toEqual({ name: 'paused', from: 'streaming' });
  await sql(servers.source.url(), 'alter database kept allow_connections true');
});

test('a similar task is a draft with the document, and without any password', async () => {
  const { id } = await following('alike');
  const made = await createSimilar(id, 'somebody');
  const [was, is] = [await readTask(id), await readTask(made.id)];
  expect(is).toMatchObject({
    name: `${was.name}-copy`,
    state: { name: 'draft' },
    secrets: { source: [], destination: [] },
    startedAt: null,
  });
  expect(is.config).toEqual({ ...was.config, name: is.name, accepted: [] });
});

test('a reverse task brings changes back by the names things have, and never beside the task it reverses', async () => {
  const names = [{ schema: 'public', as: 'moved', tables: [{ name: 't', as: 't2', columns: [{ name: 'id' }, { name: 'v', as: 'w' }] }] }];
  const task = await following('reversed', { objects: names });
  const { id, unfiltered } = await createReverse(task.id, 'somebody');
  expect(unfiltered).toEqual([]);
  const { config, state } = await readTask(id);
  expect(state.name).toBe('draft');
  expect(config).toMatchObject({
    types: ['incremental'],
    source: { port: servers.destination.port },
    destination: { port: servers.source.port },
  });
  expect(config.objects).toEqual([
    { schema: 'moved', as: 'public', tables: [{ name: 't2', as: 't', columns: [{ name: 'id' }, { name: 'w', as: 'v' }] }] },
  ]);
  await sql(servers.destination.url(), 'alter system set wal_level = logical');
  // Its sessions end with it: what runs there waits and goes on.
  await servers.destination.stop();
  await servers.destination.start();
  await saveDraft(id, { ...config, source: servers.destination.endpoint('reversed'), destination: servers.source.endpoint('reversed') });
  await passPrecheck(id);
  await expect(signalTask(id, 'start')).rejects.toEqual(refused('task.opposite-runs'));
  // Paused it would carry back, when it goes on, what the reverse one has written meanwhile.
  await signalTask(task.id, 'pause');
  await expect(signalTask(id, 'start')).rejects.toEqual(refused('task.opposite-runs'));
  await signalTask(task.id, 'stop');
  // Started is what was seen, or nothing.
  await expect(signalTask(id, 'start', 'that of another document')).rejects.toEqual(refused('task.draft-changed'));
  await signalTask(id, 'start', (await readTask(id)).revision);
  await reaches(id, 'streaming');
  await sql(task.destination, "insert into moved.t2 values (50, 'back')");
  await waitFor(id, async () => (await value(task.source, 'select v from public.t where id = 50')) === 'back');
  await releaseTask(task.id, false);
});

test('of two opposite tasks that are started in the same moment one begins', async () => {
  const there = servers.source.endpoint('there');
  const back = servers.destination.endpoint('back');
  const rows = await Promise.all(
    [
      { source: there, destination: back },
      { source: back, destination: there },
    ].map(async (sides) => {
      const { id } = await createTask('somebody');
      await saveDraft(id, { ...(await readTask(id)).config, ...sides, objects: [{ schema: 'public' }] });
      return findTask(id);
    }),
  );
  const begins = (row: StoredTask) =>
    unlessOpposite(row, () => metadata().task.update({ where: { id: row.id }, data: { stateName: 'preparing' } }));
  const begun = await Promise.allSettled(rows.map(begins));
  expect(begun.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(begun[1]).toMatchObject({ reason: refused('task.opposite-runs') });
  await metadata().task.deleteMany({ where: { id: { in: rows.map((row) => row.id) } } });
});

test('what must hold while a task goes on can be looked at again; its own slot and tables are no findings', async () => {
  const { id } = await following('again');
  const { findings } = await checkAgain(id);
  expect(findings.map(({ code }) => code)).toEqual(expect.arrayContaining(['CHECK_CONN_SRC', 'CHECK_CONN_DEST', 'PG_WAL_LEVEL']));
  expect(findings.filter(({ severity }) => severity === 'fail')).toEqual([]);
  // The precheck before the start is not touched: it says what the databases were like then.
  const { state, findings: before } = await readTask(id);
  expect(state.name).toBe('streaming');
  expect(before?.length).toBeGreaterThan(findings.length);
});
