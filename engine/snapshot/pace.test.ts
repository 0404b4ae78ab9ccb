import { expect, test } from 'vitest';
import type { Throttle } from '../schema/limits.ts';
import type { RowChunk, RowStream } from '../schema/row.ts';
import { pace } from './pace.ts';
import { numbers, type Passed, TestClock, windowsOf } from './test-clock.ts';
import { Pacer } from './throttle.ts';

const FREE: Throttle = { queriesPerSecond: null, rowsPerSecond: null, megabytesPerSecond: null };

/** CopyData messages with data of these lengths. */
function messages(lengths: readonly number[]): Buffer {
  return Buffer.concat(
    lengths.map((length) => {
      const message = Buffer.alloc(5 + length, length);
      message.write('d');
      message.writeInt32BE(4 + length, 1);
      return message;
    }),
  );
}

/** Places where a message begins, for counting by hand. */
function beginnings(bytes: Buffer): readonly number[] {
  const found: number[] = [];
  for (let at = 0; at < bytes.length; at += 1 + bytes.readUInt32BE(at + 1)) found.push(at);
  return found;
}

/** The bytes cut into chunks, each with its messages counted by hand. */
function chunksOf(bytes: Buffer, cuts: () => number): RowChunk[] {
  const begins = beginnings(bytes);
  const chunks: RowChunk[] = [];
  for (let from = 0; from < bytes.length; ) {
    const to = Math.min(bytes.length, from + cuts());
    const start = from;
    chunks.push({ bytes: bytes.subarray(from, to), messages: begins.filter((at) => at >= start && at < to).length });
    from = to;
  }
  return chunks;
}

function streamOf(chunks: readonly RowChunk[], onEnd: () => void = () => {}): RowStream {
  async function* read() {
    try {
      yield* chunks;
    } finally {
      onEnd();
    }
  }
  return { format: 'text', chunks: read() };
}

async function collect(chunks: AsyncIterable<RowChunk>, into: RowChunk[] = [], each: (chunk: RowChunk) => void = () => {}) {
  for await (const chunk of chunks) {
    into.push(chunk);
    each(chunk);
  }
  return into;
}

const signal = new AbortController().signal;

test('without limits the chunks are passed on as they are', async () => {
  const chunks = chunksOf(messages([3, 0, 70_000, 12]), () => 4_096);
  const passed = await collect(pace(streamOf(chunks), new Pacer({ ...FREE, queriesPerSecond: 1 }, new TestClock()), signal));
  expect(passed).toHaveLength(chunks.length);
  expect(passed.every((chunk, index) => chunk === chunks[index])).toBe(true);
});

test('whatever the cuts and the limits, every byte comes once and in order, and every message is counted in the piece it begins in', async () => {
  for (let seed = 1; seed <= 150; seed += 1) {
    const random = numbers(seed);
    const upTo = (most: number) => Math.floor(random() * most);
    const bytes = messages(Array.from({ length: 1 + upTo(60) }, () => (upTo(8) === 0 ? upTo(3_000) : upTo(30))));
    const longest = [1, 3, 6, 50, 5_000][upTo(5)] ?? 1;
    const clock = new TestClock(() => upTo(10));
    const change = () =>
      upTo(4) === 0
        ? null
        : {
            ...FREE,
            rowsPerSecond: upTo(3) === 0 ? null : 1 + upTo(2_000),
            megabytesPerSecond: upTo(2) === 0 ? null : 0.1 + random(),
          };
    const pacer = new Pacer(change(), clock);
    const done = collect(pace(streamOf(chunksOf(bytes, () => 1 + upTo(longest))), pacer, signal));
    for (let at = 10; at < 200; at += 10) {
      await clock.goTo(at);
      pacer.set(change());
    }
    pacer.set(null);
    await clock.goTo(1_000);
    const pieces = await done;
    let at = 0;
    const places = pieces.map((piece) => {
      const from = at;
      at += piece.bytes.length;
      return { from, to: at };
    });
    const begins = beginnings(bytes);
    const counted = places.map(({ from, to }) => begins.filter((begin) => begin >= from && begin < to).length);
    expect(Buffer.concat(pieces.map((piece) => piece.bytes)).equals(bytes), `seed ${seed}`).toBe(true);
    expect(
      pieces.map((piece) => piece.messages),
      `seed ${seed}`,
    ).toEqual(counted);
  }
});

