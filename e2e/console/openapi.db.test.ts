import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, startServers, type TestServers } from '#e2e/faults/servers.ts';
import { curlOf } from '#lib/openapi/curl.ts';
import { OPERATIONS } from '#lib/openapi/operations.ts';
import { adoptServer } from '#lib/postgres/server.ts';
import { ConsoleClient } from './client.ts';
import { DocumentedApi, operation } from './documented.ts';
import { type ConsoleProcess, start } from './process.ts';

let servers: TestServers;
let served: ConsoleProcess;
let key: string;
let api: DocumentedApi;

beforeAll(async () => {
  servers = await startServers();
  for (const server of [servers.source, servers.destination]) await sql(server.url(), 'create database shop');
  await sql(
    servers.source.url('shop'),
    'create table orders (id int primary key, note text)',
    `insert into orders select i, 'order ' || i from generate_series(1, 500) i`,
    'analyze',
    // A warning: there is something to accept and to look at again.
    'create table keyless (a int)',
  );
  served = await start({ OPENDTS_DATA: join(servers.dir, 'console') });
  const client = await new ConsoleClient(served.url).enter();
  key = (await client.need<{ key: string }>('POST', '/api/v1/keys', { name: 'program', role: 'operator', expiresInDays: 1 })).key;
  api = new DocumentedApi(served.url, key);
}, 900_000);

afterAll(async () => {
  await served?.end();
  await adoptServer({ dir: join(servers.dir, 'console', 'postgres'), password: '' })?.stop('immediate');
  await servers?.[Symbol.asyncDispose]();
});

const endpoint = (side: 'source' | 'destination') => servers[side].endpoint('shop');
const document = (as = 'public') => ({
  name: 'by program',
  source: endpoint('source'),
  destination: endpoint('destination'),
  types: ['schema', 'full', 'incremental'],
  objects: [{ schema: 'public', as }],
});

test('the description is OpenAPI 3.1 and says nothing of forms', async () => {
  const description = await api.description();
  expect(description.openapi).toBe('3.1.0');
  const described = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(described.sort()).toEqual(OPERATIONS.map(({ method, path }) => `${method.toLowerCase()} ${path}`).sort());
  expect(JSON.stringify(description.components.schemas)).not.toMatch(/"(control|label|help)":/);
});

test('one whole migration, by the documented operations alone', async () => {
  const { id } = (await api.call('createTask', {}, document())) as { id: string };
  const filled = { id };
  expect((await api.call('listTasks', { kind: 'migration' })) as { id: string }[]).toMatchObject([{ id, name: 'by program' }]);
  expect(await api.call('listTasks', { kind: 'synchronization' })).toEqual([]);
  await api.call('saveTask', filled, { ...document(), name: 'renamed' });
  const task = (await api.call('getTask', filled)) as { name: string; config: { source: object } };
  expect(task.name).toBe('renamed');
  expect(task.config.source).not.toHaveProperty('password');
  expect(await api.call('estimateTask', filled)).toMatchObject({ tables: 2, rows: 500, unknownTables: 1 });

  const heard = await api.events('followPrecheck', filled, 'over', () => api.call('precheckTask', filled));
  expect(new Set(heard)).toEqual(new Set(['picture', 'finding', 'over']));
  type Findings = { findings: { code: string; severity: string }[]; state: { name: string } };
  let checked = (await api.call('precheckItem', { ...filled, code: 'PG_REPLICA_IDENTITY' })) as Findings;
  expect(heard.filter((name) => name === 'finding')).toHaveLength(checked.findings.length);
  const warned = checked.findings.filter(({ severity }) => severity === 'warn').map(({ code }) => code);
  expect(warned).toContain('PG_REPLICA_IDENTITY');
  for (const code of warned) checked = (await api.call('acceptFinding', { ...filled, code }, { accepted: true })) as Findings;
  expect(checked.state.name).toBe('ready');

  await api.call('startTask', filled);
  const followed = await api.events('followTask', filled, 'picture', async () => undefined);
  expect(followed[0]).toBe('picture');
  await expect
    .poll(async () => ((await api.call('getTask', filled)) as { state: { name: string } }).state.name, { timeout: 120_000 })
    .toBe('streaming');
  await api.call('pauseTask', filled);
  await api.call('resumeTask', filled);
  expect(await api.call('readLog', { ...filled, limit: '5' })).toHaveLength(5);
  await api.call('stopTask', filled);
  expect(await api.call('releaseTask', filled)).toEqual({ leftovers: [] });
  expect(await api.call('listTasks')).toEqual([]);
}, 300_000);

