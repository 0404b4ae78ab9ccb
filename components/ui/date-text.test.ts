import { expect, test } from 'vitest';
import { readDate, writeDate } from './date-text.ts';

test('a day or a minute is read as people write it in either language', () => {
  for (const text of ['2026-03-01', '2026/3/1', ' 2026.03.01 ']) expect(readDate(text, 'day')).toBe('2026-03-01');
  for (const text of ['2026-03-01 09:05', '2026-03-01T09:05', '2026/3/1  9:05']) expect(readDate(text, 'minute')).toBe('2026-03-01T09:05');
  expect(readDate('2026-03-01', 'minute')).toBe('2026-03-01T00:00');
  expect(readDate('  ', 'day')).toBe('');
});

test('what no calendar or clock has is no date', () => {
  for (const text of ['2026-02-30', '2026-13-01', '2026-00-10', '2026-01-00', '26-01-01', 'yesterday', '2026-03']) {
    expect(readDate(text, 'day')).toBeNull();
  }
  for (const text of ['2026-03-01 24:00', '2026-03-01 10:60', '2026-03-01 10']) expect(readDate(text, 'minute')).toBeNull();
  expect(readDate('2026-03-01 10:00', 'day')).toBeNull();
});

test('what is written is read again as the same', () => {
  expect(writeDate('2026-03-01T09:05')).toBe('2026-03-01 09:05');
  for (const value of ['', '2026-03-01T09:05', '2024-02-29T00:00']) expect(readDate(writeDate(value), 'minute')).toBe(value);
});