/** Three streams of chunks of 64 KB under one pacer, for 12 seconds. */
async function measured(rates: Throttle, lengths: () => number, amountOf: (chunk: RowChunk) => number) {
  const random = numbers(5);
  const clock = new TestClock(() => random() * 30);
  const pacer = new Pacer(rates, clock);
  const stop = new AbortController();
  const passed: Passed[] = [];
  const chunks = chunksOf(messages(Array.from({ length: 1_000 }, lengths)), () => 65_536);
  async function* endless() {
    for (;;) yield* chunks;
  }
  const running = [1, 2, 3].map(() =>
    collect(pace({ format: 'text', chunks: endless() }, pacer, stop.signal), [], (chunk) => {
      passed.push({ at: clock.now(), amount: amountOf(chunk) });
    }).catch(() => {}),
  );
  await clock.goTo(12_000);
  stop.abort();
  await Promise.all(running);
  return windowsOf(passed, 0, 12_000);
}

test('rows within a tenth of their limit in any five seconds', async () => {
  const random = numbers(3);
  for (const rate of [1, 60, 5_000]) {
    const { most, least } = await measured(
      { ...FREE, rowsPerSecond: rate },
      () => Math.floor(random() * 300),
      (chunk) => chunk.messages,
    );
    expect(most).toBeLessThanOrEqual(rate === 1 ? 5 : rate * 5 * 1.1);
    expect(least).toBeGreaterThanOrEqual(rate === 1 ? 4 : rate * 5 * 0.9);
  }
});

test('bytes as well, also where a row takes longer than a piece', async () => {
  const { most, least } = await measured(
    { ...FREE, megabytesPerSecond: 0.1 },
    () => 10_000,
    (chunk) => chunk.bytes.length,
  );
  expect(most).toBeLessThanOrEqual(550_000);
  expect(least).toBeGreaterThanOrEqual(450_000);
});

test('a limit set while a chunk passes holds for the rest of it, and one that is lifted lets the rest go', async () => {
  const clock = new TestClock();
  const pacer = new Pacer({ ...FREE, rowsPerSecond: 100 }, clock);
  const chunks = chunksOf(messages(Array.from({ length: 10_000 }, () => 1)), () => 100_000);
  const passed: RowChunk[] = [];
  const done = collect(pace(streamOf(chunks), pacer, signal), passed);
  const rows = () => passed.reduce((sum, chunk) => sum + chunk.messages, 0);
  await clock.goTo(1_000);
  expect(rows()).toBeGreaterThanOrEqual(100);
  expect(rows()).toBeLessThanOrEqual(110);
  pacer.set({ ...FREE, rowsPerSecond: 10 });
  const before = rows();
  await clock.goTo(2_000);
  expect(rows() - before).toBeLessThanOrEqual(15);
  pacer.set(null);
  await clock.goTo(2_001);
  expect(rows()).toBe(10_000);
  await done;
});

test('whoever breaks off, or is stopped, ends the reading at the source', async () => {
  let ended = 0;
  const chunks = chunksOf(messages([1, 2, 3]), () => 4);
  for await (const _ of pace(
    streamOf(chunks, () => (ended += 1)),
    new Pacer(null),
    signal,
  ))
    break;
  expect(ended).toBe(1);
  const stop = new AbortController();
  const slow = new Pacer({ ...FREE, rowsPerSecond: 1 }, new TestClock());
  const stopped = collect(
    pace(
      streamOf(chunks, () => (ended += 1)),
      slow,
      stop.signal,
    ),
  );
  stop.abort(new Error('stopped'));
  await expect(stopped).rejects.toThrow('stopped');
  expect(ended).toBe(2);
});