test('objects are chosen, filters are tried and files are read by the documented operations', async () => {
  const { id } = (await api.call('createTask', {}, document('chosen'))) as { id: string };
  const at = { id, schema: 'public', table: 'orders' };
  expect(await api.call('testConnection', at, { side: 'source' })).toMatchObject({ ok: true });
  expect(await api.call('listSchemas', at)).toMatchObject([{ name: 'public', tableCount: 2 }]);
  expect(await api.call('listTables', at)).toMatchObject([
    { name: 'keyless', hasKey: false },
    { name: 'orders', hasKey: true },
  ]);
  await api.call('listObjects', at);
  expect(await api.call('searchObjects', { id, for: 'ORDER' })).toMatchObject([{ schema: 'public' }]);
  expect(await api.call('listColumns', at)).toMatchObject([{ name: 'id', key: true }, { name: 'note' }]);
  expect(await api.call('listEventTriggers', at)).toEqual([]);
  expect(await api.call('listDesigns', { id })).toEqual([]);
  const filter = { schema: 'public', table: 'orders', where: 'id > 100' };
  expect(await api.call('verifyFilter', at, filter)).toEqual({ ok: true });
  expect(await api.call('verifyFilter', at, { ...filter, where: 'id >' })).toMatchObject({ ok: false });
  expect(await api.call('countFilter', at, filter)).toEqual({ ok: true, rows: 400 });
  expect(await api.call('readStructure', { id, kind: 'table', limit: '10' })).toMatchObject({ origin: 'preview', matched: 2 });
  expect(await api.call('readStructure', { id, list: 'left-out' })).toMatchObject({ items: [] });
  expect(await (await api.ask('downloadStructure', { id, q: 'orders' })).text()).toContain('create table "chosen"."orders"');
  expect((await api.ask('downloadLog', { id, locale: 'zh' })).headers.get('content-type')).toContain('text/plain');
  await api.call('releaseTask', { id });
}, 300_000);

