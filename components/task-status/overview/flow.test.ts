import { expect, test } from 'vitest';
import { NO_PROGRESS } from '#engine/progress/progress.ts';
import type { TaskState } from '#engine/task/state.ts';
import { flowOf } from './flow.ts';

const words = { en: 'x', zh: 'x' };
const error = { code: 'x', message: words, hint: words, retry: 'soon', side: 'destination', connection: true, object: null } as const;
const stream = {
  position: '1',
  sourcePosition: '1',
  bytesBehind: 0,
  lagMs: 12,
  at: 1,
  rate: 40,
  byteRate: 4_000,
  transactionRate: 4,
  transactions: 4,
  ddl: 0,
  throttled: false,
  batch: null,
  spent: null,
  hot: [],
};
const following = { ...NO_PROGRESS, stream };
const streaming: TaskState = { name: 'streaming' };

test('what is followed flows with its figures, and rests when nothing is written', () => {
  expect(flowOf(following, streaming, false)).toEqual({
    links: { source: 'flowing', destination: 'flowing' },
    rate: 40,
    byteRate: 4_000,
    lagMs: 12,
    etaSeconds: null,
  });
  expect(flowOf({ ...following, stream: { ...stream, rate: 0 } }, streaming, false).links.source).toBe('idle');
});

test('nothing moves and no figure is told while the page is not live, or the task does not run', () => {
  const none = { rate: null, byteRate: null, lagMs: null };
  expect(flowOf(following, streaming, true)).toMatchObject({ links: { source: 'idle', destination: 'idle' }, ...none });
  expect(flowOf(following, { name: 'paused', from: 'streaming' }, false)).toMatchObject({ links: { source: 'idle' }, ...none });
  expect(flowOf(following, { name: 'stopped' }, false).links).toEqual({ source: 'ended', destination: 'ended' });
});

test('the side that failed is the one that is drawn broken, while it is tried again too', () => {
  expect(flowOf(following, { name: 'failed', from: 'streaming', error }, false).links).toEqual({ source: 'idle', destination: 'broken' });
  const retry = { attempt: 1, since: 0, until: 9, nextAt: 1, error };
  expect(flowOf({ ...following, retry }, streaming, false).links).toEqual({ source: 'idle', destination: 'broken' });
  const own: TaskState = { name: 'failed', from: 'streaming', error: { ...error, side: 'task' } };
  expect(flowOf(following, own, false).links).toEqual({ source: 'broken', destination: 'broken' });
});
