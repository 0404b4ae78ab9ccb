import { expect, test } from 'vitest';
import { formatPosition } from './position.ts';

test('positions read as PostgreSQL writes them', () => {
  expect(formatPosition('00000016B374D848')).toBe('16/B374D848');
  expect(formatPosition('00000000016f2a10')).toBe('0/16F2A10');
  expect(formatPosition('0000000000000000')).toBe('0/0');
});

test('what is no position stays as it is', () => {
  expect(formatPosition('16/B374D848')).toBe('16/B374D848');
});
