import { expect, test } from 'vitest';
import { Sift } from './sift.ts';

function message(type: string, length: number): Buffer {
  const bytes = Buffer.alloc(5 + length, type === 'd' ? 0x64 : 0x5a);
  bytes.write(type, 0);
  bytes.writeUInt32BE(length + 4, 1);
  return bytes;
}

/** What comes out when the bytes arrive in chunks of these lengths. */
function sifted(bytes: Buffer, cut: () => number) {
  const data: Buffer[] = [];
  const rest: Buffer[] = [];
  let messages = 0;
  const sift = new Sift({
    data: (part, begun) => {
      data.push(part);
      messages += begun;
    },
    rest: (part) => rest.push(part),
  });
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + cut());
    sift.push(bytes.subarray(at, end));
    at = end;
  }
  return { data: Buffer.concat(data), rest: Buffer.concat(rest), messages };
}

/** Buffers of this size are compared byte by byte, not value by value. */
function expectWanted({ data, rest, messages }: ReturnType<typeof sifted>): void {
  expect([data.equals(wanted.data), rest.equals(wanted.rest), messages]).toEqual([true, true, wanted.messages]);
}

const before = message('H', 7);
const rows = [message('d', 0), message('d', 1), message('d', 300), message('d', 70_000), message('d', 4), message('d', 0)];
const notice = message('N', 12);
const after = [message('c', 0), message('C', 9), message('Z', 1)];
const all = Buffer.concat([before, ...rows.slice(0, 3), notice, ...rows.slice(3), ...after]);
const wanted = { data: Buffer.concat(rows), rest: Buffer.concat([before, notice, ...after]), messages: rows.length };

test.each([1, 2, 3, 4, 5, 6, 7, 64, 1_000, 65_536, 1_000_000])('rows and everything else part, in chunks of %i', (length) => {
  expectWanted(sifted(all, () => length));
});

test('and wherever the chunks end', () => {
  let seed = 7;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return 1 + (seed % 400);
  };
  for (let round = 0; round < 50; round += 1) expectWanted(sifted(all, random));
});

test('a chunk of nothing but rows is handed on as it is', () => {
  const bytes = Buffer.concat(rows);
  const seen: Buffer[] = [];
  new Sift({ data: (part) => seen.push(part), rest: () => {} }).push(bytes);
  expect(seen).toEqual([bytes]);
  expect(seen[0]?.buffer).toBe(bytes.buffer);
});
