import { expect, test } from 'vitest';
import { fromLsn } from '../../postgres/lsn.ts';
import { parseHistory } from './timeline.ts';

test('a history file tells where each timeline was left, whatever the reason says', () => {
  const content = [
    '# a comment of whoever recovered it: 7\t0/7000000\tnot this one',
    '',
    '1\t0/3000148\tno recovery target specified',
    '',
    '2\t1A/B374D848\tbefore 2026-11-22 10:00:00.5+00',
    '10\t1a/c0000000\tat restore point "3\t0/1"',
    '',
  ].join('\n');
  expect([...parseHistory(content)]).toEqual([
    [1, fromLsn('0/3000148')],
    [2, fromLsn('1A/B374D848')],
    [10, fromLsn('1A/C0000000')],
  ]);
});

test('a file without a line names no timeline', () => {
  expect(parseHistory('').size).toBe(0);
  expect(parseHistory('# 1\t0/1\tx\nnot a line\n').size).toBe(0);
});
