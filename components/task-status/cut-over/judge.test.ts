import { expect, test } from 'vitest';
import { reportOf } from '#engine/errors.ts';
import type { StreamSample } from '#engine/progress/history.ts';
import type { Stream } from '#engine/progress/stream.ts';
import type { TaskState } from '#engine/task/state.ts';
import { cutOverOf } from './judge.ts';

const STREAMING: TaskState = { name: 'streaming' };
const sample = (at: number, rate: number): StreamSample => ({ at, rate, lagMs: 10, byteRate: 0, transactionRate: 0 });
const stream = (part: Partial<Stream>) => ({ lagMs: 10, ...part }) as Stream;
const judge = (init: { state?: TaskState; stream?: Stream | null; recent?: readonly StreamSample[] }) =>
  cutOverOf(init.state ?? STREAMING, {
    stream: init.stream === undefined ? stream({}) : init.stream,
    history: { recent: init.recent ?? [], hour: [] },
  });

test('it is caught up when it is hardly behind and no table waits for its rows', () => {
  expect(judge({}).caughtUp).toBe(true);
  expect(judge({ stream: stream({ lagMs: 5_000 }) }).caughtUp).toBe(false);
  expect(judge({ stream: stream({ waiting: 1 }) }).caughtUp).toBe(false);
  expect(judge({ stream: null }).caughtUp).toBe(false);
});

test('it is quiet a minute after the last change, by the times that were told', () => {
  expect(judge({})).toMatchObject({ quiet: false, quietMs: 0 });
  expect(judge({ recent: [sample(1_000, 5), sample(60_000, 0)] })).toMatchObject({ quiet: false, quietMs: 59_000 });
  expect(judge({ recent: [sample(0, 0), sample(1_000, 5), sample(61_000, 0)] })).toMatchObject({ quiet: true, quietMs: 60_000 });
  expect(judge({ recent: [sample(0, 0), sample(61_000, 0), sample(62_000, 1)] })).toMatchObject({ quiet: false, quietMs: 0 });
  // Since it is watched no change has come.
  expect(judge({ recent: [sample(0, 0), sample(61_000, 0)] }).quiet).toBe(true);
});

test('only a task that was paused while it followed has everything it had read, and its sequences', () => {
  expect(judge({ state: { name: 'paused', from: 'loading' } })).toMatchObject({ paused: false, stopped: false });
  expect(judge({ state: { name: 'paused', from: 'streaming' } })).toMatchObject({ paused: true, stopped: false });
  const error = reportOf(new Error('so much log'));
  expect(judge({ state: { name: 'paused', from: 'streaming', error } })).toMatchObject({ paused: false, stopped: false });
  expect(judge({ state: { name: 'stopped' } })).toMatchObject({ paused: true, stopped: true });
});