test('what has begun is changed, copied and turned round, and many tasks at once, by the documented operations', async () => {
  const { id } = (await api.call('createTask', {}, document('changed'))) as { id: string };
  const filled = { id };
  const { revision } = (await api.call('getTask', filled)) as { revision: string };
  const saved = (await api.call('saveTask', { id, revision }, { ...document('changed'), name: 'saved' })) as { revision: string };
  expect(await api.refused('saveTask', { id, revision }, { ...document('changed'), name: 'too late' })).toBe('task.draft-changed');
  type Findings = { findings: { code: string; severity: string; problems: { fixSql?: string }[] }[] };
  let { findings } = (await api.call('precheckTask', filled)) as Findings;
  const statements = findings
    .filter(({ code }) => code === 'PG_REPLICA_IDENTITY')
    .flatMap(({ problems }) => problems.flatMap(({ fixSql }) => fixSql ?? []));
  await api.refused('applyRemedy', { ...filled, code: 'PG_REPLICA_IDENTITY' }, { statements: ['drop table orders'] });
  ({ findings } = (await api.call('applyRemedy', { ...filled, code: 'PG_REPLICA_IDENTITY' }, { statements })) as Findings);
  expect(findings.find(({ code }) => code === 'PG_REPLICA_IDENTITY')?.severity).toBe('pass');
  for (const { code, severity } of findings)
    if (severity === 'warn') await api.call('acceptFinding', { ...filled, code }, { accepted: true });
  expect(await api.refused('previewObjects', filled, { objects: [{ schema: 'public' }] })).toBe('task.operation-refused');
  expect(await api.refused('changeObjects', filled, { objects: [{ schema: 'public' }] })).toBe('task.operation-refused');
  expect(await api.refused('startTask', { id, revision: 'another' })).toBe('task.draft-changed');
  expect(await api.call('batchTasks', {}, { action: 'start', ids: [id] })).toEqual([{ id, error: null }]);
  const state = async () => ((await api.call('getTask', filled)) as { state: { name: string } }).state.name;
  await expect.poll(state, { timeout: 120_000 }).toBe('streaming');

  const slow = { rowsPerSecond: 5000, megabytesPerSecond: null };
  expect(await api.call('changeLimits', filled, { incremental: slow })).toMatchObject({ incremental: slow });
  expect(await api.call('changeParameters', filled, { 'incremental.walLimit.warnMegabytes': 20_000 })).toEqual({ restarted: false });
  const { host, port, user, password } = endpoint('source');
  await api.call('changeEndpoint', filled, { side: 'source', endpoint: { host, port, user, password } });
  expect(((await api.call('checkAgain', filled)) as Findings).findings.length).toBeGreaterThan(0);
  expect(await api.call('renameTask', filled, { name: 'renamed while it runs' })).toEqual({ name: 'renamed while it runs' });
  expect(await api.call('labelTasks', {}, { ids: [id], tag: null })).toEqual({ changed: 1 });
  await api.refused('mendStatement', filled, { action: 'skip', statements: ['none'] });
  await api.refused('mendTable', filled, { action: 'skip', table: '["public","none"]' });
  expect(await api.refused('copyTableAgain', filled, { table: '["public","none"]' })).toBe('table.not-copied-again');
  await api.refused('mendCommand', filled, { action: 'skip', refused: 'none', attempt: 1 });
  expect(await api.refused('copyAgain', filled)).toBe('task.copy-again-refused');
  const copies = [await api.call('copyTask', filled), await api.call('reverseTask', filled)] as { id: string }[];
  await api.call('pauseTask', filled);
  await expect.poll(state, { timeout: 120_000 }).toBe('paused');
  expect(await api.call('resetTask', filled)).toEqual({ leftovers: [] });
  expect(await state()).toBe('draft');
  const all = [id, ...copies.map((copy) => copy.id)];
  expect(await api.call('batchTasks', {}, { action: 'release', ids: all })).toEqual(all.map((each) => ({ id: each, error: null })));
  expect(await api.call('listTasks')).toEqual([]);
  expect(saved.revision).not.toBe(revision);
}, 300_000);

test('every documented operation was called here', () => {
  expect([...api.called].sort()).toEqual(OPERATIONS.map(({ id }) => id).sort());
});

test('the command that the console shows creates the task', async () => {
  const command = curlOf(operation('createTask'), { url: served.url, body: { ...document(), name: "it's by curl", kind: 'migration' } });
  const { stdout } = await promisify(execFile)('sh', ['-c', command], { env: { ...process.env, OPENDTS_API_KEY: key } });
  const { id } = JSON.parse(stdout) as { id: string };
  expect(((await api.call('getTask', { id })) as { name: string }).name).toBe("it's by curl");
  await api.call('releaseTask', { id });
});

test('what cannot be used is refused by path, as the description says, and leaves nothing', async () => {
  const refused = await api.ask('createTask', {}, { ...document(), objects: [{ schema: 1 }], colour: 'red' });
  expect(refused.status).toBe(400);
  const body = (await refused.json()) as { issues: { path: string }[] };
  const refusal = await api.publishedSchema('createTask', 'default');
  expect(() => refusal.parse(body)).not.toThrow();
  expect(body.issues.map(({ path }) => path)).toContain('objects.0.schema');
  expect(await api.call('listTasks')).toEqual([]);
  const { id } = (await api.call('createTask')) as { id: string };
  expect((await api.ask('precheckTask', { id })).status).toBe(422);
  expect((await api.ask('startTask', { id })).status).toBe(409);
  await api.call('releaseTask', { id });
});
