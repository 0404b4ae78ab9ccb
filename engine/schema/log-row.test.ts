import { expect, test } from 'vitest';
import { IS_NULL, LogRow, NOT_SENT } from './log-row.ts';

/** A row in the log's form, behind some other bytes. */
function row(values: readonly (string | null | undefined)[]): LogRow {
  const parts = [Buffer.from('xyz'), Buffer.from([0, values.length])];
  for (const value of values) {
    if (value === null || value === undefined) {
      parts.push(Buffer.from(value === null ? 'n' : 'u'));
      continue;
    }
    const bytes = Buffer.from(value);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    parts.push(Buffer.from('t'), length, bytes);
  }
  return new LogRow(Buffer.concat([...parts, Buffer.from('behind')]), 3);
}

const VALUES = ['7', null, '', undefined, 'ünïcödé 🌳', 'last'];

test('values are read from the bytes, one by one and together', () => {
  const read = row(VALUES);
  expect(read.values()).toEqual(VALUES);
  expect(VALUES.map((_, index) => read.value(index))).toEqual(VALUES);
  expect([read.value(-1), read.value(VALUES.length)]).toEqual([undefined, undefined]);
  expect(read.isWhole).toBe(false);
  expect(row(['1', null]).isWhole).toBe(true);
});

test('what stands behind the row begins where it ends', () => {
  const read = row(VALUES);
  expect(read.bytes.toString('utf8', read.end)).toBe('behind');
});

test('places tell where bytes are, what is NULL and what was not sent', () => {
  const read = row(VALUES);
  const places = new Int32Array(VALUES.length * 2);
  read.locate(places);
  const lengths = VALUES.map((_, index) => places[index * 2 + 1]);
  expect(lengths).toEqual([1, IS_NULL, 0, NOT_SENT, Buffer.byteLength('ünïcödé 🌳'), 4]);
  const at = places[5 * 2] ?? 0;
  expect(read.bytes.toString('utf8', at, at + 4)).toBe('last');
});

test('a row that ends before its message does is refused', () => {
  const bytes = Buffer.from([0, 1, 0x74, 0, 0, 0, 9, 0x61]);
  expect(() => new LogRow(bytes, 0)).toThrow('longer than its message');
});
