import { expect, test } from 'vitest';
import { text } from '#engine/text.ts';
import type { LogLine } from '#lib/task/view.ts';
import { merged, searched } from './merge.ts';

function line(seq: number, level: LogLine['level'] = 'info'): LogLine {
  return { seq, at: seq, level, code: 'test', message: text(`line ${seq}`, `第 ${seq} 行`), hint: null, table: null };
}

const seqs = (lines: readonly LogLine[]) => lines.map(({ seq }) => seq);

test('live lines stand before the stored ones, newest first', () => {
  expect(seqs(merged([[line(3), line(2)], [line(1)]], [line(4), line(5)], 'all'))).toEqual([5, 4, 3, 2, 1]);
});

test('a line that is stored and live stands once', () => {
  expect(seqs(merged([[line(3), line(2)]], [line(2), line(3), line(4)], 'all'))).toEqual([4, 3, 2]);
});

test('a level keeps the other live lines out', () => {
  expect(seqs(merged([[line(3, 'warn')]], [line(4), line(5, 'warn')], 'warn'))).toEqual([5, 3]);
});

test('every language is searched', () => {
  expect(seqs(searched([line(12), line(3)], '第 12'))).toEqual([12]);
  expect(seqs(searched([line(12), line(3)], 'LINE 3'))).toEqual([3]);
});
