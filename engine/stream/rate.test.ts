import { expect, test } from 'vitest';
import type { ChangeThrottle, Limits } from '../schema/limits.ts';
import { asPosition, type ChangeEvent, type RelationShape, type TableChange } from '../schema/row.ts';
import { numbers, type Passed, TestClock, windowsOf } from '../snapshot/test-clock.ts';
import { ChangePacer } from './rate.ts';

const END = 20_000;
const relation: RelationShape = { id: 't', table: { schema: 's', name: 't' }, columns: ['id'], types: [], identity: ['id'] };
const insert = (bytes: number): TableChange => ({ kind: 'insert', relation, next: ['x'.repeat(bytes)] });
const free: Limits = { throttle: null, streams: 1, incremental: null, classRows: null };
const limited = (incremental: Partial<ChangeThrottle>, classRows: number | null = null): Limits => ({
  ...free,
  incremental: { rowsPerSecond: null, megabytesPerSecond: null, ...incremental },
  classRows,
});

interface Run {
  readonly limits: Limits;
  readonly rowBytes?: number;
  /** Changes that are handed on together. */
  readonly together?: number;
  readonly late?: () => number;
  /** What the destination takes for a part. */
  readonly work?: () => number;
}

/** A source that always has more changes. */
function start({ limits, rowBytes = 100, together = 20_000, late = () => 0, work = () => 0.5 }: Run) {
  const clock = new TestClock(late);
  const pacer = new ChangePacer(limits, clock);
  const stop = new AbortController();
  const rows: Passed[] = [];
  const batch = Array.from({ length: together }, () => insert(rowBytes));
  const follow = async () => {
    while (!stop.signal.aborted) {
      for await (const part of pacer.pass(batch, stop.signal)) {
        rows.push({ at: clock.now(), amount: part.length });
        await clock.sleep(work());
      }
    }
  };
  const ended = follow().catch(() => {});
  const end = async () => {
    stop.abort();
    await clock.goTo(clock.now() + 1_000);
    await ended;
  };
  return { clock, pacer, rows, end };
}

async function windows(run: Run) {
  const { clock, rows, end } = start(run);
  await clock.goTo(END);
  await end();
  return windowsOf(rows, 0, END);
}

test.each([20, 200, 2_000, 11_000])('%d changes a second, within a tenth in any five seconds, however they come', async (rate) => {
  const random = numbers(rate);
  for (const run of [{}, { together: 7 }, { together: 300, late: () => random() * 60 }]) {
    const { most, least } = await windows({ limits: limited({ rowsPerSecond: rate }), ...run });
    expect(most).toBeLessThanOrEqual(rate * 5 * 1.1);
    expect(least).toBeGreaterThanOrEqual(rate * 5 * 0.9);
  }
});

test('a limit far above what a class allows holds as well', async () => {
  const { most, least } = await windows({ limits: limited({ rowsPerSecond: 150_000 }) });
  expect(most).toBeLessThanOrEqual(825_000);
  expect(least).toBeGreaterThanOrEqual(675_000);
});

test.each([0.1, 1, 40])('%d MB a second, within a tenth', async (rate) => {
  const { most, least } = await windows({ limits: limited({ megabytesPerSecond: rate }), rowBytes: 1_000 });
  expect(most * 1_000).toBeLessThanOrEqual(rate * 5_000_000 * 1.1);
  expect(least * 1_000).toBeGreaterThanOrEqual(rate * 5_000_000 * 0.9);
});

test('a destination that takes long for little is given more at once, and the limit is what holds it', async () => {
  const { most, least } = await windows({ limits: limited({ rowsPerSecond: 2_000 }), work: () => 80 });
  expect(most).toBeLessThanOrEqual(11_000);
  expect(least).toBeGreaterThanOrEqual(9_000);
});

test('of the limit that was asked for and that of the class the narrower holds', async () => {
  expect(await windows({ limits: limited({ rowsPerSecond: 50_000 }, 2_000) })).toMatchObject({ most: expect.closeTo(10_000, -3.3) });
  expect(await windows({ limits: limited({ rowsPerSecond: 500 }, 2_000) })).toMatchObject({ most: expect.closeTo(2_500, -2.7) });
});

