import { expect, test } from 'vitest';
import { MessageWalker } from './copy-messages.ts';

function message(length: number): Buffer {
  const made = Buffer.alloc(5 + length, 'd');
  made.writeInt32BE(4 + length, 1);
  return made;
}

test('messages are counted where they begin, wherever the cuts are', () => {
  const bytes = Buffer.concat([message(3), message(0), message(300), message(1)]);
  const begins = [0, 8, 13, 318];
  for (let size = 1; size <= bytes.length; size += 1) {
    const walker = new MessageWalker();
    for (let from = 0; from < bytes.length; from += size) {
      const to = Math.min(bytes.length, from + size);
      expect(walker.walk(bytes.subarray(from, to))).toBe(begins.filter((at) => at >= from && at < to).length);
      expect(walker.isBetween).toBe([...begins, bytes.length].includes(to));
    }
  }
});

test('it stops before the message that would be one too many, and goes on from there', () => {
  const bytes = Buffer.concat([message(3), message(0), message(300), message(1)]);
  const walker = new MessageWalker();
  expect(walker.advance(bytes, 0, bytes.length, 2)).toBe(13);
  expect(walker.begun).toBe(2);
  expect(walker.advance(bytes, 13, 15, 5)).toBe(15);
  expect(walker.begun).toBe(1);
  expect(walker.advance(bytes, 15, bytes.length, 0)).toBe(318);
  expect(walker.begun).toBe(0);
  expect(walker.advance(bytes, 318, bytes.length, 9)).toBe(bytes.length);
  expect(walker.begun).toBe(1);
});

test('a header that is cut is known once it is whole', () => {
  const bytes = Buffer.concat([message(70_000), message(2)]);
  const walker = new MessageWalker();
  expect(walker.walk(bytes.subarray(0, 4))).toBe(1);
  expect(walker.walk(bytes.subarray(4, 70_006))).toBe(1);
  expect(walker.walk(bytes.subarray(70_006, 70_009))).toBe(0);
  expect(walker.walk(bytes.subarray(70_009))).toBe(0);
  expect(walker.isBetween).toBe(true);
});
