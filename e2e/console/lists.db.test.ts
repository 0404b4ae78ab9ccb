import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql, startServers, type TestServers, value } from '#e2e/faults/servers.ts';
import { taskConfig } from '#engine/task/config.ts';
import type { StreamEvent } from '#lib/http/sse.ts';
import { removeGroup, saveGroup } from '#lib/label/groups.ts';
import { assignLabels, listLabels } from '#lib/label/labels.ts';
import { removeTag, saveTag } from '#lib/label/tags.ts';
import type { Person } from '#lib/session/session.ts';
import { batch } from '#lib/task/batch.ts';
import { listTasks } from '#lib/task/list.ts';
import { followList } from '#lib/task/list-feed.ts';
import { readTask } from '#lib/task/queries.ts';
import { createTask, releaseTask, saveDraft } from '#lib/task/verbs.ts';
import type { TaskRow } from '#lib/task/view.ts';
import { openConsole, reaches, startTask } from './in-process.ts';
import { onStore } from './on-store.ts';

const ADA: Person = { id: 'ada', name: 'Ada', email: 'ada@example.com', role: 'operator', key: null, sessionId: null, passwordDue: false };
let servers: TestServers;
let console: AsyncDisposable;
let store: string;

beforeAll(async () => {
  servers = await startServers();
  for (const side of ['source', 'destination'] as const) await sql(servers[side].url(), 'create database shop');
  await sql(servers.source.url('shop'), 'create table item (id int primary key); insert into item select generate_series(1, 100)');
  console = await openConsole(servers);
  store = servers.destination.url('store');
});

afterAll(async () => {
  await console?.[Symbol.asyncDispose]();
  await servers?.[Symbol.asyncDispose]();
});

const document = (name: string) => ({
  name,
  source: servers.source.endpoint('shop'),
  destination: servers.destination.endpoint('shop'),
  objects: [{ schema: 'public', as: name }],
});

describe('a batch', () => {
  test('does what it can with each task, tells why not of the others, and leaves a row of each', async () => {
    const running = await startTask(document('one'));
    await reaches(running, 'streaming');
    const { id: draft } = await createTask('somebody');
    const both = [running, draft, 'dtsnobody'];

    expect(codes(await batch({ action: 'pause', ids: both }, ADA))).toEqual([null, 'task.transition-refused', 'task.not-found']);
    await reaches(running, 'paused');
    // Starting goes on with what was interrupted; an id that is given twice is meant once.
    expect(codes(await batch({ action: 'start', ids: [running, running] }, ADA))).toEqual([null]);
    await reaches(running, 'streaming');
    expect(codes(await batch({ action: 'release', ids: both }, ADA))).toEqual(['task.still-runs', null, 'task.not-found']);
    expect(codes(await batch({ action: 'stop', ids: [running] }, ADA))).toEqual([null]);
    await reaches(running, 'stopped');
    // When it ended is in its row; what has not ended has no such time.
    const { finishedAt } = await readTask(running);
    expect(finishedAt).not.toBeNull();
    expect(await listTasks({ ids: [running] })).toMatchObject([{ finishedAt }]);
    expect(codes(await batch({ action: 'release', ids: [running] }, ADA))).toEqual([null]);
    expect(await listTasks()).toEqual([]);
    expect(await value(servers.source.url('shop'), 'select count(*) from pg_replication_slots')).toBe('0');

    const { rows } = await onStore(
      store,
      `select action, subject, subject_name as name, detail ->> 'refused' as refused from audit_entry where who = 'Ada' and subject like $1
        order by at, action`,
      [`${running}%`],
    );
    expect(rows).toEqual([
      { action: 'task.signal', subject: `${running}/pause`, name: 'one', refused: null },
      { action: 'task.signal', subject: `${running}/start`, name: 'one', refused: null },
      { action: 'task.release', subject: running, name: 'one', refused: 'task.still-runs' },
      { action: 'task.signal', subject: `${running}/stop`, name: 'one', refused: null },
      { action: 'task.release', subject: running, name: 'one', refused: null },
    ]);
  });

  test('a task whose slot cannot be removed is kept, and says what stays', async () => {
    const id = await startTask(document('two'));
    await reaches(id, 'streaming');
    await batch({ action: 'pause', ids: [id] }, ADA);
    await reaches(id, 'paused');
    await sql(servers.source.url(), 'alter database shop rename to away');
    try {
      const [result] = await batch({ action: 'release', ids: [id] }, ADA);
      expect(result?.error).toMatchObject({ code: 'task.left-behind', object: 'two' });
      expect((await listTasks()).map((row) => row.id)).toEqual([id]);
    } finally {
      await sql(servers.source.url(), 'alter database away rename to shop');
    }
    expect(codes(await batch({ action: 'release', ids: [id] }, ADA))).toEqual([null]);
  });
});