test('a limit that changes holds within two seconds, for what waits as well', async () => {
  const { clock, pacer, rows, end } = start({ limits: limited({ rowsPerSecond: 100 }) });
  await clock.goTo(5_000);
  pacer.set(limited({ rowsPerSecond: 5_000 }));
  await clock.goTo(15_000);
  pacer.set(limited({ rowsPerSecond: 100 }));
  await clock.goTo(30_000);
  const faster = windowsOf(rows, 7_000, 15_000);
  expect(faster.least).toBeGreaterThanOrEqual(22_500);
  expect(faster.most).toBeLessThanOrEqual(27_500);
  const slower = windowsOf(rows, 17_000, 30_000);
  expect(slower.least).toBeGreaterThanOrEqual(450);
  expect(slower.most).toBeLessThanOrEqual(550);
  expect(pacer.throttled).toBe(true);
  await end();
});

test('a limit that is taken away holds nothing back any more', async () => {
  const { clock, pacer, rows, end } = start({ limits: limited({ rowsPerSecond: 1 }), together: 1_000 });
  await clock.goTo(3_000);
  expect(rows.reduce((sum, { amount }) => sum + amount, 0)).toBeLessThan(6);
  pacer.set(free);
  await clock.goTo(3_010);
  expect(rows.reduce((sum, { amount }) => sum + amount, 0)).toBeGreaterThan(1_000);
  expect(pacer.throttled).toBe(false);
  await end();
});

test('who is stopped waits no longer', async () => {
  const clock = new TestClock();
  const pacer = new ChangePacer(limited({ rowsPerSecond: 1 }), clock);
  const stop = new AbortController();
  const passed: number[] = [];
  const passing = (async () => {
    for await (const part of pacer.pass([insert(1), insert(1), insert(1)], stop.signal)) passed.push(part.length);
  })();
  await clock.goTo(10);
  stop.abort(new Error('stopped'));
  await expect(passing).rejects.toThrow('stopped');
  expect(passed).toEqual([1]);
});

async function partsOf(limits: Limits, changes: readonly TableChange[]): Promise<readonly (readonly TableChange[])[]> {
  const clock = new TestClock();
  const parts: (readonly TableChange[])[] = [];
  const passing = (async () => {
    for await (const part of new ChangePacer(limits, clock).pass(changes, new AbortController().signal)) parts.push(part);
  })();
  await clock.goTo(100_000);
  await passing;
  return parts;
}

test('changes pass in their order, each once, and a row larger than the limit passes too', async () => {
  const changes = [insert(10), { kind: 'truncate', relations: [relation], restartIdentity: false } as const, insert(2_000_000), insert(5)];
  const parts = await partsOf(limited({ megabytesPerSecond: 1, rowsPerSecond: 1_000 }), changes);
  expect(parts.flat()).toEqual(changes);
  expect(parts.length).toBeGreaterThan(1);
});

test('without a limit all pass as they came; nothing passes as nothing, once, for its position has to', async () => {
  const changes = [insert(1), insert(2)];
  const [whole, ...more] = await partsOf(free, changes);
  expect(whole).toBe(changes);
  expect(more).toEqual([]);
  expect(await partsOf(free, [])).toEqual([[]]);
  expect(await partsOf(limited({ rowsPerSecond: 1 }), [])).toEqual([[]]);
});

const transaction = (rows: number): ChangeEvent[] => [
  { kind: 'begin', commit: asPosition('1'), at: 1 },
  ...Array.from({ length: rows }, () => insert(1)),
  { kind: 'commit', end: asPosition('2'), at: 1 },
];

test('what arrived together is cut where transactions end, into parts that are small for the limit', () => {
  const events = Array.from({ length: 40 }, () => transaction(1)).flat();
  const parts = [...new ChangePacer(limited({ rowsPerSecond: 200 })).cut(events)];
  expect(parts.flat()).toEqual(events);
  expect(parts.map((part) => part.length)).toEqual([30, 30, 30, 30]);
  expect(parts.every((part) => part[0]?.kind === 'begin' && part.at(-1)?.kind === 'commit')).toBe(true);
});

test('a large transaction is not cut here, and without a limit nothing is', () => {
  const events = [...transaction(500), ...transaction(1)];
  expect([...new ChangePacer(limited({ rowsPerSecond: 200 })).cut(events)].map((part) => part.length)).toEqual([502, 3]);
  const [whole, ...more] = [...new ChangePacer(free).cut(events)];
  expect(whole).toBe(events);
  expect(more).toEqual([]);
  expect([...new ChangePacer(limited({ rowsPerSecond: 1 })).cut([])]).toEqual([[]]);
});
