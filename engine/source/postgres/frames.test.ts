import { expect, test } from 'vitest';
import { Frames } from './frames.ts';

function message(letter: string, body: string): Buffer {
  const bytes = Buffer.from(`${letter}0000${body}`);
  bytes.writeUInt32BE(bytes.length - 1, 1);
  return bytes;
}

const SENT = [message('d', 'first'), message('d', ''), message('N', 'a notice'), message('d', 'x'.repeat(300)), message('Z', 'I')];

/** What comes of the bytes when they arrive in pieces of these sizes, over and over. */
function cut(sizes: readonly number[]): readonly string[] {
  const told: string[] = [];
  const frames = new Frames({
    data: (bytes, from, to) => told.push(`data ${bytes.toString('latin1', from, to)}`),
    rest: (bytes) => told.push(`rest ${bytes.toString('latin1')}`),
  });
  const all = Buffer.concat(SENT);
  for (let at = 0, piece = 0; at < all.length; piece += 1) {
    const size = sizes[piece % sizes.length] ?? 1;
    frames.push(Buffer.from(all.subarray(at, at + size)));
    at += size;
  }
  return told;
}

test('messages are whole, in order, and each goes where it belongs, wherever the network cuts them', () => {
  const whole = ['data first', 'data ', `rest ${SENT[2]}`, `data ${'x'.repeat(300)}`, `rest ${SENT[4]?.toString('latin1')}`];
  expect(cut([10_000])).toEqual(whole);
  for (let size = 1; size < 40; size += 1) expect(cut([size])).toEqual(whole);
  expect(cut([1, 7, 2, 64, 3])).toEqual(whole);
});