describe('a synchronization', () => {
  test('begins with changes, has a topology, and cannot leave the changes out', async () => {
    const { id } = await createTask('somebody', 'synchronization');
    const { config } = await readTask(id);
    expect(config).toMatchObject({ kind: 'synchronization', topology: 'one-way', types: ['incremental'] });
    expect(config.name).toMatch(/^synchronization-/);
    const whole = { ...config, ...document('sync') };
    expect(taskConfig.safeParse(whole).success).toBe(true);
    expect(taskConfig.safeParse({ ...whole, types: ['schema', 'full'] }).error?.issues).toMatchObject([{ path: ['types'] }]);
    expect(taskConfig.safeParse({ ...whole, kind: 'migration' }).error?.issues).toMatchObject([{ path: ['topology'] }]);
    expect((await listTasks({ kind: 'synchronization' })).map((row) => row.id)).toEqual([id]);
    expect(await listTasks({ kind: 'migration' })).toEqual([]);
    await releaseTask(id, false);
  });

  test('runs until it is stopped', async () => {
    const started = await startTask({
      ...document('mirror'),
      kind: 'synchronization',
      topology: 'one-way',
      types: ['schema', 'full', 'incremental'],
    });
    await reaches(started, 'streaming');
    expect((await listTasks({ kind: 'synchronization' }))[0]).toMatchObject({ id: started, percent: 100, tables: 1, rows: 100 });
    await batch({ action: 'stop', ids: [started] }, ADA);
    await reaches(started, 'stopped');
    await releaseTask(started, false);
  });
});

describe('groups and tags', () => {
  test('are made, given to tasks in any state, and kept while a task has them', async () => {
    const group = await saveGroup(null, { name: 'Payments' });
    const tag = await saveTag(null, { name: 'Lab', colour: 'violet' });
    const { id } = await createTask('somebody');
    expect(await readTask(id)).toMatchObject({ group: 'default', tag: null });
    expect(await assignLabels({ ids: [id], group: group.id, tag: tag.id })).toEqual({ changed: 1 });
    expect((await listTasks())[0]).toMatchObject({ group: group.id, tag: tag.id });
    // A document that is saved does not lose them.
    const { config } = await readTask(id);
    await saveDraft(id, { ...config, name: 'labelled' });
    expect(await readTask(id)).toMatchObject({ group: group.id, tag: tag.id });

    await expect(removeGroup(group.id)).rejects.toMatchObject({ code: 'group.in-use', message: expect.stringContaining('labelled') });
    await expect(removeTag(tag.id)).rejects.toMatchObject({ code: 'tag.in-use' });
    await expect(onStore(store, 'delete from resource_group where id = $1', [group.id])).rejects.toMatchObject({
      code: expect.stringMatching(/^23(001|503)$/),
    });
    await expect(assignLabels({ ids: [id], tag: 'nobody' })).rejects.toMatchObject({ code: 'tag.not-found' });
    await expect(saveGroup(null, { name: 'payments' })).rejects.toMatchObject({ code: 'group.name-taken' });
    await expect(removeTag('production')).rejects.toMatchObject({ code: 'tag.built-in' });
    await expect(saveTag('production', { name: 'prod', colour: 'red' })).rejects.toMatchObject({ code: 'tag.built-in' });
    expect(await saveTag('production', { name: 'production', colour: 'green' })).toMatchObject({ colour: 'green' });

    await assignLabels({ ids: [id], group: 'default', tag: null });
    await removeGroup(group.id);
    await removeTag(tag.id);
    const labels = await listLabels();
    expect(labels.groups.map((each) => each.id)).toEqual(['default']);
    expect(labels.tags.map((each) => each.id)).toEqual(['production', 'staging', 'test']);
    await releaseTask(id, false);
  });
});

describe('the live list', () => {
  test('tells all rows, then those of its kind that look otherwise, then the ids of those that went', async () => {
    const { id } = await createTask('somebody');
    const { id: other } = await createTask('somebody', 'synchronization');
    const told: StreamEvent[] = [];
    const end = await followList('migration', (event) => told.push(event));
    expect(told).toMatchObject([{ event: 'list', data: [{ id }] }]);
    const { config } = await readTask(id);
    const { config: mirror } = await readTask(other);
    await saveDraft(other, { ...mirror, name: 'not of this list' });
    await saveDraft(id, { ...config, name: 'renamed' });
    await expect.poll(() => told.at(-1), { timeout: 20_000 }).toMatchObject({ event: 'rows', data: [{ id, name: 'renamed' }] });
    // What a row does not show is not told.
    await saveDraft(id, { ...config, name: 'renamed', conflictMode: 'ignore' });
    await releaseTask(id, false);
    await expect.poll(() => told.at(-1), { timeout: 20_000 }).toEqual({ event: 'removed', data: [id] });
    expect(told.flatMap(({ event, data }) => (event === 'rows' ? (data as TaskRow[]) : [])).map(({ name }) => name)).toEqual(['renamed']);
    end();
    await releaseTask(other, false);
  });

  test('tells a row that looks again as it was told to others, to who came in between', async () => {
    const { id } = await createTask('somebody');
    const { config } = await readTask(id);
    const [first, second]: StreamEvent[][] = [[], []];
    const endFirst = await followList('migration', (event) => first?.push(event));
    await saveDraft(id, { ...config, name: 'as it was' });
    await expect.poll(() => first?.at(-1), { timeout: 20_000 }).toMatchObject({ event: 'rows', data: [{ id, name: 'as it was' }] });
    await saveDraft(id, { ...config, name: 'for a moment' });
    const endSecond = await followList('migration', (event) => second?.push(event));
    await saveDraft(id, { ...config, name: 'as it was' });
    const shown = () => (second?.at(-1)?.data as TaskRow[] | undefined)?.find((row) => row.id === id)?.name;
    await expect.poll(shown, { timeout: 20_000 }).toBe('as it was');
    for (const end of [endFirst, endSecond]) end();
    await releaseTask(id, false);
  });
});

function codes(results: Awaited<ReturnType<typeof batch>>): readonly (string | null)[] {
  return results.map(({ error }) => error?.code ?? null);
}
