import { expect, test } from 'vitest';
import type { Capabilities } from '../plan/plan.ts';
import type { ChangeBatch, TableChange } from '../schema/row.ts';
import { AnswerTimes, noted } from './answers.ts';

const batch = (changes: number): ChangeBatch => ({ changes: Array.from({ length: changes }, () => ({}) as TableChange), commit: null });

function destination(capabilities: Partial<Capabilities>, apply: () => Promise<unknown> = async () => {}) {
  const result = { missed: new Map<string, number>() };
  return { capabilities: capabilities as Capabilities, apply: () => apply().then(() => result), flush: async () => {} };
}

test('each side by itself, on the average since it was told last', async () => {
  const times = new AnswerTimes();
  expect(times.take()).toEqual({ source: null, destination: null });
  times.add('source', 1);
  times.add('source', 3);
  expect(times.take()).toEqual({ source: 2, destination: null });
  expect(await times.of('destination', Promise.resolve(7))).toBe(7);
  expect(times.take()).toEqual({ source: null, destination: expect.any(Number) });
});

test('an answer that fails tells nothing, and fails', async () => {
  const times = new AnswerTimes();
  await expect(times.of('source', Promise.reject(new Error('away')))).rejects.toThrow('away');
  const broken = noted(
    destination({}, () => Promise.reject(new Error('refused'))),
    times,
  );
  await expect(broken.apply(batch(1))).rejects.toThrow('refused');
  expect(times.take()).toEqual({ source: null, destination: null });
});

test('a batch is timed where it is written, and a position alone is none', async () => {
  const times = new AnswerTimes();
  const plain = noted(destination({}), times);
  await plain.flush();
  await plain.apply(batch(0));
  expect(times.take().destination).toBeNull();
  await plain.apply(batch(1));
  expect(times.take().destination).not.toBeNull();
  const gathering = noted(destination({ gatherMs: 5_000 }), times);
  await gathering.apply(batch(1));
  expect(times.take().destination).toBeNull();
  await gathering.flush();
  expect(times.take().destination).not.toBeNull();
});

test('the wait behind the batch before is none of its own', async () => {
  const times = new AnswerTimes();
  const ends: (() => void)[] = [];
  const ahead = noted(
    destination({ ahead: true }, () => new Promise<void>((resolve) => ends.push(resolve))),
    times,
  );
  const [first, second] = [ahead.apply(batch(1)), ahead.apply(batch(1))];
  await new Promise((resolve) => setTimeout(resolve, 50));
  ends[0]?.();
  await first;
  const { destination: longest } = times.take();
  ends[1]?.();
  await second;
  expect(times.take().destination).toBeLessThan(longest ?? 0);
});
