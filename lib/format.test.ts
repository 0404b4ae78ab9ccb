import { describe, expect, test } from 'vitest';
import {
  formatByteRate,
  formatBytes,
  formatCount,
  formatDateTime,
  formatDuration,
  formatLag,
  formatLagTime,
  formatMegabyteRate,
  formatPercent,
  formatRate,
  formatRelative,
  formatRows,
  formatTime,
  formatTimeLeft,
  spaced,
} from './format.ts';

describe('formatting', () => {
  test('rows: all digits to a million, then short', () => {
    expect(formatRows(12_345, 'en')).toBe('12,345');
    expect(formatRows(999_999, 'zh')).toBe('999,999');
    expect(formatRows(1_234_567, 'en')).toBe('1.2M');
    expect(formatRows(1_234_567, 'zh')).toBe('123.5万');
    expect(formatRows(9_007_199_254_740_993n, 'en')).toBe('9007.2T');
    expect(formatCount(1_234_567, 'en')).toBe('1,234,567');
    expect(formatRows(null, 'en')).toBe('–');
    expect(formatRows(Number.NaN, 'en')).toBe('–');
  });

  test.each([
    [0, '0 B'],
    [512, '512 B'],
    [1023, '1,023 B'],
    [1024, '1 KB'],
    [1536, '1.5 KB'],
    [1024 * 1024 - 1, '1 MB'],
    [250 * 1024 * 1024, '250 MB'],
    [5 * 1024 ** 4, '5 TB'],
  ])('%d bytes read %s', (value, expected) => {
    expect(formatBytes(value, 'en')).toBe(expected);
  });

  test('rates', () => {
    expect(formatRate(0, 'en')).toBe('0 rows/s');
    expect(formatRate(2.34, 'en')).toBe('2.3 rows/s');
    expect(formatRate(12_345.6, 'en')).toBe('12,346 rows/s');
    expect(formatRate(12_345.6, 'zh')).toBe('12,346 行/秒');
    expect(formatByteRate(1536, 'en')).toBe('1.5 KB/s');
  });

  test('percent never rounds to done or to nothing', () => {
    expect(formatPercent(0, 'en')).toBe('0%');
    expect(formatPercent(0.00001, 'en')).toBe('0.1%');
    expect(formatPercent(0.4267, 'en')).toBe('42.7%');
    expect(formatPercent(0.99999, 'en')).toBe('99.9%');
    expect(formatPercent(1, 'en')).toBe('100%');
  });

  test.each([
    [0, '0 s', '0 秒'],
    [400, 'less than 1 s', '不到 1 秒'],
    [5_000, '5 s', '5 秒'],
    [65_000, '1 min 5 s', '1 分 5 秒'],
    [120_000, '2 min', '2 分'],
    [7_385_000, '2 h 3 min', '2 小时 3 分'],
    [4 * 86_400_000 + 59_000, '4 d', '4 天'],
  ])('%d ms last %s', (value, en, zh) => {
    expect(formatDuration(value, 'en')).toBe(en);
    expect(formatDuration(value, 'zh')).toBe(zh);
  });

  test.each([
    [0, '5 s'],
    [3, '5 s'],
    [31, '35 s'],
    [59, '1 min'],
    [245, '4 min 20 s'],
    [1_000, '17 min'],
    [7_201, '2 h 5 min'],
  ])('%d s left read %s: nobody needs to know better', (seconds, en) => {
    expect(formatTimeLeft(seconds, 'en')).toBe(en);
    expect(formatTimeLeft(null, 'en')).toBe('–');
  });

  test('megabytes a second are counted as limits are', () => {
    expect(formatMegabyteRate(5_000_000, 'en')).toBe('5 MB/s');
    expect(formatMegabyteRate(4_861_234, 'en')).toBe('4.86 MB/s');
    expect(formatMegabyteRate(48_612_345, 'zh')).toBe('48.6 MB/秒');
    expect(formatMegabyteRate(1_250_000_000, 'en')).toBe('1,250 MB/s');
    expect(formatMegabyteRate(4_400, 'en')).toBe('0.004 MB/s');
    expect(formatMegabyteRate(0, 'en')).toBe('0 MB/s');
    expect(formatMegabyteRate(undefined, 'en')).toBe('–');
  });

  test('a Chinese word stands apart from figures alone', () => {
    expect(spaced('用时', formatDuration(400, 'zh'))).toBe('用时不到 1 秒');
    expect(spaced('用时', formatDuration(65_000, 'zh'))).toBe('用时 1 分 5 秒');
  });

  test('lag in words', () => {
    expect(formatLag(0, 'en')).toBe('less than 1 s behind');
    expect(formatLag(0, 'zh')).toBe('落后不到 1 秒');
    expect(formatLag(65_000, 'en')).toBe('1 min 5 s behind');
    expect(formatLag(65_000, 'zh')).toBe('落后 1 分 5 秒');
    expect(formatLag(undefined, 'en')).toBe('–');
    expect(formatLagTime(0, 'en')).toBe('less than 1 s');
    expect(formatLagTime(65_000, 'zh')).toBe('1 分 5 秒');
    expect(formatLagTime(null, 'zh')).toBe('–');
  });

  test('times', () => {
    const at = '2026-11-21T00:02:04Z';
    expect(formatDateTime(at, 'en', 'UTC')).toBe('Nov 21, 2026, 00:02:04');
    expect(formatDateTime(at, 'zh', 'UTC')).toBe('2026/11/21 00:02:04');
    expect(formatTime(at, 'en', 'UTC')).toBe('00:02:04');
    expect(formatDateTime('no time', 'en')).toBe('–');
  });

  test('relative times', () => {
    const now = Date.parse('2026-11-21T12:00:00Z');
    expect(formatRelative(now - 2_000, now, 'en')).toBe('just now');
    expect(formatRelative(now - 30_000, now, 'en')).toBe('30 seconds ago');
    expect(formatRelative(now - 5 * 60_000, now, 'zh')).toBe('5 分钟前');
    expect(formatRelative(now - 86_400_000, now, 'en')).toBe('yesterday');
    expect(formatRelative(now + 3 * 3_600_000, now, 'en')).toBe('in 3 hours');
  });
});
