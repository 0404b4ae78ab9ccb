import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServers, type TestServers } from '#e2e/faults/servers.ts';
import { reportOf } from '#engine/errors.ts';
import { NO_PROGRESS } from '#engine/progress/progress.ts';
import { isRunning, type TaskState } from '#engine/task/state.ts';
import { type Attention, attentionOf, BY_URGENCY } from '#lib/task/attention.ts';
import { taskHub } from '#lib/task/hub.ts';
import { listTasks } from '#lib/task/list.ts';
import { readOverview } from '#lib/task/overview.ts';
import { readStanding } from '#lib/task/standing.ts';
import { openConsole } from './in-process.ts';
import { fillStore } from './many-tasks.ts';
import { onStore } from './on-store.ts';

/** Two thousand tasks: what the list and the overview say of them. */
const MANY = 2_000;
let servers: TestServers;
let console: AsyncDisposable;
let store: string;

beforeAll(async () => {
  servers = await startServers();
  console = await openConsole(servers);
  store = servers.destination.url('store');
  await fillStore(store, MANY);
});

afterAll(async () => {
  await console?.[Symbol.asyncDispose]();
  await servers?.[Symbol.asyncDispose]();
});

test('are listed without their documents, newest first', async () => {
  const rows = await listTasks();
  expect(rows).toHaveLength(MANY);
  expect(rows.map(({ createdAt }) => createdAt)).toEqual(
    rows
      .map(({ createdAt }) => createdAt)
      .sort()
      .reverse(),
  );
  // A row is what the list shows and no more.
  expect(JSON.stringify(rows)).not.toContain('schema_1');
  expect(JSON.stringify(rows).length / MANY).toBeLessThan(1_200);
  expect(rows.filter(({ kind }) => kind === 'synchronization')).toHaveLength(MANY / 4);
});

test('are counted for the overview, which names the worst', async () => {
  const { counts, attention, attentionCount, running, runningCount, events } = await readOverview();
  const all = Object.values(counts).flatMap((states) => Object.values(states));
  expect(all.reduce((sum, count) => sum + count, 0)).toBe(MANY);
  expect(attention[0]).toMatchObject({ concern: 'failed', severity: 'error' });
  expect(attentionCount).toBeGreaterThan(attention.length);
  expect(runningCount).toBe((MANY * 45) / 100);
  expect(running[0]?.state.name).toBe('loading');
  expect(events.length).toBeGreaterThan(0);
});

test('stand in the store as their rows say', async () => {
  const changes = {
    retry: { message: { en: 'no route', zh: '无法连接' }, since: 1, until: 2 },
    failed: 3,
    lagMs: 61_000,
    stopped: 1,
  };
  for (const [at, [name, value]] of Object.entries(changes).entries()) {
    await onStore(store, `update task set summary = summary || $1::jsonb where right(id, 2) in ('${at}1', '${at}2', '${at}6')`, [
      { [name]: value },
    ]);
  }
  await onStore(store, `update task set state = '{"name": "blocked"}', state_name = 'blocked', summary = null where right(id, 2) = '55'`);
  const paused: TaskState = { name: 'paused', from: 'streaming', error: reportOf(new Error('so much log')) };
  await onStore(store, `update task set state = $1::jsonb, state_name = 'paused' where right(id, 2) = '56'`, [paused]);
  const rows = await listTasks();
  const urgency = ({ concern }: Attention) => BY_URGENCY.indexOf(concern);
  const wanting = rows.flatMap((row) => attentionOf(row) ?? []).sort((a, b) => urgency(a) - urgency(b));
  expect(new Set(wanting.map(({ concern }) => concern))).toEqual(new Set(BY_URGENCY));
  const working = rows
    .filter(({ state }) => isRunning(state.name))
    .sort((a, b) => Number(a.state.name === 'streaming') - Number(b.state.name === 'streaming') || (b.lagMs ?? 0) - (a.lagMs ?? 0));

  const standing = await readStanding({ attention: MANY, running: MANY });
  expect(standing.attention).toEqual(wanting.map(({ id }) => id));
  expect(standing.attentionCount).toBe(wanting.length);
  expect(standing.running).toEqual(working.map(({ id }) => id));
});

test('a task that works here stands as it was seen last, not as it was stored', async () => {
  const all = { attention: MANY, running: MANY };
  const { running, attention } = await readStanding(all);
  const calm = running.find((id) => !attention.includes(id));
  if (calm === undefined) throw new Error('Every task wants somebody');
  const retry = { attempt: 1, since: 1, until: 2, nextAt: 1, error: reportOf(new Error('no route')) };
  taskHub().publish(calm, { kind: 'progress', progress: { ...NO_PROGRESS, retry } });
  expect((await readStanding(all)).attention).toContain(calm);
  taskHub().publish(calm, { kind: 'removed' });
  expect((await readStanding(all)).attention).toEqual(attention);
});
