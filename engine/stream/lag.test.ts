import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { asPosition } from '../schema/row.ts';
import { Lag } from './lag.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('the longest that anything waited is told once', () => {
  const lag = new Lag(10_000);
  vi.advanceTimersByTime(500);
  lag.waits(10_200);
  lag.waits(10_450);
  lag.waits(null);
  expect(lag.take()).toBe(300);
  expect(lag.take()).toBe(0);
  lag.waits(10_200);
  vi.advanceTimersByTime(1_000);
  expect(lag.take()).toBe(300);
});

test('our clock may be set to whatever', () => {
  const lag = new Lag(10_000);
  for (const hours of [6, -12]) {
    vi.setSystemTime(Date.now() + hours * 3_600_000);
    vi.advanceTimersByTime(100);
    lag.waits(10_000);
  }
  expect(lag.take()).toBe(200);
});

test("the source's clock is followed, and what it has not come to yet does not wait", () => {
  const lag = new Lag(10_000);
  const asked = performance.now();
  vi.advanceTimersByTime(200);
  lag.heard(5_000, asked);
  lag.waits(4_000);
  lag.waits(9_000);
  // Half the way there and back has passed since the clock was read.
  expect(lag.take()).toBe(1_100);
});

test('what the log holds and nothing has come of waits since it was seen there', () => {
  const position = (n: number) => asPosition(String(n).padStart(16, '0'));
  const lag = new Lag(0);
  const told = (reached: number, end: number | null) => {
    vi.advanceTimersByTime(1_000);
    lag.reached(position(reached), end === null ? null : { position: position(end), clock: performance.now() - begun });
    return lag.take();
  };
  const begun = performance.now();
  expect(told(10, 10)).toBe(0);
  // It grows, which may be of this very moment; then nothing comes of it.
  expect([told(10, 20), told(10, 30), told(10, 30), told(10, null)]).toEqual([0, 1_000, 2_000, 3_000]);
  // What was there first has come, then all of it.
  expect([told(20, 40), told(29, 40), told(40, 40)]).toEqual([3_000, 4_000, 0]);
  for (let n = 1; n < 5_000; n += 1) told(40, 40 + n);
  expect(told(40, null)).toBe(4_999_000);
});
