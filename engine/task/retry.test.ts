import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EngineError, type EngineErrorInit } from '../errors.ts';
import type { TaskEvent } from '../progress/event.ts';
import { type Attempt, withRetry } from './retry.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function failure(init: Partial<EngineErrorInit> = {}): EngineError {
  const message = { en: 'deadlock', zh: '死锁' };
  return new EngineError({ code: 'rows.deadlock', message, hint: message, retry: 'soon', ...init });
}

/** A task that tries for two minutes, ten when a connection failed. */
function task(attempt: (within: Attempt) => Promise<void>) {
  const events: TaskEvent[] = [];
  const stop = new AbortController();
  const init = { advanced: { retryConnectionMinutes: 10, retryOtherMinutes: 2 }, emit: (event: TaskEvent) => events.push(event) };
  const ended = withRetry({ ...init, signal: stop.signal }, attempt);
  // Told by those who look at it.
  ended.catch(() => {});
  return { events, stop, ended, kinds: () => events.map(({ kind }) => kind) };
}

test('what failed inside an attempt is tried again there, and tells what it would tell of the attempt', async () => {
  let tries = 0;
  const { events, ended } = task(async ({ pause, onDurable }) => {
    for (; tries < 3; tries += 1) await pause(failure());
    onDurable();
  });
  await vi.advanceTimersByTimeAsync(999);
  expect(tries).toBe(0);
  await vi.advanceTimersByTimeAsync(1 + 2_000 + 4_000);
  await ended;
  expect(events).toMatchObject([
    { kind: 'retry', attempt: 1 },
    { kind: 'retry', attempt: 2 },
    { kind: 'retry', attempt: 3, error: { code: 'rows.deadlock' } },
    { kind: 'recovered' },
  ]);
});

test('streams that fail together wait together, as one attempt', async () => {
  let goesOn = 0;
  const { kinds, ended } = task(async ({ pause }) => {
    const stream = async () => {
      await pause(failure());
      goesOn += 1;
    };
    await Promise.all([stream(), stream(), stream()]);
  });
  await vi.advanceTimersByTimeAsync(1_000);
  await ended;
  expect(goesOn).toBe(3);
  expect(kinds()).toEqual(['retry']);
});

test('the window is one: what was tried inside counts for the attempt, and its end ends both', async () => {
  const error = failure();
  let pauses = 0;
  const { events, ended } = task(async ({ pause }) => {
    for (;;) {
      await pause(error);
      pauses += 1;
    }
  });
  const end = expect(ended).rejects.toBe(error);
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  await end;
  // 1, 2, 4, 8, 16, 30 and 30 seconds; the next would end beyond two minutes, and comes when they are over.
  expect(pauses).toBe(8);
  expect(events).toHaveLength(8);
  const [first, last] = [events.at(0), events.at(-1)];
  if (first?.kind !== 'retry' || last?.kind !== 'retry') throw new Error('no retry was told');
  expect(last).toMatchObject({ attempt: 8, since: first.at, until: first.at + 120_000, nextAt: first.at + 120_000 });
});

const unreachable = failure({ code: 'connect.refused', connection: true, side: 'destination' });

test('a connection is waited for as long as its own time says, longer than anything else', async () => {
  const { events, ended } = task(() => Promise.reject(unreachable));
  const end = expect(ended).rejects.toBe(unreachable);
  await vi.advanceTimersByTimeAsync(9 * 60_000);
  expect(events.at(-1)).toMatchObject({ kind: 'retry', error: { side: 'destination', connection: true } });
  const tried = events.length;
  await vi.advanceTimersByTimeAsync(60_000);
  await end;
  expect(events.length).toBeGreaterThan(tried);
  const [first] = events;
  expect(events.every((event) => event.kind === 'retry' && event.since === first?.at && event.until === first.at + 600_000)).toBe(true);
});

