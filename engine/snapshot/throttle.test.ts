import { expect, test } from 'vitest';
import type { Throttle } from '../schema/limits.ts';
import { numbers, type Passed, TestClock, windowsOf } from './test-clock.ts';
import { type Amount, Pacer } from './throttle.ts';

const FREE: Throttle = { queriesPerSecond: null, rowsPerSecond: null, megabytesPerSecond: null };
const END = 20_000;

interface Run {
  readonly rates: Throttle;
  readonly streams?: number;
  readonly bytesPerRow?: number;
  /** What a stream does between two pieces. */
  readonly work?: () => number;
  readonly late?: () => number;
}

/** Streams that always have more rows. */
function start({ rates, streams = 1, bytesPerRow = 100, work = () => 0.2, late = () => 0 }: Run) {
  const clock = new TestClock(late);
  const pacer = new Pacer(rates, clock);
  const stop = new AbortController();
  const passed: (Amount & { readonly at: number; readonly stream: number })[] = [];
  const stream = async (number: number) => {
    while (!stop.signal.aborted) {
      await pacer.pass((most) => {
        // A chunk of 64 KB is the most that is there at once.
        const rows = Math.max(1, Math.min(most.rows, Math.floor(Math.min(most.bytes, 65_536) / bytesPerRow)));
        const amount = { rows, bytes: Math.min(rows * bytesPerRow, most.bytes) };
        passed.push({ ...amount, at: clock.now(), stream: number });
        return amount;
      }, stop.signal);
      await clock.sleep(work());
    }
  };
  const running = Array.from({ length: streams }, (_, number) => stream(number).catch(() => {}));
  const end = async () => {
    stop.abort();
    await clock.goTo(clock.now() + 1_000);
    await Promise.all(running);
  };
  return { clock, pacer, passed, end };
}

const rowsOf = (passed: readonly (Amount & { readonly at: number })[]): Passed[] => passed.map(({ at, rows }) => ({ at, amount: rows }));
const bytesOf = (passed: readonly (Amount & { readonly at: number })[]): Passed[] => passed.map(({ at, bytes }) => ({ at, amount: bytes }));

async function windows(run: Run, what: typeof rowsOf) {
  const { clock, passed, end } = start(run);
  await clock.goTo(END);
  await end();
  return windowsOf(what(passed), 0, END);
}

test.each([20, 1_000, 3_333, 250_000])('%d rows a second, within a tenth in any five seconds, whatever the timers do', async (rate) => {
  for (const late of [() => 0, () => numbers(rate)() * 60]) {
    const { most, least } = await windows({ rates: { ...FREE, rowsPerSecond: rate }, streams: 4, late }, rowsOf);
    expect(most).toBeLessThanOrEqual(rate * 5 * 1.1);
    expect(least).toBeGreaterThanOrEqual(rate * 5 * 0.9);
  }
});

test.each([0.1, 1, 40, 160])('%d MB a second, within a tenth', async (rate) => {
  const random = numbers(7);
  const run = { rates: { ...FREE, megabytesPerSecond: rate }, streams: 3, bytesPerRow: 64, late: () => random() * 40 };
  const { most, least } = await windows(run, bytesOf);
  expect(most).toBeLessThanOrEqual(rate * 5_000_000 * 1.1);
  expect(least).toBeGreaterThanOrEqual(rate * 5_000_000 * 0.9);
});

test('a row a second: five in any five seconds, not six', async () => {
  const { most, least } = await windows({ rates: { ...FREE, rowsPerSecond: 1 }, late: () => 3, streams: 8 }, rowsOf);
  expect(most).toBe(5);
  expect(least).toBeGreaterThanOrEqual(4);
});

test('the narrower of two limits holds', async () => {
  const rates = { ...FREE, rowsPerSecond: 1_000, megabytesPerSecond: 1 };
  expect(await windows({ rates, bytesPerRow: 100 }, rowsOf)).toMatchObject({ most: expect.closeTo(5_000, -2.3) });
  expect(await windows({ rates, bytesPerRow: 10_000 }, bytesOf)).toMatchObject({ most: expect.closeTo(5_000_000, -5.3) });
});

