import { expect, test } from 'vitest';
import { attentionOf, BY_URGENCY } from './attention.ts';
import type { TaskRow } from './view.ts';

const CALM: TaskRow = {
  id: 'a',
  name: 'a',
  kind: 'migration',
  state: { name: 'streaming' },
  types: ['schema', 'full', 'incremental'],
  group: 'default',
  tag: null,
  source: null,
  destination: null,
  percent: 100,
  tables: 3,
  rows: 10,
  rate: 5,
  lagMs: 200,
  error: null,
  stoppedTables: 0,
  failedTables: 0,
  heldBytes: 4_096,
  retry: null,
  createdAt: '2026-11-21T00:00:00.000Z',
  startedAt: '2026-11-21T00:00:00.000Z',
  finishedAt: null,
};
const text = (en: string) => ({ en, zh: en });
const concern = (row: Partial<TaskRow>) => attentionOf({ ...CALM, ...row })?.concern ?? null;

test('a task that follows, one that is being configured and one that is over want nobody', () => {
  expect(concern({})).toBeNull();
  for (const name of ['draft', 'ready', 'checking', 'loading', 'finished', 'stopped'] as const) {
    expect(concern({ state: { name }, lagMs: null })).toBeNull();
  }
  // What was left undone when a task was stopped is nobody's business any more.
  expect(concern({ state: { name: 'stopped' }, stoppedTables: 3 })).toBeNull();
});

test('of several reasons the one that holds up most is told', () => {
  const retry = { message: text('no route'), since: 1, until: 2 };
  expect(concern({ lagMs: 61_000 })).toBe('behind');
  expect(concern({ lagMs: 61_000, retry })).toBe('retrying');
  expect(concern({ lagMs: 61_000, retry, stoppedTables: 1 })).toBe('refused');
  expect(concern({ failedTables: 1, retry })).toBe('tables-failed');
  expect(concern({ state: { name: 'blocked' } })).toBe('blocked');
  expect(attentionOf({ ...CALM, state: { name: 'paused', from: 'streaming' }, lagMs: null })).toMatchObject({
    concern: 'paused',
    figure: 4_096,
  });
});

test('a failed task says why and what to do, and comes first', () => {
  const error = { message: text('refused'), hint: text('look') } as NonNullable<TaskRow['error']>;
  const failed = attentionOf({ ...CALM, state: { name: 'failed', from: 'streaming', error }, error });
  expect(failed).toMatchObject({ concern: 'failed', severity: 'error', reason: text('refused'), hint: text('look') });
  expect(BY_URGENCY[0]).toBe('failed');
  // One that paused by itself is not taken for one that a person had pause.
  const paused = attentionOf({ ...CALM, state: { name: 'paused', from: 'streaming', error }, error, stoppedTables: 1 });
  expect(paused).toMatchObject({ concern: 'paused-itself', severity: 'error', reason: text('refused'), hint: text('look') });
});