test('a clock that is set neither ends the time nor lengthens it, and what is told is by the clock as it is', async () => {
  const { events, kinds, ended } = task(() => Promise.reject(unreachable));
  const end = expect(ended).rejects.toBe(unreachable);
  for (const hours of [6, -12]) {
    await vi.advanceTimersByTimeAsync(2 * 60_000);
    vi.setSystemTime(Date.now() + hours * 3_600_000);
  }
  const tried = events.length;
  await vi.advanceTimersByTimeAsync(2 * 60_000);
  expect(kinds().length).toBeGreaterThan(tried);
  const last = events.at(-1);
  if (last?.kind !== 'retry') throw new Error('no retry was told');
  expect([last.until - last.since, last.at >= last.since, last.nextAt > last.at, last.nextAt <= last.until]).toEqual([
    600_000,
    true,
    true,
    true,
  ]);
  await vi.advanceTimersByTimeAsync(4 * 60_000);
  await end;
});

test('waits grow to half a minute and no further', async () => {
  const { events, stop, ended } = task(() => Promise.reject(unreachable));
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  stop.abort();
  await ended;
  const waits = events.flatMap((event) => (event.kind === 'retry' ? [event.nextAt - event.at] : []));
  expect(waits.slice(0, 7)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  expect(Math.max(...waits)).toBe(30_000);
});

test('what fails otherwise after a long time without a connection still has its own time', async () => {
  let reached = false;
  const { events, ended } = task(() => Promise.reject(reached ? failure() : unreachable));
  const end = expect(ended).rejects.toMatchObject({ code: 'rows.deadlock' });
  await vi.advanceTimersByTimeAsync(8 * 60_000);
  reached = true;
  const found = Date.now();
  await vi.advanceTimersByTimeAsync(60_000);
  const [first] = events;
  const last = events.at(-1);
  if (last?.kind !== 'retry') throw new Error('no retry was told');
  expect(last).toMatchObject({ since: first?.at, error: { code: 'rows.deadlock' } });
  expect(last.until).toBeGreaterThanOrEqual(found + 120_000);
  await vi.advanceTimersByTimeAsync(120_000);
  await end;
});

test('what recovers inside its time has all of it the next time', async () => {
  let down = true;
  const { events, stop, ended } = task(async ({ onDurable }) => {
    if (down) throw unreachable;
    onDurable();
    await new Promise((resolve) => setTimeout(resolve, 3_600_000));
    throw unreachable;
  });
  await vi.advanceTimersByTimeAsync(9 * 60_000);
  down = false;
  await vi.advanceTimersByTimeAsync(60_000 + 3_600_000);
  const recovered = events.findIndex(({ kind }) => kind === 'recovered');
  const again = events[recovered + 1];
  expect(again).toMatchObject({ kind: 'retry', attempt: 1, since: again?.at, until: (again?.at ?? 0) + 600_000 });
  stop.abort();
  await vi.advanceTimersByTimeAsync(3_600_000);
  await ended;
});

test('what becomes durable begins the window anew', async () => {
  let pauses = 0;
  const { kinds, ended } = task(async ({ pause, onDurable }) => {
    for (; pauses < 20; pauses += 1) {
      await pause(failure());
      onDurable();
    }
  });
  await vi.advanceTimersByTimeAsync(20_000);
  await ended;
  expect(kinds().filter((kind) => kind === 'recovered')).toHaveLength(20);
});

test.each([
  failure({ retry: 'never' }),
  failure({ retry: 'by-hand', code: 'table.value.refused' }),
  failure({ retry: 'by-hand', code: 'structure.failed' }),
])('what cannot be mended by waiting comes back at once', async (error) => {
  const { kinds, ended } = task(({ pause }) => pause(error));
  await expect(ended).rejects.toBe(error);
  expect(kinds()).toEqual([]);
});

test('a task that is stopped ends the pause with the error that led to it', async () => {
  let caught: unknown = null;
  const error = failure();
  const { stop, ended } = task(async ({ pause }) => {
    await pause(error).catch((thrown: unknown) => {
      caught = thrown;
      throw thrown;
    });
  });
  await vi.advanceTimersByTimeAsync(10);
  stop.abort();
  await ended;
  expect(caught).toBe(error);
});
