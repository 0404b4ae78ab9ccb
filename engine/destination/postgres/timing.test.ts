import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Ends } from '../../postgres/pipeline.ts';
import type { Step } from './session.ts';
import { Timing } from './timing.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const step = (table?: string): Step => ({ text: '', values: [], ...(table === undefined ? {} : { table }) });
/** Each step takes as many milliseconds as it says. */
const runs = (took: readonly number[]) => async (ends: Ends | undefined) => {
  for (const [at, ms] of took.entries()) {
    vi.advanceTimersByTime(ms);
    if (ends?.has(at)) ends.set(at, performance.now());
  }
  return ends;
};
const BATCH = [step(), step('a'), step('a'), step('b'), step()];

test('a batch is shared out by what its tables took, with what is there for all of them', async () => {
  const { result, spent } = await new Timing().of(BATCH, runs([1, 10, 20, 10, 9]));
  expect([...(result ?? [])].map(([at]) => at)).toEqual([0, 2, 3, 4]);
  expect([...spent]).toEqual([['a', 37.5], ['b', 12.5]]); // biome-ignore format: pairs read better in one line
});

test('batches that follow at once are not looked into, and shared out as the next one that is', async () => {
  const timing = new Timing();
  await timing.of(BATCH, runs([0, 1, 0, 1, 0]));
  const next = await timing.of([step('c')], runs([40]));
  expect(next).toMatchObject({ result: undefined, spent: new Map() });
  vi.advanceTimersByTime(20);
  const { spent } = await timing.of(BATCH, runs([0, 10, 0, 30, 0]));
  expect([...spent]).toEqual([['a', 20], ['b', 60]]); // biome-ignore format: pairs read better in one line
});

test('a checkpoint without rows is nobody’s, and costs no look', async () => {
  const timing = new Timing();
  await timing.of([step(), step()], runs([5, 5]));
  const { spent } = await timing.of(BATCH, runs([0, 10, 10, 20, 0]));
  expect([...spent]).toEqual([['a', 20], ['b', 20]]); // biome-ignore format: pairs read better in one line
});

test('rows of tables that take turns are not told of one by one', async () => {
  const { result } = await new Timing().of(
    Array.from({ length: 1_000 }, (_, at) => step(at % 2 === 0 ? 'a' : 'b')),
    runs([1]),
  );
  expect(result).toBeUndefined();
});
