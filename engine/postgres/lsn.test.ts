import { expect, test } from 'vitest';
import { fromBigInt, fromHalves, fromLsn, toBigInt, toLsn } from './lsn.ts';

test('a position is the same however it came', () => {
  for (const [high, low] of [
    [0, 0],
    [0, 0xffff_ffff],
    [0x16, 0xb374_d848],
    [0xffff_ffff, 0x0001_0000],
    [1, 0x0000_8000],
  ] as const) {
    const position = fromHalves(high, low);
    expect(position).toBe(fromBigInt((BigInt(high) << 32n) | BigInt(low)));
    expect(position).toBe(fromLsn(`${high.toString(16)}/${low.toString(16)}`));
    expect(fromLsn(toLsn(position))).toBe(position);
    expect(fromBigInt(toBigInt(position))).toBe(position);
  }
});

test('positions stand in the order of the log', () => {
  expect(fromHalves(0, 0xffff_ffff) < fromHalves(1, 0)).toBe(true);
  expect(fromHalves(1, 0x9fff_ffff) < fromHalves(1, 0xa000_0000)).toBe(true);
});