test('hardly more passes at the start, nor after a time without rows', async () => {
  const { clock, pacer, passed, end } = start({ rates: { ...FREE, rowsPerSecond: 1_000 }, streams: 16 });
  await clock.goTo(20);
  expect(passed.reduce((sum, { rows }) => sum + rows, 0)).toBeLessThanOrEqual(100);
  await end();
  const after: Passed[] = [];
  await clock.goTo(60_000);
  const from = clock.now();
  const signal = new AbortController().signal;
  const stream = async () => {
    while (clock.now() < from + 12_000) {
      await pacer.pass(({ rows }) => {
        after.push({ at: clock.now(), amount: rows });
        return { rows, bytes: rows };
      }, signal);
    }
  };
  const done = stream();
  await clock.goTo(from + 13_000);
  await done;
  expect(windowsOf(after, from, from + 12_000).most).toBeLessThanOrEqual(5_500);
});

test('statements are counted for themselves', async () => {
  const clock = new TestClock(() => 5);
  const pacer = new Pacer({ ...FREE, queriesPerSecond: 10 }, clock);
  const asked: Passed[] = [];
  const signal = new AbortController().signal;
  const asking = async () => {
    while (clock.now() < END) {
      await pacer.query(2, signal);
      asked.push({ at: clock.now(), amount: 2 });
    }
  };
  const done = [asking(), asking(), asking()];
  expect(pacer.holdsRows).toBe(false);
  await clock.goTo(END + 2_000);
  await Promise.all(done);
  const { most, least } = windowsOf(asked, 0, END);
  expect(most).toBeLessThanOrEqual(55);
  expect(least).toBeGreaterThanOrEqual(45);
});

test('a change takes effect within 100 ms, and holds in every window from there', async () => {
  const { clock, pacer, passed, end } = start({ rates: { ...FREE, rowsPerSecond: 1 }, streams: 4 });
  const count = (from: number, to: number) => passed.reduce((sum, { at, rows }) => sum + (at >= from && at < to ? rows : 0), 0);
  await clock.goTo(2_500);
  pacer.set({ ...FREE, rowsPerSecond: 10_000 });
  await clock.goTo(2_600);
  expect(count(2_500, 2_600)).toBeGreaterThan(500);
  await clock.goTo(12_600);
  pacer.set({ ...FREE, rowsPerSecond: 20 });
  await clock.goTo(24_000);
  expect(windowsOf(rowsOf(passed), 12_600, 24_000).most).toBeLessThanOrEqual(110);
  expect(windowsOf(rowsOf(passed), 12_600, 24_000).least).toBeGreaterThanOrEqual(90);
  pacer.set(null);
  await clock.goTo(24_001);
  expect(count(24_000, 24_001)).toBeGreaterThan(1_000);
  expect(pacer.throttled).toBe(false);
  await end();
});

test('streams get the same, also beside one that asks at once again', async () => {
  const { clock, passed, end } = start({ rates: { ...FREE, megabytesPerSecond: 2 }, streams: 6, work: () => 0 });
  await clock.goTo(END);
  await end();
  const each = Array.from({ length: 6 }, (_, number) =>
    passed.filter(({ stream }) => stream === number).reduce((sum, { bytes }) => sum + bytes, 0),
  );
  expect(Math.min(...each)).toBeGreaterThan(Math.max(...each) * 0.98);
});

test('it tells whether a limit holds something back', async () => {
  const slow = start({ rates: { ...FREE, rowsPerSecond: 10 } });
  await slow.clock.goTo(1_000);
  expect(slow.pacer.throttled).toBe(true);
  await slow.end();
  const fast = start({ rates: { ...FREE, rowsPerSecond: 1_000_000 }, work: () => 10 });
  await fast.clock.goTo(1_000);
  expect(fast.pacer.throttled).toBe(false);
  await fast.end();
});

test('one that is stopped leaves its place to the next, and takes nothing', async () => {
  const clock = new TestClock();
  const pacer = new Pacer({ ...FREE, rowsPerSecond: 1 }, clock);
  const [first, second] = [new AbortController(), new AbortController()];
  const take = () => ({ rows: 1, bytes: 1 });
  await pacer.pass(take, first.signal);
  const stopped = pacer.pass(take, first.signal);
  let passedAt = 0;
  const next = pacer.pass(take, second.signal).then(() => {
    passedAt = clock.now();
  });
  first.abort(new Error('stopped'));
  await expect(stopped).rejects.toThrow('stopped');
  await clock.goTo(3_000);
  await next;
  expect(passedAt).toBe(1_000);
  await expect(pacer.pass(take, first.signal)).rejects.toThrow('stopped');
});
