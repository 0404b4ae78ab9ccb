import { expect, test } from 'vitest';
import { asPosition, type ChangeEvent, type Position } from '../schema/row.ts';
import type { ChangeStream } from '../source/source.ts';
import { Reader } from './reader.ts';

/** By the source's clock. */
const NOW = 1_000_000;
const at = (number: number): Position => asPosition(number.toString(16).toUpperCase().padStart(16, '0'));
const commit = (number: number, committedAt = NOW): ChangeEvent => ({ kind: 'commit', end: at(number), at: committedAt });

/** Tells what it is given, one list after the other. */
class Told implements ChangeStream {
  end = at(1);
  /** What `next` was asked with. */
  readonly meanwhile: (Promise<unknown> | undefined)[] = [];
  #waiting: ((events: readonly ChangeEvent[]) => void)[] = [];

  next(_: AbortSignal, meanwhile?: Promise<unknown>): Promise<readonly ChangeEvent[]> {
    this.meanwhile.push(meanwhile);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  tell(...events: ChangeEvent[]): void {
    this.#waiting.shift()?.(events);
  }

  heard(): Position {
    return this.end;
  }

  acknowledge(): void {}

  async [Symbol.asyncDispose](): Promise<void> {}
}

const { signal } = new AbortController();
const reading = () => {
  const stream = new Told();
  return { stream, reader: new Reader(stream, at(1), (committedAt) => NOW - committedAt) };
};

test('what comes too late is there for whoever asks next', async () => {
  const { stream, reader } = reading();
  expect(await reader.within(1, signal)).toBeNull();
  stream.tell(commit(7));
  // It has come before it is asked for.
  await new Promise((resolve) => setImmediate(resolve));
  expect(await reader.next(signal)).toEqual([commit(7)]);
  const coming = reader.within(60_000, signal);
  stream.tell(commit(8));
  expect(await coming).toEqual([commit(8)]);
});

test('the log was read up to where it stood then, whatever was heard since', async () => {
  const { stream, reader } = reading();
  const coming = reader.next(signal);
  stream.end = at(5);
  stream.tell(commit(5));
  await coming;
  stream.end = at(9);
  expect(reader.heard).toBe(at(5));
});

test('while what comes is old more is gathered, and as soon as nothing more comes no longer', async () => {
  const { stream, reader } = reading();
  const old = reader.next(signal);
  stream.tell(commit(5, NOW - 5_000));
  await old;
  const behind = reader.next(signal);
  stream.tell();
  await behind;
  const again = reader.next(signal);
  stream.tell(commit(6));
  await again;
  expect(stream.meanwhile.map((each) => each !== undefined)).toEqual([false, true, false]);
});

test('what is gathered waits for the other thing too, and its failure is not told twice', async () => {
  const { stream, reader } = reading();
  const old = reader.next(signal);
  stream.tell(commit(5, NOW - 5_000));
  await old;
  let fail: (error: Error) => void = () => {};
  const failing = new Promise<void>((_, reject) => {
    fail = reject;
  });
  failing.catch(() => {});
  const coming = reader.next(signal, failing);
  fail(new Error('refused'));
  await expect(stream.meanwhile[1]).resolves.toBeUndefined();
  stream.tell(commit(6));
  expect(await coming).toEqual([commit(6)]);
});
