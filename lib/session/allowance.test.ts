import { expect, test } from 'vitest';
import { Allowance } from './allowance.ts';

test('a burst goes through, then as many as come back with time, each person apart', () => {
  const allowance = new Allowance({ burst: 3, perSecond: 2 });
  expect([1, 2, 3].map(() => allowance.take('a', 1_000))).toEqual([null, null, null]);
  expect(allowance.take('a', 1_000)).toBe(1);
  expect(allowance.take('b', 1_000)).toBeNull();
  expect(allowance.take('a', 1_500)).toBeNull();
  expect(allowance.take('a', 1_500)).toBe(1);
});

test('asking how long does not take', () => {
  const allowance = new Allowance({ burst: 1, perSecond: 0.1 });
  expect(allowance.wait('a', 0)).toBeNull();
  expect(allowance.wait('a', 0)).toBeNull();
  expect(allowance.take('a', 0)).toBeNull();
  expect(allowance.wait('a', 0)).toBe(10);
  expect(allowance.wait('a', 10_000)).toBeNull();
});

test('a clock that goes back gives nothing away', () => {
  const allowance = new Allowance({ burst: 1, perSecond: 1 });
  expect(allowance.take('a', 5_000)).toBeNull();
  expect(allowance.take('a', 1_000)).toBe(1);
});
