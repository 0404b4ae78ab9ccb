import { expect, test } from 'vitest';
import { asPosition, type ChangeEvent, type Position } from '../schema/row.ts';
import type { ChangeStream } from '../source/source.ts';
import { Reader } from './reader.ts';

const at = (number: number): Position => asPosition(number.toString(16).toUpperCase().padStart(16, '0'));
const commit = (number: number): ChangeEvent => ({ kind: 'commit', end: at(number), at: 0 });

/** Tells what it is given, one list after the other. */
class Told implements ChangeStream {
  end = at(1);
  #waiting: ((events: readonly ChangeEvent[]) => void)[] = [];

  next(): Promise<readonly ChangeEvent[]> {
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
  return { stream, reader: new Reader(stream, at(1)) };
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
